"""Views of benchmark times and memory.

Each `plot_*` function returns a plotly figure and the number of ids in it; `write_plot` writes a
figure as a page or an image. Importing this package imports nothing else; each name loads on
first use.
"""

from benchmem_core.lazy import lazy_names
from benchmem_plot.__about__ import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_plot.compare import plot_compare
    from benchmem_plot.diff import plot_diff
    from benchmem_plot.errors import PlotError
    from benchmem_plot.export import write_plot
    from benchmem_plot.history import plot_history
    from benchmem_plot.report import write_report
    from benchmem_plot.scaling import plot_scaling
    from benchmem_plot.scatter import plot_scatter
    from benchmem_plot.sites import plot_sites
    from benchmem_plot.sweep import plot_sweep

_HOMES = {
    "benchmem_plot.compare": ("plot_compare",),
    "benchmem_plot.diff": ("plot_diff",),
    "benchmem_plot.errors": ("PlotError",),
    "benchmem_plot.export": ("write_plot",),
    "benchmem_plot.history": ("plot_history",),
    "benchmem_plot.report": ("write_report",),
    "benchmem_plot.scaling": ("plot_scaling",),
    "benchmem_plot.scatter": ("plot_scatter",),
    "benchmem_plot.sites": ("plot_sites",),
    "benchmem_plot.sweep": ("plot_sweep",),
}

__all__ = [
    "PlotError",
    "__version__",
    "plot_compare",
    "plot_diff",
    "plot_history",
    "plot_scaling",
    "plot_scatter",
    "plot_sites",
    "plot_sweep",
    "write_plot",
    "write_report",
]

__getattr__, __dir__ = lazy_names(__name__, _HOMES)
