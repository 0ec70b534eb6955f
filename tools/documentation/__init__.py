"""What the site has beside the pages in `docs/`: the reference, and pages of the repository.

- `hooks`: what mkdocs calls.
- `reference`: the parts of the reference that are read from the code.
- `repository_pages`: CONTRIBUTING.md and its like, as pages of the site.
"""
