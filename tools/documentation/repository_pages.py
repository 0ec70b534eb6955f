"""Make pages of the site from files outside of `docs/`."""

import posixpath
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]

PROJECT = {"contributing.md": "CONTRIBUTING.md", "releasing.md": "RELEASING.md"}
"""The files in the root, by their pages."""

# The place in every changelog where towncrier inserts releases.
_NOTES_START = "<!-- towncrier release notes start -->"

# A link in Markdown to another page of this repository.
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]+)\]\((?P<target>[^)#:\s]+)(?P<anchor>#[^)\s]*)?\)")


def repository_pages() -> dict[str, str]:
    """Return the Markdown of each existing page, by its path in the site."""
    sources = {page: ROOT / name for page, name in PROJECT.items()}
    pages = {page: source for page, source in sources.items() if source.exists()}
    texts = {page: _moved(page, source) for page, source in pages.items()}
    return texts | {"changelogs.md": _changelogs()}


def _moved(page: str, source: Path) -> str:
    """Return the text of a file, with links that work from the place of its page."""
    return _LINK.sub(lambda link: _moved_link(page, link), source.read_text(encoding="utf-8"))


def _moved_link(page: str, link: re.Match[str]) -> str:
    target = link["target"]
    by_source = {name: of for of, name in PROJECT.items()}
    if target.startswith("docs/"):
        inside = target.removeprefix("docs/")
    elif target in by_source:
        inside = by_source[target]
    else:
        # It is in the clone, and not on the site.
        return link["text"]
    path = posixpath.relpath(inside, posixpath.dirname(page) or ".")
    return f"[{link['text']}]({path}{link['anchor'] or ''})"


def _changelogs() -> str:
    """Join the changelogs of all distributions on one page, that of `pytest-benchmem` first."""
    sources = sorted(ROOT.glob("packages/*/CHANGELOG.md"), reverse=True)
    return "\n\n".join(["# Changelogs", *(_section(source) for source in sources)])


def _section(source: Path) -> str:
    notes = source.read_text(encoding="utf-8").partition(_NOTES_START)[2].strip()
    # Versions are sections of a distribution.
    below = re.sub(r"^#", "##", notes, flags=re.MULTILINE) or "Nothing is released yet."
    return f"## {source.parent.name}\n\n{below}"
