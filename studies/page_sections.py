"""Sections of a page that a study writes: what stands between two comments with its name."""

import sys
from collections.abc import Mapping
from pathlib import Path


def section(page: str, name: str) -> str:
    """Cut a section out of a page; it ends in a line break."""
    begin, end = _bounds(name)
    return page.partition(begin)[2].partition(end)[0].strip("\n") + "\n"


def with_sections(page: str, written: Mapping[str, str]) -> str:
    """Put sections into a page in place of those that it has.

    Raises:
        ValueError: The page has no place for one of them.
    """
    for name, text in written.items():
        begin, end = _bounds(name)
        if begin not in page or end not in page:
            raise ValueError(f"the page has no section `{name}`")
        before, _, rest = page.partition(begin)
        page = f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}"
    return page


def print_or_write(path: Path, written: Mapping[str, str]) -> None:
    """Print sections, or with `--write` put them into their page."""
    if sys.argv[1:] != ["--write"]:
        print("\n".join(written.values()), end="")
        return
    page = path.read_text(encoding="utf-8")
    path.write_text(with_sections(page, written), encoding="utf-8")


def _bounds(name: str) -> tuple[str, str]:
    return f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
