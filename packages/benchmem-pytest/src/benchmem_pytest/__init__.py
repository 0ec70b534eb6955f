"""A pytest plugin: peak memory beside the times of pytest-benchmark.

The package has no Python API of its own: pytest loads `benchmem_pytest.plugin` by its entry
point, and tests use the `benchmark_memory` fixture and the `benchmem` marker.
"""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_pytest.__about__ import __version__ as __version__

__all__, __getattr__, __dir__ = lazy_names(__name__, {".__about__": ("__version__",)})
