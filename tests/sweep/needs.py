"""What some tests need that is not installed everywhere: they are skipped there."""

from importlib.util import find_spec

import pytest

# The harness of a cell; a layer's own environment does not have it.
plugin = pytest.mark.skipif(find_spec("benchmem_pytest") is None, reason="needs benchmem-pytest")
dask = pytest.mark.skipif(
    find_spec("distributed") is None or find_spec("benchmem_pytest") is None,
    reason="needs distributed and benchmem-pytest",
)
