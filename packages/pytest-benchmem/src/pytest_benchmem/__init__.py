"""Memory beside time in Python benchmarks: the documented names of pytest-benchmem.

Importing this package imports nothing else; each name loads on first use.
"""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from benchmem_core import (
        BenchmemError as BenchmemError,
        Measurement as Measurement,
        MemoryResult as MemoryResult,
        Metric as Metric,
        human_bytes as human_bytes,
        measure_memory as measure_memory,
        measure_peak as measure_peak,
    )
    from benchmem_io import (
        DimValue as DimValue,
        Fit as Fit,
        Sample as Sample,
        Table as Table,
        compare_table as compare_table,
        discover_runs as discover_runs,
        fit_scaling as fit_scaling,
        from_pytest_benchmark as from_pytest_benchmark,
        load_long_df as load_long_df,
        load_samples as load_samples,
        memory_from_pytest_benchmark as memory_from_pytest_benchmark,
    )
    from pytest_benchmem.__about__ import __version__ as __version__

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
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
        ".__about__": ("__version__",),
    },
)


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Add the magics to IPython: `%load_ext pytest_benchmem`."""
    from benchmem_core.notebook import load_ipython_extension

    load_ipython_extension(shell)
