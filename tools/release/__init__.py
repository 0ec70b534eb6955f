"""What a distribution lacks before it can be released; RELEASING.md says how that is done.

`python -m tools.release check PACKAGE` from the root of the clone, or `hatch run release:check`,
which brings what builds and checks the files. One module holds one question:

- `tree`: what the distributions are, read from `packages/`.
- `repository`: what git knows.
- `bump`: which number has to move, from what the changelog says.
- `changelog`: fragments and sections.
- `version`: the version against the tags.
- `siblings`: the ranges between the distributions, and the order of releases.
- `names`: what is imported from a sibling against what its lowest allowed release has.
- `artefacts`: the sdist and the wheel.
"""
