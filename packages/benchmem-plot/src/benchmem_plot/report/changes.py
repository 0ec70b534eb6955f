"""The sections of a report that show changes: between two runs, and from run to run."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from benchmem_core.metrics import MetricSpec
from benchmem_io.errors import SelectionError
from benchmem_plot.data import PlotData, is_comparable, load_points
from benchmem_plot.report.material import Material
from benchmem_plot.report.page import Drawn, Section, drawn, joined, note
from benchmem_plot.views import plot_compare, plot_history, plot_scatter, plot_sweep

if TYPE_CHECKING:
    from benchmem_plot.views import RunOrder

MOST_BARS = 60
"""With more benchmarks, two runs are points and not bars; three or more show the most changed."""


def changes_section(material: Material) -> Section:
    """Draw the changes: bars or points for two runs, a heatmap for more.

    Args:
        material: The runs and metrics of the report; at least two runs.
    """
    draw = _two if len(material.series) == 2 else _several
    return Section("changes", "Changes", *joined([draw(material, m) for m in material.metrics]))


def history_section(material: Material) -> Section:
    """Draw each benchmark from run to run.

    Args:
        material: The runs and metrics of the report; at least three runs.
    """
    parts = [_history(material, metric) for metric in material.metrics]
    return Section("history", "History", *joined(parts))


def _two(material: Material, metric: MetricSpec) -> Drawn:
    runs, labels = material.drawn(material.series), _labels(material)
    view = plot_compare if len(material.comparison.ids) <= MOST_BARS else plot_scatter
    return drawn(lambda: view(runs, metric=metric.name, labels=labels))


def _several(material: Material, metric: MetricSpec) -> Drawn:
    ids, labels = None, _labels(material)
    if len(material.comparison.ids) > MOST_BARS:
        try:
            data = load_points(material.drawn(material.series), metric=metric.name, labels=labels)
        except SelectionError as error:
            return note(f"Not drawn: {error}."), []
        ids = set(_most_changed(data))
    runs = material.drawn(material.series, ids)
    body, figures = drawn(lambda: plot_sweep(runs, metric=metric.name, labels=labels))
    if figures and ids:
        body = note(f"The {MOST_BARS} that changed most of {len(data.ids):,}.") + body
    return body, figures


def _most_changed(data: PlotData) -> Sequence[str]:
    """Return the benchmarks that moved farthest from the baseline, in any run."""
    distances: dict[str, float] = {}
    for id_, base in data.series[0].points.items():
        for series in data.series[1:]:
            point = series.points.get(id_)
            if point is not None and is_comparable(base, point, data.metric):
                distance = _distance(base.value, point.value)
                distances[id_] = max(distances.get(id_, 0.0), distance)
    return sorted(distances, key=lambda id_: -distances[id_])[:MOST_BARS]


def _distance(base: float, value: float) -> float:
    if base == value:
        return 0.0
    return abs(math.log(value) - math.log(base)) if base and value else math.inf


def _history(material: Material, metric: MetricSpec) -> Drawn:
    runs, labels = material.drawn(material.series), _labels(material)
    order: RunOrder = "time" if all(series.run.date for series in material.series) else "given"
    return drawn(lambda: plot_history(runs, metric=metric.name, labels=labels, order=order))


def _labels(material: Material) -> list[str]:
    return [series.label for series in material.series]
