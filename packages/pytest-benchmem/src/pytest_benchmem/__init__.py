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

__all__ = [
    "BenchmemError",
    "Measurement",
    "MemoryResult",
    "Metric",
    "__version__",
    "human_bytes",
    "measure_memory",
    "measure_peak",
]


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name in __all__:
        value: object = getattr(import_module("benchmem_core"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
