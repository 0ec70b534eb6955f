"""What the tests of views share: a browser, and run files."""

import pytest

from tests.io.run_files import write_run

from .browser import Visitor, chromium


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser):
    """Open pages from disk; none may complain or ask a network for anything."""
    visitor = Visitor(browser)
    yield visitor.open
    visitor.close()
    assert visitor.noise == []


@pytest.fixture(scope="module")
def visit_once(browser):
    """Open pages that the tests of a file share; none may complain or ask a network."""
    visitor = Visitor(browser)
    yield visitor.open
    visitor.close()
    assert visitor.noise == []


@pytest.fixture
def written(tmp_path):
    """Write run files, one a day: `run0.json` and so on."""

    def write(*runs):
        return [
            write_run(
                tmp_path / f"run{day}.json", entries, datetime=f"2026-11-{day + 1:02}T10:00:00"
            )
            for day, entries in enumerate(runs)
        ]

    return write
