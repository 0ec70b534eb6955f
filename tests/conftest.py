"""What holds for every test."""

import compileall
import gc
import itertools
import os
import sys
import warnings
from pathlib import Path

import pytest

from .earlier_click import separate_streams
from .property_profiles import load_profile, remove_cache

pytest_plugins = ["pytester"]

_FORMAT = warnings.formatwarning

# The processes that tests start may not write bytecode, and would each compile our packages.
if "PYTEST_XDIST_WORKER" not in os.environ:
    for sources in Path(__file__).parents[1].glob("packages/*/src"):
        compileall.compile_dir(sources, quiet=2)

# Tests may run in workers of pytest-xdist; the sessions that they start are not workers. The
# environment of these tests may hold the first versions of everything; those that they make do not.
for name in (
    "PYTEST_XDIST_WORKER",
    "PYTEST_XDIST_WORKER_COUNT",
    "UV_COMPILE_BYTECODE",
    "UV_RESOLUTION",
):
    os.environ.pop(name, None)

# Tests write a module again within a second, and as long as before: its bytecode would be taken
# for that of the one before.
sys.dont_write_bytecode = True
os.environ["PYTHONDONTWRITEBYTECODE"] = "1"

separate_streams()
load_profile()


def pytest_collection_finish() -> None:
    """Set the heap of thousands of tests aside, or every measurement would collect it."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    remove_cache()


_modules = itertools.count(1)


@pytest.fixture(scope="module", autouse=True)
def freeze_what_earlier_modules_made():
    """Keep collections short; now and then, collect what has become garbage."""
    if next(_modules) % 20 == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


@pytest.fixture
def thawed():
    """No object is in the permanent generation; some interpreters start with a few there."""
    gc.unfreeze()
    yield
    gc.freeze()


@pytest.fixture(autouse=True)
def warnings_as_python_writes_them(monkeypatch):
    """Earlier versions of plotly write the warnings of the whole process in another way."""
    monkeypatch.setattr(warnings, "formatwarning", _FORMAT)


@pytest.fixture(autouse=True)
def no_callback_of_the_collector_stays():
    """A session in this process that leaves one changes the memory of all tests after it."""
    before = gc.callbacks.copy()
    yield
    left = [callback for callback in gc.callbacks if callback not in before]
    assert [callback for callback in left if "hypothesis" not in callback.__module__] == []
