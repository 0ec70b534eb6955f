"""Run child processes and keep scratch folders, and clean up both at the end."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_sweep.host.cancellation import (
        set_cancellation_check as set_cancellation_check,
        stop_when_cancelled as stop_when_cancelled,
    )
    from benchmem_sweep.host.concurrency import ConcurrencyLimits as ConcurrencyLimits
    from benchmem_sweep.host.processes import (
        Processes as Processes,
        mask_credentials as mask_credentials,
    )
    from benchmem_sweep.host.scratch import (
        TMP_PREFIX as TMP_PREFIX,
        make_scratch_folder as make_scratch_folder,
        remove_tree as remove_tree,
    )
    from benchmem_sweep.host.uv_binary import find_uv as find_uv

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".processes": ("Processes", "mask_credentials"),
        ".scratch": ("TMP_PREFIX", "remove_tree", "make_scratch_folder"),
        ".concurrency": ("ConcurrencyLimits",),
        ".uv_binary": ("find_uv",),
        ".cancellation": ("stop_when_cancelled", "set_cancellation_check"),
    },
)
