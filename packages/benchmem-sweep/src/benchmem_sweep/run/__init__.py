"""Run the cells of a plan, here or on dask workers, and sum them up."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_sweep.run.dask_executor import DaskExecutor as DaskExecutor
    from benchmem_sweep.run.progress import Progress as Progress, make_progress as make_progress
    from benchmem_sweep.run.results import Results as Results
    from benchmem_sweep.run.runner import FinishedCell as FinishedCell, Runner as Runner
    from benchmem_sweep.run.summary import (
        format_failures as format_failures,
        make_summary_table as make_summary_table,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".dask_executor": ("DaskExecutor",),
        ".progress": ("Progress", "make_progress"),
        ".results": ("Results",),
        ".runner": ("FinishedCell", "Runner"),
        ".summary": ("format_failures", "make_summary_table"),
    },
)
