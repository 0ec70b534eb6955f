"""The sections of a report that show changes: between two runs, and from run to run."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from benchmem_core.metrics import MetricSpec
from benchmem_io.errors import SelectionError
from benchmem_plot.data import PlotData, is_comparable, load_points
from benchmem_plot.report.data import ReportData
from benchmem_plot.report.page import Piece, Section, join_pieces, render_note, try_to_draw
from benchmem_plot.views import plot_compare, plot_history, plot_scatter, plot_sweep

if TYPE_CHECKING:
    from benchmem_plot.views import RunOrder

MOST_BARS = 60
"""With more benchmarks, two runs are points and not bars; three or more show the most changed."""


def render_changes(report_data: ReportData) -> Section:
    """Draw the changes: bars or points for two runs, a heatmap for more."""
    draw = _draw_two if len(report_data.series) == 2 else _draw_several
    return Section(
        "changes", "Changes", *join_pieces([draw(report_data, m) for m in report_data.metrics])
    )


def render_history(report_data: ReportData) -> Section:
    """Draw each benchmark from run to run."""
    parts = [_draw_history(report_data, metric) for metric in report_data.metrics]
    return Section("history", "History", *join_pieces(parts))


def _draw_two(report_data: ReportData, metric: MetricSpec) -> Piece:
    runs, labels = report_data.select_runs(), report_data.labels
    view = plot_compare if len(report_data.comparison.ids) <= MOST_BARS else plot_scatter
    return try_to_draw(lambda: view(runs, metric=metric.name, labels=labels))


def _draw_several(report_data: ReportData, metric: MetricSpec) -> Piece:
    ids, labels = None, report_data.labels
    if len(report_data.comparison.ids) > MOST_BARS:
        try:
            data = load_points(report_data.select_runs(), metric=metric.name, labels=labels)
        except SelectionError as error:
            return render_note(f"Not drawn: {error}."), []
        ids = set(_choose_most_changed(data))
    runs = report_data.select_runs(ids=ids)
    body, figures = try_to_draw(lambda: plot_sweep(runs, metric=metric.name, labels=labels))
    if figures and ids:
        body = (
            render_note(f"The {MOST_BARS} largest changes of {len(data.ids):,} benchmarks.") + body
        )
    return body, figures


def _choose_most_changed(data: PlotData) -> Sequence[str]:
    """Return the benchmarks that moved farthest from the baseline, in any run."""
    distances: dict[str, float] = {}
    for id_, base in data.series[0].points.items():
        for series in data.series[1:]:
            point = series.points.get(id_)
            if point is not None and is_comparable(base, point, data.metric):
                distance = _measure_distance(base.value, point.value)
                distances[id_] = max(distances.get(id_, 0.0), distance)
    return sorted(distances, key=lambda id_: -distances[id_])[:MOST_BARS]


def _measure_distance(base: float, value: float) -> float:
    if base == value:
        return 0.0
    return abs(math.log(value) - math.log(base)) if base and value else math.inf


def _draw_history(report_data: ReportData, metric: MetricSpec) -> Piece:
    runs, labels = report_data.select_runs(), report_data.labels
    order: RunOrder = "time" if all(series.run.date for series in report_data.series) else "given"
    return try_to_draw(lambda: plot_history(runs, metric=metric.name, labels=labels, order=order))
