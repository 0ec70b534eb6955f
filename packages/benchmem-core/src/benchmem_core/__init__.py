"""Measure how much memory Python code takes.

The engine of pytest-benchmem: `measure_peak` for one number, `measure_memory` for the passes
behind it. Importing this package imports nothing else; each name loads on first use.
"""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from benchmem_core.__about__ import __version__ as __version__
    from benchmem_core.callsites import Site as Site
    from benchmem_core.checks import Allocators as Allocators
    from benchmem_core.engine import (
        Measurement as Measurement,
        MemoryResult as MemoryResult,
        measure_memory as measure_memory,
        measure_peak as measure_peak,
    )
    from benchmem_core.errors import (
        ArgumentError as ArgumentError,
        BenchmemError as BenchmemError,
        BenchmemWarning as BenchmemWarning,
        BlobError as BlobError,
        CaptureError as CaptureError,
        IsolationError as IsolationError,
        ProfileError as ProfileError,
        TrackerActiveError as TrackerActiveError,
        UnsupportedPlatformError as UnsupportedPlatformError,
    )
    from benchmem_core.metrics import Metric as Metric, MetricSpec as MetricSpec
    from benchmem_core.units import human_bytes as human_bytes

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".__about__": ("__version__",),
        ".callsites": ("Site",),
        ".checks": ("Allocators",),
        ".engine": ("Measurement", "MemoryResult", "measure_memory", "measure_peak"),
        ".errors": (
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
        ".metrics": ("Metric", "MetricSpec"),
        ".units": ("human_bytes",),
    },
)


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Add the magics to IPython: `%load_ext benchmem_core`."""
    from benchmem_core.notebook import load_ipython_extension

    load_ipython_extension(shell)
