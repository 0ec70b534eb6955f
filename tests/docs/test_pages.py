"""Every block of every page runs, and prints what the page shows."""

import sys

import pytest

from .blocks import read_page
from .masks import masked, shown
from .pages import OUTPUT_PYTHON, ROOT, run_pages
from .runner import run_page

WRITE = "`hatch run docs:outputs {}` writes it"


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", [str(page) for page in run_pages()])
def test_page_runs(name):
    page = read_page(ROOT / name, name)
    wrong = []
    results = run_page(page)
    for result in results if sys.version_info[:2] == OUTPUT_PYTHON else ():
        expected = result.block.text.splitlines()
        if shown(expected, result.printed) is None:
            wrong.append(_told(page.at(result.block.line), name, expected, result.printed))
    assert not wrong, "\n\n".join(wrong)


def _told(place, name, expected, printed):
    """Write a message with both outputs, and the first line that differs."""
    differing = next(
        (
            f"first, of the page: {masked(here)!r}\nwhat was printed:   {masked(there)!r}\n"
            for here, there in zip(
                filter(str.strip, expected), filter(str.strip, printed), strict=False
            )
            if masked(here) != masked(there)
        ),
        "",
    )
    both = "--- the page\n{}\n--- printed\n{}".format("\n".join(expected), "\n".join(printed))
    return f"{place}: the output is another one; {WRITE.format(name)}\n{differing}{both}"
