"""Draw the history of benchmarks from run to run: a line for each."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from benchmem_core.metrics import Metric
from benchmem_core.text import escape_controls
from benchmem_core.units import UNITS
from benchmem_io.runs import gc_paused
from benchmem_io.table import format_change
from benchmem_plot.data import PlotData, Snapshots, load_points, write_notes
from benchmem_plot.errors import check_choice
from benchmem_plot.figure import (
    PAPER,
    SCALE,
    arrange_panels,
    escape,
    is_log,
    make_category_axis,
    make_figure,
    make_layout,
    make_value_axis,
)
from benchmem_plot.views.history_lines import (
    HistoryLine,
    RunOrder,
    build_history_lines,
    choose_line_colors,
    has_lone_point,
    sort_runs,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

FAINT_LINE = "rgba(128, 134, 140, 0.35)"
"""The colour of the lines that have no colour of their own."""

_LOG_FROM, _MOST_WITH_POINTS = 10, 100
_OTHERS = "others"
_ORDERS = {
    "time": "Run, by date",
    "commit": "Run, by date of the commit",
    "given": "Run, in the order given",
}


@gc_paused()
def plot_history(
    runs: Snapshots,
    *,
    metric: Metric = "peak",
    order: RunOrder = "time",
    log: bool | Literal["auto"] = "auto",
    band: bool = True,
    labels: Sequence[str] | None = None,
    where: Sequence[str] | Mapping[str, object] = (),
) -> "tuple[Figure, int]":
    """Draw a metric over runs: a line for each id, its spread as a band, its steps marked.

    A step begins at a run if all values of this run and the two after it lie above (or below) all
    values of the three runs before it, by 5 % or more. With more lines than colours, the lines
    with the largest steps have a colour, and the others are grey.

    Args:
        runs: Run files.
        metric: The metric to draw.
        order: `"time"` sorts by the date of the run, `"commit"` by the date of its commit,
            `"given"` keeps the order of the files.
        log: Whether the axis of the metric is logarithmic; `"auto"` means logarithmic if all
            values are positive and the largest is more than ten times the smallest.
        band: Whether to draw a band from the lowest to the highest pass (for times: from the
            shortest round to the median).
        labels: Labels for the runs.
        where: `DIM=VALUE` conditions, or a mapping of dims to a value or a list.

    Returns:
        The figure, and the number of ids in it.

    Raises:
        RunFileError: A file is not a run file.
        SelectionError: A metric, dim or value is unknown, or a run lacks the date to sort by.
    """
    check_choice("order", order, get_args(RunOrder))
    data = load_points(runs, metric=metric, labels=labels, where=where)
    places = sort_runs([series.run for series in data.series], order)
    data = replace(data, series=[data.series[place] for place in places])
    lines, notes = build_history_lines(data)
    points = [point for line in lines for point in line.points if point is not None]
    lows, highs = [point.low for point in points], [point.high for point in points]
    if log == "auto":
        log = min(lows) > 0 and max(lows) > _LOG_FROM * min(lows)
    (panel,) = arrange_panels([])
    notes += write_notes(data)
    paper = make_layout(f"{data.metric.title} from run to run", [panel], notes=notes)
    runs_axis, _ = make_category_axis([series.label for series in data.series])
    names = runs_axis["categoryarray"]
    paper |= panel.place(
        runs_axis | {"showgrid": False, "title": {"text": _ORDERS[order], "standoff": 10}},
        make_value_axis(data.metric, lows + highs, log=is_log(metric, log, lows), zero=True),
    )
    colored = choose_line_colors(lines)
    others = [line for line in lines if line.id not in colored]
    traces = [
        _draw_faint_lines(data, others, names),
        _mark_steps(data, others, names, size=9) | {"legendgroup": _OTHERS},
    ]
    for line in lines:
        if line.id in colored:
            traces += _draw_line(data, line, names, colored[line.id], has_band=band)
            traces.append(
                _mark_steps(data, [line], names) | {"legendgroup": escape_controls(line.id)}
            )
    return make_figure([trace for trace in traces if trace["x"]], paper), len(lines)


def _draw_faint_lines(
    data: PlotData, lines: Sequence[HistoryLine], names: Sequence[str]
) -> dict[str, Any]:
    """Draw many lines as one grey trace, with a gap after each."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    texts: list[str] = []
    for line in lines:
        xs += [*names, None]
        ys += [*(None if point is None else point.value for point in line.points), None]
        texts += [*_write_hovers(data, line), ""]
    # A browser takes seconds to draw many thousand points, and is fast with lines.
    is_light = len(lines) > _MOST_WITH_POINTS and not any(map(has_lone_point, lines))
    return {
        "type": "scatter",
        "mode": "lines" if is_light else "lines+markers",
        "x": xs,
        "y": ys,
        "hovertext": texts,
        "hoverinfo": "text",
        "line": {"color": FAINT_LINE, "width": 1},
        "marker": {"size": 4, "color": FAINT_LINE},
        "name": f"{len(lines):,} {'others' if len(lines) < len(data.ids) else 'benchmarks'}",
        "legendgroup": _OTHERS,
        "legendrank": 2000,
        "showlegend": True,
    }


def _draw_line(
    data: PlotData, line: HistoryLine, names: Sequence[str], color: str, *, has_band: bool
) -> list[dict[str, Any]]:
    """Draw a line in its own colour, above its band."""
    traces: list[dict[str, Any]] = []
    if has_band:
        xs, ys = _trace_outline(line, names)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": xs,
                "y": ys,
                "fill": "toself",
                "line": {"width": 0, "color": color},
                "opacity": 0.25,
                "hoverinfo": "skip",
                "legendgroup": escape_controls(line.id),
                "showlegend": False,
            }
        )
    traces.append(
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": list(names),
            "y": [None if point is None else point.value for point in line.points],
            "hovertext": _write_hovers(data, line),
            "hoverinfo": "text",
            "line": {"color": color, "width": 2},
            "marker": {"size": 7},
            "name": escape(data.shorten_id(line.id), 40),
            "legendgroup": escape_controls(line.id),
            "showlegend": True,
        }
    )
    return traces


def _trace_outline(
    line: HistoryLine, names: Sequence[str]
) -> tuple[list[str | None], list[float | None]]:
    """Trace the outline of a band: along the highs and back along the lows, with gaps."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    for is_there, piece in itertools.groupby(
        zip(names, line.points, strict=True), key=lambda each: each[1] is not None
    ):
        if is_there:
            there = [(name, point) for name, point in piece if point is not None]
            xs += [*(name for name, _ in there), *(name for name, _ in reversed(there)), None]
            ys += [*(p.high for _, p in there), *(p.low for _, p in reversed(there)), None]
    return xs[:-1], ys[:-1]


def _mark_steps(
    data: PlotData, lines: Sequence[HistoryLine], names: Sequence[str], *, size: int = 14
) -> dict[str, Any]:
    """Mark the steps of lines: orange up, blue down."""
    at = [
        (line.id, step, point)
        for line in lines
        for step in line.steps
        if (point := line.points[step.index]) is not None
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [names[step.index] for _, step, _ in at],
        "y": [point.value for *_, point in at],
        "hovertext": [
            f"{escape(data.shorten_id(id_), 110)}<br>{names[step.index]}: "
            f"<b>{format_change(step.share)}</b>, {UNITS[data.metric.unit].format(point.value)}"
            for id_, step, point in at
        ],
        "hoverinfo": "text",
        "marker": {
            "symbol": ["triangle-up" if step.share > 0 else "triangle-down" for _, step, _ in at],
            "color": [SCALE[-1 if step.share > 0 else 0] for _, step, _ in at],
            "size": size,
            "line": {"width": 1, "color": PAPER},
        },
        "showlegend": False,
    }


def _write_hovers(data: PlotData, line: HistoryLine) -> list[str]:
    name = escape(data.shorten_id(line.id), 110)
    texts = []
    for series, point in zip(data.series, line.points, strict=True):
        value = "" if point is None else UNITS[data.metric.unit].format(point.value)
        texts.append(f"{name}<br>{escape(series.label, 60)}: <b>{value}</b>")
    return texts
