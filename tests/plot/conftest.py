"""What the tests of views share: a browser, and properties that leave nothing behind."""

import shutil
import tempfile

import pytest
from hypothesis.configuration import set_hypothesis_home_dir

from .browser import Visitor, chromium

# What hypothesis caches goes elsewhere, also without a database.
CACHE = tempfile.mkdtemp(prefix="hypothesis-")
set_hypothesis_home_dir(CACHE)


def pytest_unconfigure() -> None:
    shutil.rmtree(CACHE, ignore_errors=True)


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
