"""Write the output of commands into the pages: `hatch run docs:outputs [--all] [PAGE...]`.

Without a page it writes all pages. A block whose output differs only in its numbers stays as it
is, so that only wrong blocks change; `--all` writes those too.
"""

import sys
from pathlib import Path

from .blocks import Page, read_page
from .masks import shown
from .pages import OUTPUT_PYTHON, ROOT, run_pages
from .runner import PageError, Shown, run_page


def main(arguments: list[str]) -> int:
    """Write the named pages, and return an exit status."""
    fresh = "--all" in arguments
    if sys.version_info[:2] != OUTPUT_PYTHON:
        wanted = ".".join(map(str, OUTPUT_PYTHON))
        sys.exit(f"pages show the outputs of Python {wanted}: run hatch with that one")
    names = [argument for argument in arguments if argument != "--all"]
    status = 0
    for name in _pages(names):
        page = read_page(ROOT / name, str(name))
        try:
            changed = write(page, run_page(page), fresh=fresh)
        except PageError as error:
            print(error)
            status = 1
        else:
            print(f"{name}: {changed} written" if changed else f"{name}: good")
    return status


def _pages(names: list[str]) -> list[Path]:
    """Find pages by their paths, or by the ends of their paths."""
    known = run_pages()
    if not names:
        return known
    chosen = []
    for name in names:
        found = [page for page in known if page == Path(name) or page.match(name)]
        if not found:
            sys.exit(f"there is not a page `{name}`; take one of {', '.join(map(str, known))}")
        chosen += found
    return chosen


def write(page: Page, results: list[Shown], *, fresh: bool) -> int:
    """Write outputs into a page.

    Args:
        page: The page as it was run.
        results: Its output blocks.
        fresh: Whether to write blocks in which only numbers differ.

    Returns:
        The number of blocks that were written.
    """
    lines = list(page.lines)
    changed = 0
    # From the end, so that the line numbers of earlier blocks stay valid.
    for result in reversed(results):
        block = result.block
        expected = block.text.splitlines()
        now = shown(expected, result.printed)
        if now is not None and not fresh:
            continue
        fence = lines[block.line - 1]
        indent = fence[: len(fence) - len(fence.lstrip())]
        written = [(indent + line).rstrip() for line in (result.printed if now is None else now)]
        if lines[block.line : block.end - 1] != written:
            lines[block.line : block.end - 1] = written
            changed += 1
    if changed and page.path.read_text(encoding="utf-8").splitlines() != page.lines:
        raise PageError(f"{page.name} was written by somebody else meanwhile; run this again")
    if changed:
        page.path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return changed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
