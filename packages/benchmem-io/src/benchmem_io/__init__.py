"""Read and compare benchmark run files that carry memory.

It has readers of one run file (`load_samples` and two more like it), a long frame of several
(`load_long_df`), the table of a comparison (`compare_table`), and the types that they return.
Importing this package imports nothing else; each name loads on first use.
"""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_core.units import human_bytes as human_bytes
    from benchmem_io.__about__ import __version__ as __version__
    from benchmem_io.compare import compare_table as compare_table, load_long_df as load_long_df
    from benchmem_io.complexity import (
        Fit as Fit,
        fit_complexity as fit_complexity,
        fit_scaling as fit_scaling,
    )
    from benchmem_io.errors import (
        ComplexityError as ComplexityError,
        MissingDependencyError as MissingDependencyError,
        RuleError as RuleError,
        RunFileError as RunFileError,
        SelectionError as SelectionError,
    )
    from benchmem_io.runs import (
        DimValue as DimValue,
        Sample as Sample,
        discover_runs as discover_runs,
        from_pytest_benchmark as from_pytest_benchmark,
        load_run as load_run,
        load_samples as load_samples,
        memory_from_pytest_benchmark as memory_from_pytest_benchmark,
    )
    from benchmem_io.table import Table as Table

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        "benchmem_core.units": ("human_bytes",),
        ".__about__": ("__version__",),
        ".compare": ("compare_table", "load_long_df"),
        ".complexity": ("Fit", "fit_complexity", "fit_scaling"),
        ".errors": (
            "ComplexityError",
            "MissingDependencyError",
            "RuleError",
            "RunFileError",
            "SelectionError",
        ),
        ".runs": (
            "DimValue",
            "Sample",
            "discover_runs",
            "from_pytest_benchmark",
            "load_run",
            "load_samples",
            "memory_from_pytest_benchmark",
        ),
        ".table": ("Table",),
    },
)
