"""Draw benchmark times and memory.

Each `plot_*` function returns a plotly figure and the number of ids in it; `write_plot` writes a
figure as a page or an image. Importing this package imports nothing else; each name loads on
first use.
"""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_plot.__about__ import __version__ as __version__
    from benchmem_plot.errors import PlotError as PlotError
    from benchmem_plot.export import write_plot as write_plot
    from benchmem_plot.flame import plot_diff as plot_diff
    from benchmem_plot.report import write_report as write_report
    from benchmem_plot.views import (
        plot_compare as plot_compare,
        plot_history as plot_history,
        plot_scaling as plot_scaling,
        plot_scatter as plot_scatter,
        plot_sites as plot_sites,
        plot_sweep as plot_sweep,
    )

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".__about__": ("__version__",),
        ".errors": ("PlotError",),
        ".export": ("write_plot",),
        ".flame": ("plot_diff",),
        ".report": ("write_report",),
        ".views": (
            "plot_compare",
            "plot_history",
            "plot_scaling",
            "plot_scatter",
            "plot_sites",
            "plot_sweep",
        ),
    },
)
