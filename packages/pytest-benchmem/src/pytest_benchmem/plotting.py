"""Views of benchmark times and memory, with the extra `plot`.

Each `plot_*` function returns a plotly figure and the number of ids in it.
"""

try:
    from benchmem_plot import (
        PlotError,
        plot_compare,
        plot_diff,
        plot_history,
        plot_scaling,
        plot_scatter,
        plot_sites,
        plot_sweep,
        write_plot,
        write_report,
    )
except ModuleNotFoundError as error:
    if error.name != "benchmem_plot":
        raise
    raise ModuleNotFoundError(
        "`pytest_benchmem.plotting` needs benchmem-plot: `pip install 'pytest-benchmem[plot]'`",
        name=error.name,
    ) from None

__all__ = [
    "PlotError",
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
