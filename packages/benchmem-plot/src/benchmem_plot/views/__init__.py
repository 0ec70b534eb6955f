"""Draw the views of `benchmem plot`: scaling, scatter, compare, sweep, history, sites."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_plot.views.compare import plot_compare as plot_compare
    from benchmem_plot.views.history import plot_history as plot_history
    from benchmem_plot.views.history_lines import RunOrder as RunOrder
    from benchmem_plot.views.scaling import Band as Band, plot_scaling as plot_scaling
    from benchmem_plot.views.scaling_lines import (
        ScalingLine as ScalingLine,
        build_scaling_lines as build_scaling_lines,
        fit_line as fit_line,
    )
    from benchmem_plot.views.scatter import plot_scatter as plot_scatter
    from benchmem_plot.views.sites import plot_sites as plot_sites
    from benchmem_plot.views.sweep import plot_sweep as plot_sweep

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".compare": ("plot_compare",),
        ".history": ("plot_history",),
        ".history_lines": ("RunOrder",),
        ".scaling": ("Band", "plot_scaling"),
        ".scaling_lines": ("ScalingLine", "build_scaling_lines", "fit_line"),
        ".scatter": ("plot_scatter",),
        ".sites": ("plot_sites",),
        ".sweep": ("plot_sweep",),
    },
)
