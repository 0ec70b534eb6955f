"""Memory beside time in Python benchmarks: the documented names of pytest-benchmem.

Importing this package imports nothing else; each name loads on first use.
"""

from benchmem_core.lazy import lazy_names
from pytest_benchmem.__about__ import __version__

# Type checkers know the name; importing `typing` for it would cost more than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_core import (
        BenchmemError,
        Measurement,
        MemoryResult,
        Metric,
        human_bytes,
        measure_memory,
        measure_peak,
    )
    from benchmem_io import (
        DimValue,
        Sample,
        discover_runs,
        from_pytest_benchmark,
        load_long_df,
        load_samples,
        memory_from_pytest_benchmark,
    )

_HOMES = {
    "benchmem_core": (
        "BenchmemError",
        "Measurement",
        "MemoryResult",
        "Metric",
        "human_bytes",
        "measure_memory",
        "measure_peak",
    ),
    "benchmem_io": (
        "DimValue",
        "Sample",
        "discover_runs",
        "from_pytest_benchmark",
        "load_long_df",
        "load_samples",
        "memory_from_pytest_benchmark",
    ),
}

__all__ = [
    "BenchmemError",
    "DimValue",
    "Measurement",
    "MemoryResult",
    "Metric",
    "Sample",
    "__version__",
    "discover_runs",
    "from_pytest_benchmark",
    "human_bytes",
    "load_long_df",
    "load_samples",
    "measure_memory",
    "measure_peak",
    "memory_from_pytest_benchmark",
]

__getattr__, __dir__ = lazy_names(__name__, _HOMES)
