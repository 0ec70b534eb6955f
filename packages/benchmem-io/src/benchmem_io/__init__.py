"""Read and compare benchmark run files that carry memory.

Readers of one run file (`load_samples` and its two kin), a long frame of several
(`load_long_df`), the table of a comparison (`compare_table`), and the names of what they return.
Importing this package imports nothing else; each name loads on first use.
"""

from benchmem_core.lazy import lazy_names
from benchmem_io.__about__ import __version__

# Type checkers know the name; importing `typing` for it would cost more than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_core.units import human_bytes
    from benchmem_io.complexity import Fit, fit_complexity
    from benchmem_io.dims import DimValue
    from benchmem_io.errors import (
        ComplexityError,
        MissingDependencyError,
        RuleError,
        RunFileError,
        SelectionError,
    )
    from benchmem_io.frame import load_long_df
    from benchmem_io.locations import discover_runs
    from benchmem_io.runs import load_run
    from benchmem_io.samples import (
        Sample,
        from_pytest_benchmark,
        load_samples,
        memory_from_pytest_benchmark,
    )
    from benchmem_io.scaling_frame import fit_scaling
    from benchmem_io.shown_table import Table
    from benchmem_io.tables import compare_table

_HOMES = {
    "benchmem_core.units": ("human_bytes",),
    "benchmem_io.complexity": ("Fit", "fit_complexity"),
    "benchmem_io.dims": ("DimValue",),
    "benchmem_io.errors": (
        "ComplexityError",
        "MissingDependencyError",
        "RuleError",
        "RunFileError",
        "SelectionError",
    ),
    "benchmem_io.frame": ("load_long_df",),
    "benchmem_io.locations": ("discover_runs",),
    "benchmem_io.runs": ("load_run",),
    "benchmem_io.samples": (
        "Sample",
        "from_pytest_benchmark",
        "load_samples",
        "memory_from_pytest_benchmark",
    ),
    "benchmem_io.scaling_frame": ("fit_scaling",),
    "benchmem_io.shown_table": ("Table",),
    "benchmem_io.tables": ("compare_table",),
}

__all__ = [
    "ComplexityError",
    "DimValue",
    "Fit",
    "MissingDependencyError",
    "RuleError",
    "RunFileError",
    "Sample",
    "SelectionError",
    "Table",
    "__version__",
    "compare_table",
    "discover_runs",
    "fit_complexity",
    "fit_scaling",
    "from_pytest_benchmark",
    "human_bytes",
    "load_long_df",
    "load_run",
    "load_samples",
    "memory_from_pytest_benchmark",
]

__getattr__, __dir__ = lazy_names(__name__, _HOMES)
