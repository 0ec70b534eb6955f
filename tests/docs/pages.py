"""List the pages of the repository, and those whose blocks are run."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
OUTPUT_PYTHON = (3, 11)
"""The Python whose outputs the pages show: others count other bytes, and name other frames."""

# Suites, not pages; and parts that are generated from code.
_NO_PAGES = {"examples", "gallery", "assets"}
# Pages for people who work in the clone: their commands are checked, and not run.
_FOR_THE_CLONE = ("CONTRIBUTING.md", "RELEASING.md")


def run_pages() -> list[Path]:
    """Return every page whose blocks are run, relative to the root of the repository."""
    documented = [
        page for page in DOCS.rglob("*.md") if page.relative_to(DOCS).parts[0] not in _NO_PAGES
    ]
    return _from_root([*documented, ROOT / "README.md", *ROOT.glob("packages/*/README.md")])


def all_pages() -> list[Path]:
    """Return every page, also those whose commands are only checked."""
    return [*run_pages(), *_from_root(ROOT / name for name in _FOR_THE_CLONE)]


def _from_root(pages: object) -> list[Path]:
    return sorted(page.relative_to(ROOT) for page in pages if page.exists())
