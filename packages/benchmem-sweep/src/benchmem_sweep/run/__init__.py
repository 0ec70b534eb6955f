"""Run the cells of a plan, here or on dask workers, and sum them up."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_sweep.run.dask_executor import DaskExecutor as DaskExecutor
    from benchmem_sweep.run.progress import Progress as Progress, progress_of as progress_of
    from benchmem_sweep.run.results import Results as Results
    from benchmem_sweep.run.runner import Finished as Finished, Runner as Runner
    from benchmem_sweep.run.summary import (
        failure_lines as failure_lines,
        summary_table as summary_table,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".dask_executor": ("DaskExecutor",),
        ".progress": ("Progress", "progress_of"),
        ".results": ("Results",),
        ".runner": ("Finished", "Runner"),
        ".summary": ("failure_lines", "summary_table"),
    },
)
