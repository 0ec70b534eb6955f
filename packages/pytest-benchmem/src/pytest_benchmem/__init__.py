"""Memory beside time in Python benchmarks: the documented names of pytest-benchmem.

Importing this package imports nothing else; each name loads on first use.
"""

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


def __getattr__(name: str) -> object:
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(home), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
