"""Measure an action: the passes, their number, and the results."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_core.engine.async_actions import Action as Action
    from benchmem_core.engine.display import format_result_line as format_result_line
    from benchmem_core.engine.heap import collect_whole_heap as collect_whole_heap
    from benchmem_core.engine.measure import (
        measure_memory as measure_memory,
        measure_peak as measure_peak,
        measure_workload as measure_workload,
        preload as preload,
        trace_workload as trace_workload,
    )
    from benchmem_core.engine.measurement import (
        Measurement as Measurement,
        MemoryResult as MemoryResult,
    )
    from benchmem_core.engine.sampling import Sampler as Sampler, Sampling as Sampling
    from benchmem_core.engine.workload import PassOptions as PassOptions, Workload as Workload

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".async_actions": ("Action",),
        ".display": ("format_result_line",),
        ".heap": ("collect_whole_heap",),
        ".measure": (
            "measure_memory",
            "measure_peak",
            "measure_workload",
            "preload",
            "trace_workload",
        ),
        ".measurement": ("Measurement", "MemoryResult"),
        ".sampling": ("Sampler", "Sampling"),
        ".workload": ("PassOptions", "Workload"),
    },
)
