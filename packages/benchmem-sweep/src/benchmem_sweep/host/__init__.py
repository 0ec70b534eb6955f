"""Run child processes and keep scratch folders, and clean up both at the end."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_sweep.host.processes import (
        Processes as Processes,
        mask_credentials as mask_credentials,
    )
    from benchmem_sweep.host.scratch import (
        TMP_PREFIX as TMP_PREFIX,
        remove_tree as remove_tree,
        scratch_folder as scratch_folder,
    )
    from benchmem_sweep.host.turns import Turns as Turns
    from benchmem_sweep.host.uv_binary import find_uv as find_uv
    from benchmem_sweep.host.wanted import (
        ended_when_unwanted as ended_when_unwanted,
        wanted_while as wanted_while,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".processes": ("Processes", "mask_credentials"),
        ".scratch": ("TMP_PREFIX", "remove_tree", "scratch_folder"),
        ".turns": ("Turns",),
        ".uv_binary": ("find_uv",),
        ".wanted": ("ended_when_unwanted", "wanted_while"),
    },
)
