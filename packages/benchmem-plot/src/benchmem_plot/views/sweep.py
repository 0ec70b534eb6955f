"""Draw a heatmap of benchmarks over runs, as multiples of the first run."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from benchmem_core.metrics import Metric, Unit
from benchmem_core.units import UNITS
from benchmem_io.errors import SelectionError
from benchmem_io.runs import gc_paused
from benchmem_plot.data import (
    COLOR_BAR,
    PlotData,
    PointChange,
    PointSeries,
    Snapshots,
    choose_color_limit,
    describe_color_bar,
    is_comparable,
    load_points,
    write_notes,
)
from benchmem_plot.figure import (
    MOST_NAMED,
    SCALE,
    choose_row_height,
    escape,
    make_category_axis,
    make_distinct,
    make_figure,
    make_layout,
    make_row_axis,
    measure_rows,
    shorten_label,
    stack_panels,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

_MOST_ROWS_WITH_TEXTS, _MOST_COLUMNS_WITH_TEXTS = 100, 10
_TIMES = "\N{MULTIPLICATION SIGN}"


@gc_paused()
def plot_sweep(
    snapshots: Snapshots,
    *,
    metric: Metric = "time",
    clip: float | None = None,
    labels: Sequence[str] | None = None,
    where: Sequence[str] | Mapping[str, object] = (),
    pivot: str | None = None,
) -> "tuple[Figure, int]":
    """Draw multiples of the first run: a row for each benchmark, a column for each run.

    A single run is drawn as one column, the baseline.

    Args:
        snapshots: Run files; the first is the baseline.
        metric: The metric to draw.
        clip: The end of the colour scale, as the binary logarithm of the multiple (1 is twice);
            by default the 95th percentile.
        labels: Labels for the runs.
        where: `DIM=VALUE` conditions, or a mapping of dims to a value or a list.
        pivot: A dim whose values are compared instead of runs.

    Returns:
        The figure, and the number of ids in it.

    Raises:
        RunFileError: A file is not a run file.
        SelectionError: The baseline has nothing to show, or a metric, dim or value is unknown.
    """
    data = load_points(
        snapshots, metric=metric, labels=labels, where=where, pivot=pivot, has_baseline=True
    )
    base = data.series[0]
    ids = list(base.points)
    if not ids:
        raise SelectionError(f"`{base.label}`, the baseline, has no benchmark with `{metric}`")
    cells = [[_compare_cell(data, base, series, id_) for series in data.series] for id_ in ids]
    folds = [[None if each is None else _measure_fold(each) for each in row] for row in cells]
    limit = choose_color_limit(
        (fold for row in folds for fold in row[1:] if fold is not None), clip
    )
    names = [data.shorten_id(id_) for id_ in ids]
    row = choose_row_height(len(ids))
    rows = make_row_axis(names, [max(abs(fold or 0.0) for fold in each) for each in folds], row)
    # Categories, so that a cell can name its row: the ticks are the indices of the categories.
    rows |= {"range": [len(ids) - 0.5, -0.5], "type": "category"}
    layout, height = stack_panels([""], [max(measure_rows(len(ids), row), COLOR_BAR)])
    only_later = len(set(data.ids) - set(ids))
    later = f"Not in {escape(base.label)}, the baseline, and so not drawn: {only_later}"
    notes = [later] if only_later else []
    notes += [*_explain_empty(data, cells), *write_notes(data)]
    columns, above = make_category_axis([series.label for series in data.series])
    title = f"{data.metric.title}: times {shorten_label(base.label)}"
    paper = make_layout(title, layout, height=height, notes=notes, above=above)
    paper |= layout[0].place(columns | {"side": "top", "showgrid": False}, rows)
    texts = [[_write_texts(each, data.metric.unit) for each in row] for row in cells]
    heatmap: dict[str, Any] = {
        "type": "heatmap",
        "x": columns["categoryarray"],
        "y": make_distinct(names),
        "z": [[None if f is None else round(_clip(f, limit), 4) for f in row] for row in folds],
        "zmin": -limit,
        "zmax": limit,
        "colorscale": SCALE,
        "colorbar": describe_color_bar(limit, lambda tick: format_times(_raise_two(tick))),
        "customdata": [[f"{value}, {times}" for value, times in row] for row in texts],
        "hovertemplate": "%{y}<br>%{x}: %{customdata}<extra></extra>",
        "hoverongaps": False,
        "xgap": 1,
        "ygap": 1 if len(ids) <= MOST_NAMED else 0,
    }
    if len(ids) <= _MOST_ROWS_WITH_TEXTS and len(data.series) <= _MOST_COLUMNS_WITH_TEXTS:
        heatmap |= {
            "text": [[_hide_unchanged(times) for _, times in row] for row in texts],
            "texttemplate": "%{text}",
        }
    return make_figure([heatmap], paper), len(ids)


def format_times(ratio: float) -> str:
    """Write a multiple: 1.52 times."""
    return f"{ratio:,.3g}{_TIMES}" if math.isfinite(ratio) else f"\N{INFINITY}{_TIMES}"


def _raise_two(exponent: float) -> float:
    try:
        return math.exp2(exponent)
    except OverflowError:
        return math.inf


def _hide_unchanged(times: str) -> str:
    # Texts in unchanged cells would hide the changed ones.
    return "" if times == f"1{_TIMES}" else times


def _write_texts(change: PointChange | None, unit: Unit) -> tuple[str, str]:
    if change is None:
        return "", ""
    return UNITS[unit].format(change.head.value), format_times(change.ratio)


def _compare_cell(
    data: PlotData, base: PointSeries, series: PointSeries, id_: str
) -> PointChange | None:
    first, later = base.points[id_], series.points.get(id_)
    if later is None or not is_comparable(first, later, data.metric):
        return None
    return PointChange(first, later)


def _explain_empty(data: PlotData, cells: Sequence[Sequence[PointChange | None]]) -> list[str]:
    """Say why cells are empty in runs that have other points."""
    there = [
        (id_ in series.points, change is None)
        for id_, row in zip(data.series[0].points, cells, strict=True)
        for series, change in zip(data.series, row, strict=True)
        if series.points
    ]
    others, missing = (sum(each == (known, True) for each in there) for known in (True, False))
    notes = [f"Not measured in that run, and so empty: {missing}"] if missing else []
    if others:
        notes.append(f"Counted with other allocators than the baseline, and so empty: {others}")
    return notes


def _measure_fold(change: PointChange) -> float:
    """Return the binary logarithm of the multiple of the baseline."""
    return math.log2(change.ratio) if change.ratio else -math.inf


def _clip(fold: float, limit: float) -> float:
    return fold if math.isfinite(fold) else math.copysign(limit, fold)
