"""A pytest plugin: peak memory beside the times of pytest-benchmark.

The package has no Python API of its own: pytest loads `benchmem_pytest.plugin` by its entry
point, and tests use the `benchmark_memory` fixture and the `benchmem` marker.
"""

from benchmem_pytest.__about__ import __version__

__all__ = ["__version__"]
