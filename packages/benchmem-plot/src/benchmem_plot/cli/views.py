"""The views of `benchmem plot`: their names, their options, and the default view."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmem_io.errors import SelectionError
from benchmem_plot import views

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

    from benchmem_plot.views import Band

    Drawn = tuple[Figure, int]

_MOST_OF_SITES = 2


def _draw_history(
    runs: Sequence[Path], *, log_y: bool | None = None, band: "Band" = "auto", **others: Any
) -> "Drawn":
    return views.plot_history(
        runs, log="auto" if log_y is None else log_y, band=band != "none", **others
    )


def _draw_sites(
    runs: Sequence[Path],
    *,
    where: Sequence[str] = (),
    labels: Sequence[str] | None = None,
) -> "Drawn":
    if len(runs) > _MOST_OF_SITES:
        raise SelectionError(
            f"the view `sites` takes one or two runs, not {len(runs)}: name one, or a baseline and "
            "one to compare with it"
        )
    # `plot_sites` takes the run first, and the base after it.
    *base, run = runs
    return views.plot_sites(
        run,
        base=base[0] if base else None,
        where=where,
        labels=None if labels is None else labels[::-1],
    )


VIEWS = ("scaling", "scatter", "compare", "sweep", "history", "sites")
"""The names of the views."""

_WITH_BASELINE = {"scatter", "compare", "sweep", "sites"}


@dataclass(frozen=True)
class PlotView:
    """A view that was chosen, and the reason if the user did not choose."""

    name: str
    because: str = ""

    @property
    def options(self) -> frozenset[str]:
        """The names of the arguments that it takes."""
        names = set(inspect.signature(self._function).parameters)
        if self.name == "history":
            names |= set(inspect.signature(views.plot_history).parameters) - {"log"}
        return frozenset(names)

    @property
    def _function(self) -> Callable[..., "Drawn"]:
        adapted: dict[str, Callable[..., Drawn]] = {"history": _draw_history, "sites": _draw_sites}
        # Only the module of this view is imported.
        draw: Callable[..., Drawn] = adapted.get(self.name) or getattr(views, f"plot_{self.name}")
        return draw

    @property
    def has_baseline(self) -> bool:
        """Whether the first of several runs is the baseline of the others."""
        return self.name in _WITH_BASELINE

    def draw(self, paths: Sequence[Path], arguments: Mapping[str, Any]) -> "Drawn":
        """Draw run files, and return the figure and the number of ids in it."""
        return self._function(paths, **arguments)


def choose_view(name: str | None, runs: int, *, pivot: bool) -> PlotView:
    """Choose a view: the one that the user named, or else one that fits the number of runs."""
    if name is not None:
        return PlotView(name)
    if runs == 1:
        if pivot:
            return PlotView("scatter", ", the default with `--pivot`,")
        return PlotView("scaling", ", the default for one run,")
    return PlotView("scatter" if runs == 2 else "sweep", f", the default for {runs} runs,")


def find_views_with(option: str) -> list[str]:
    """Return the views that take an option, by the name of its argument."""
    return [name for name in VIEWS if option in PlotView(name).options]
