"""The pages of the repository, and what of each is held."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
OUTPUT_PYTHON = (3, 11)
"""The Python whose outputs the pages show: others count other bytes, and name other frames."""

# Suites, not pages; and where the site is built from code.
_NO_PAGES = {"examples", "gallery", "assets"}
# For people who work in the clone: their commands are looked up, and not run.
_FOR_THE_CLONE = ("CONTRIBUTING.md", "RELEASING.md")


def run_pages() -> list[Path]:
    """Every page whose blocks are run, from the root of the repository."""
    documented = [
        page for page in DOCS.rglob("*.md") if page.relative_to(DOCS).parts[0] not in _NO_PAGES
    ]
    return _from_root([*documented, ROOT / "README.md", *ROOT.glob("packages/*/README.md")])


def all_pages() -> list[Path]:
    """Every page, also those whose commands are only looked up."""
    return [*run_pages(), *_from_root(ROOT / name for name in _FOR_THE_CLONE)]


def _from_root(pages: object) -> list[Path]:
    return sorted(page.relative_to(ROOT) for page in pages if page.exists())
