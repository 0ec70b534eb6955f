"""Write the page of `benchmem report`: everything in run files, on one page."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_plot.report.report import write_report as write_report

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".report": ("write_report",),
    },
)
