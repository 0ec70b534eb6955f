"""What the tests of views share: properties that leave nothing behind."""

import shutil
import tempfile

from hypothesis.configuration import set_hypothesis_home_dir

# What hypothesis caches goes elsewhere, also without a database.
CACHE = tempfile.mkdtemp(prefix="hypothesis-")
set_hypothesis_home_dir(CACHE)


def pytest_unconfigure() -> None:
    shutil.rmtree(CACHE, ignore_errors=True)
