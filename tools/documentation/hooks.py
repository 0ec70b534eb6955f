"""Functions that mkdocs calls while it builds the site (`hooks:` in mkdocs.yml)."""

import posixpath
from typing import TYPE_CHECKING

from tools.documentation.pictures import in_both_colors
from tools.documentation.reference import filled
from tools.documentation.repository_pages import repository_pages

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_files(files: "Files", *, config: "MkDocsConfig") -> "Files":
    """Add the pages from outside of `docs/`."""
    from mkdocs.structure.files import File

    for path, text in repository_pages().items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, *, page: "Page", **_: object) -> str:
    """Fill in the parts that come from the code, and pictures in both colours."""
    return in_both_colors(filled(markdown), posixpath.dirname(page.file.src_uri))
