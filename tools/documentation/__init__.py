"""Build the parts of the site that are not in `docs/`: the reference, and repository pages.

- `hooks`: the functions that mkdocs calls.
- `reference`: the parts of the reference that are read from the code.
- `repository_pages`: CONTRIBUTING.md and similar files, as pages of the site.
"""
