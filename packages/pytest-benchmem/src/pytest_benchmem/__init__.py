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
        Fit,
        Sample,
        Table,
        compare_table,
        discover_runs,
        fit_scaling,
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
        # Not in `__all__`: nobody but IPython's `%load_ext` calls it.
        "load_ipython_extension",
        "measure_memory",
        "measure_peak",
    ),
    "benchmem_io": (
        "DimValue",
        "Fit",
        "Sample",
        "Table",
        "compare_table",
        "discover_runs",
        "fit_scaling",
        "from_pytest_benchmark",
        "load_long_df",
        "load_samples",
        "memory_from_pytest_benchmark",
    ),
}

__all__ = [
    "BenchmemError",
    "DimValue",
    "Fit",
    "Measurement",
    "MemoryResult",
    "Metric",
    "Sample",
    "Table",
    "__version__",
    "compare_table",
    "discover_runs",
    "fit_scaling",
    "from_pytest_benchmark",
    "human_bytes",
    "load_long_df",
    "load_samples",
    "measure_memory",
    "measure_peak",
    "memory_from_pytest_benchmark",
]

__getattr__, __dir__ = lazy_names(__name__, _HOMES)
