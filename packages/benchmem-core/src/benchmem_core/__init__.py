"""Measure how much memory Python code takes.

The engine of pytest-benchmem: `measure_peak` for one number, `measure_memory` for the passes
behind it. Importing this package imports nothing else; each name loads on first use.
"""

from benchmem_core.__about__ import __version__
from benchmem_core.lazy import lazy_names

# Type checkers know the name; importing `typing` for it would cost more than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_core.errors import (
        ArgumentError,
        BenchmemError,
        BenchmemWarning,
        BlobError,
        CaptureError,
        IsolationError,
        ProfileError,
        TrackerActiveError,
        UnsupportedPlatformError,
    )
    from benchmem_core.measure import measure_memory, measure_peak
    from benchmem_core.measurement import Measurement, MemoryResult
    from benchmem_core.metrics import Metric
    from benchmem_core.recorded import Allocators
    from benchmem_core.sites import Site
    from benchmem_core.units import human_bytes

__all__ = [
    "Allocators",
    "ArgumentError",
    "BenchmemError",
    "BenchmemWarning",
    "BlobError",
    "CaptureError",
    "IsolationError",
    "Measurement",
    "MemoryResult",
    "Metric",
    "ProfileError",
    "Site",
    "TrackerActiveError",
    "UnsupportedPlatformError",
    "__version__",
    "human_bytes",
    "measure_memory",
    "measure_peak",
]

_HOMES = {
    "benchmem_core.errors": (
        "ArgumentError",
        "BenchmemError",
        "BenchmemWarning",
        "BlobError",
        "CaptureError",
        "IsolationError",
        "ProfileError",
        "TrackerActiveError",
        "UnsupportedPlatformError",
    ),
    # Not in `__all__`: nobody but IPython's `%load_ext` calls it.
    "benchmem_core.magics": ("load_ipython_extension",),
    "benchmem_core.measure": ("measure_memory", "measure_peak"),
    "benchmem_core.measurement": ("Measurement", "MemoryResult"),
    "benchmem_core.metrics": ("Metric",),
    "benchmem_core.recorded": ("Allocators",),
    "benchmem_core.sites": ("Site",),
    "benchmem_core.units": ("human_bytes",),
}

__getattr__, __dir__ = lazy_names(__name__, _HOMES)
