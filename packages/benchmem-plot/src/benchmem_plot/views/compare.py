"""Draw the changes between two runs: a bar for each benchmark."""

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from benchmem_core.metrics import Metric, MetricSpec
from benchmem_io.runs import gc_paused
from benchmem_io.table import format_change, format_delta
from benchmem_plot.data import (
    FreeAxes,
    PlotData,
    PointChange,
    Snapshots,
    check_free_axes,
    choose_color_limit,
    describe_change,
    find_changes,
    load_points,
    split_by_facet,
)
from benchmem_plot.errors import check_choice
from benchmem_plot.figure import (
    ZERO,
    choose_row_height,
    color_changes,
    find_extent,
    make_figure,
    make_layout,
    make_plain_axis,
    make_row_axis,
    make_value_axis,
    measure_rows,
    shorten_label,
    stack_panels,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

SortMode = Literal["absolute", "relative"]
"""The order and the length of the bars: by the change in the metric's unit, or by its share."""

_MOST_TEXTS = 100
_TALL, _AXIS = 700, 34
_ROOM_FOR_TEXT = 0.16


@gc_paused()
def plot_compare(
    snapshots: Snapshots,
    *,
    metric: Metric = "time",
    sort: SortMode = "absolute",
    facet: str | None = None,
    clip: float | None = None,
    labels: Sequence[str] | None = None,
    where: Sequence[str] | Mapping[str, object] = (),
    pivot: str | None = None,
    free_axes: FreeAxes | None = None,
) -> "tuple[Figure, int]":
    """Draw a bar for the change of each benchmark, the largest growth on top.

    Args:
        snapshots: Run files; the first is the baseline, the last is compared with it.
        metric: The metric to draw.
        sort: `"absolute"` draws the change in the metric's unit, `"relative"` in percent.
        facet: A dim with a panel for each of its values.
        clip: The end of the colour scale, in the unit of the bars; by default the 95th
            percentile.
        labels: Labels for the runs.
        where: `DIM=VALUE` conditions, or a mapping of dims to a value or a list.
        pivot: A dim whose values are compared instead of runs.
        free_axes: `"x"` or `"both"` gives each panel its own axis of changes; each panel always
            has its own rows.

    Returns:
        The figure, and the number of ids in it.

    Raises:
        RunFileError: A file is not a run file.
        SelectionError: Nothing can be compared, or a metric, dim or value is unknown.
    """
    check_choice("sort", sort, get_args(SortMode))
    check_free_axes(free_axes)
    data = load_points(
        snapshots, metric=metric, labels=labels, where=where, pivot=pivot, has_baseline=True
    )
    changes = find_changes(data)
    bars = _make_bars(changes.found, by_share=sort == "relative")
    limit = choose_color_limit((bar.length for bar in bars), clip)
    groups = split_by_facet(bars, facet, lambda bar: bar.change.head)
    row = choose_row_height(len(bars))
    has_axes = free_axes in {"x", "both"}
    layout, height = stack_panels(
        [title for title, _ in groups],
        [measure_rows(len(inside), row) for _, inside in groups],
        has_axes=has_axes,
    )
    # The largest growth is on top, and the bottom of a tall figure may be out of sight.
    is_tall = len(layout) == 1 and height > _TALL
    above = _AXIS if is_tall else 0
    paper = make_layout(_write_title(data), layout, height=height, notes=changes.notes, above=above)
    paper |= {"bargap": 0.25, "showlegend": False}
    has_texts = len(bars) <= _MOST_TEXTS
    traces = []
    for panel, (_, inside) in zip(layout, groups, strict=True):
        names = [data.shorten_id(bar.change.head.id) for bar in inside]
        rows = make_row_axis(names, [abs(bar.length) for bar in inside], row)
        axis = _make_axis(data.metric, inside if has_axes else bars, sort, has_texts=has_texts)
        axis["side"] = "top" if is_tall else "bottom"
        paper |= panel.place(axis, rows, free="both" if has_axes else "y")
        trace = _make_trace(data, inside, limit, sort, has_texts=has_texts)
        traces.append(trace | panel.axes)
    return make_figure(traces, paper), len(bars)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A change, and the length of its bar."""

    change: PointChange
    length: float


def _make_bars(changes: Sequence[PointChange], *, by_share: bool) -> list[_Bar]:
    if not by_share:
        return _sort_bars(_Bar(each, each.delta) for each in changes)
    # Growth from zero has no finite share: its bar is as long as the longest, and its text says so.
    longest = max((abs(each.share) for each in changes if each.base.value), default=1.0) or 1.0
    return _sort_bars(
        _Bar(each, each.share if math.isfinite(each.share) else longest) for each in changes
    )


def _sort_bars(bars: Iterable[_Bar]) -> list[_Bar]:
    return sorted(bars, key=lambda bar: (-bar.length, -bar.change.share))


def _write_title(data: PlotData) -> str:
    base, head = shorten_label(data.series[0].label), shorten_label(data.series[-1].label)
    return f"{data.metric.title}: {head} against {base}"


def _make_axis(
    metric: MetricSpec, bars: Sequence[_Bar], sort: SortMode, *, has_texts: bool
) -> dict[str, Any]:
    low, high = find_extent([0.0, *(bar.length for bar in bars)])
    room = _ROOM_FOR_TEXT * high - _ROOM_FOR_TEXT * low if has_texts else 0.0
    most = sys.float_info.max
    ends = [
        max(low - room, -most) if low < 0 else low,
        min(high + room, most) if high > 0 else high,
    ]
    title = f"Change in {metric.label if metric.label.isupper() else metric.label.lower()}"
    if sort == "relative":
        axis = make_plain_axis(title, *ends, log=False) | {"tickformat": "~%"}
    else:
        axis = make_value_axis(metric, ends, title=title)
    return axis | {"zeroline": True, "zerolinecolor": ZERO, "zerolinewidth": 1}


def _make_trace(
    data: PlotData, bars: Sequence[_Bar], limit: float, sort: SortMode, *, has_texts: bool
) -> dict[str, Any]:
    unit = data.metric.unit
    trace: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(bars))),
        "x": [bar.length for bar in bars],
        "hovertext": [describe_change(data, bar.change) for bar in bars],
        "hoverinfo": "text",
        # Not as numbers along a scale: plotly also uses these values as the colour of the texts.
        "marker": {
            "color": color_changes((bar.length for bar in bars), limit),
            "line": {"width": 0},
        },
    }
    if has_texts:
        trace |= {
            "text": [
                format_change(bar.change.share)
                if sort == "relative"
                else format_delta(bar.change.delta, unit)
                for bar in bars
            ],
            "textposition": "outside",
            "cliponaxis": False,
        }
    return trace
