"""Draw the cost and the change of benchmarks: a point for each."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from benchmem_core.metrics import Metric
from benchmem_io.runs import gc_paused
from benchmem_io.table import format_delta
from benchmem_plot.data import (
    FreeAxes,
    PlotData,
    PointChange,
    Snapshots,
    check_free_axes,
    choose_color_limit,
    describe_change,
    describe_color_bar,
    drop_incomparable,
    find_changes,
    load_points,
    split_by_facet,
)
from benchmem_plot.figure import (
    SCALE,
    ZERO,
    Panel,
    arrange_panels,
    count_ticks_in,
    escape,
    format_title,
    make_figure,
    make_layout,
    make_ratio_axis,
    make_value_axis,
    shorten_label,
)

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

# Faint on any paper: without an outline the grey points (no change) could hardly be seen.
OUTLINE = "rgba(110, 118, 126, 0.7)"

_LONGEST_BASE = 16


@gc_paused()
def plot_scatter(
    snapshots: Snapshots,
    *,
    metric: Metric = "time",
    facet: str | None = None,
    clip: float | None = None,
    labels: Sequence[str] | None = None,
    where: Sequence[str] | Mapping[str, object] = (),
    pivot: str | None = None,
    free_axes: FreeAxes | None = None,
) -> "tuple[Figure, int]":
    """Draw each benchmark by its cost in the baseline and its multiple of the baseline.

    Large benchmarks that grew are at the top right.

    Args:
        snapshots: Run files; the first is the baseline. With three or more, a slider chooses the
            run to show.
        metric: The metric to draw.
        facet: A dim with a panel for each of its values.
        clip: The end of the colour scale, in the metric's unit; by default the 95th percentile.
        labels: Labels for the runs.
        where: `DIM=VALUE` conditions, or a mapping of dims to a value or a list.
        pivot: A dim whose values are compared instead of runs.
        free_axes: The axes that each panel has of its own.

    Returns:
        The figure, and the number of ids in it.

    Raises:
        RunFileError: A file is not a run file.
        SelectionError: Nothing can be compared, or a metric, dim or value is unknown.
    """
    check_free_axes(free_axes)
    data = load_points(
        snapshots, metric=metric, labels=labels, where=where, pivot=pivot, has_baseline=True
    )
    data, left_out = drop_incomparable(data)
    steps = []
    notes: dict[str, None] = dict.fromkeys(left_out)
    for index in range(1, max(len(data.series), 2)):
        changes = find_changes(data, last=index)
        shown = [each for each in changes.found if each.base.value > 0 and each.head.value > 0]
        if zeros := len(changes.found) - len(shown):
            at = f" in {escape(data.series[index].label)}" if len(data.series) > 2 else ""
            notes[f"Zero{at}, which no logarithm shows, and so not drawn: {zeros}"] = None
        notes |= dict.fromkeys(changes.notes)
        steps.append(shown)
    every = [each for step in steps for each in step]
    limit = choose_color_limit((each.delta for each in every), clip)
    facet = facet if every else None
    groups = split_by_facet(every, facet, lambda each: each.head)
    facets = [title for title, _ in groups]
    layout = arrange_panels(facets if facet else [])
    paper = make_layout(_write_title(data, -1), layout, notes=notes)
    label = data.series[0].label
    base = escape(label) if len(label) <= _LONGEST_BASE else "the baseline"
    for panel, (_, own) in zip(layout, groups, strict=True):
        xs, ys = (own if free_axes in {axis, "both"} else every for axis in ("x", "y"))
        x_axis = make_value_axis(
            data.metric,
            [each.base.value for each in xs],
            log=bool(xs),
            title=f"{data.metric.label} of {base}",
            most=count_ticks_in(layout),
        )
        y_axis = make_ratio_axis(f"Multiple of {base}", [each.ratio for each in ys])
        paper |= panel.place(x_axis, y_axis, free=free_axes)
    frames = []
    for step in steps:
        inside = dict(split_by_facet(step, facet, lambda each: each.head)) if step else {}
        frames.append(
            [
                _make_trace(data, inside.get(title, []), limit, has_bar=panel.index == 0)
                | panel.axes
                for panel, title in zip(layout, facets, strict=False)
            ]
        )
    paper |= _draw_baselines(layout)
    figure = make_figure(frames[-1], paper)
    if len(frames) > 1:
        _animate(figure, data, frames, list(notes))
    return figure, len({each.head.id for each in every})


def _write_title(data: PlotData, index: int) -> str:
    base, head = (shorten_label(data.series[each].label) for each in (0, index))
    return f"{data.metric.title}: {head} against {base}"


def _make_trace(
    data: PlotData, changes: Sequence[PointChange], limit: float, *, has_bar: bool
) -> dict[str, Any]:
    unit = data.metric.unit
    marker: dict[str, Any] = {
        "color": [each.delta for each in changes],
        "colorscale": SCALE,
        "cmin": -limit,
        "cmax": limit,
        "size": 9,
        "line": {"width": 0.7, "color": OUTLINE},
    }
    if has_bar:
        marker["colorbar"] = describe_color_bar(limit, lambda tick: format_delta(tick, unit))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [each.base.value for each in changes],
        "y": [each.ratio for each in changes],
        "hovertext": [describe_change(data, each) for each in changes],
        "hoverinfo": "text",
        "marker": marker,
        "showlegend": False,
    }


def _draw_baselines(layout: Sequence[Panel]) -> dict[str, Any]:
    """Describe a line at multiple 1 in each panel: no change."""
    return {
        "shapes": [
            {
                "type": "line",
                "xref": f"x{panel.suffix} domain",
                "yref": f"y{panel.suffix}",
                "x0": 0,
                "x1": 1,
                "y0": 1,
                "y1": 1,
                "line": {"color": ZERO, "width": 1},
                "layer": "below",
            }
            for panel in layout
        ]
    }


def _animate(
    figure: "Figure",
    data: PlotData,
    frames: Sequence[Sequence[dict[str, Any]]],
    notes: Sequence[str],
) -> None:
    """Add a slider that chooses the run to show; the last run is shown first."""
    labels = [series.label for series in data.series[1:]]
    names = [str(index) for index in range(1, len(data.series))]
    figure.frames = [
        {
            "name": name,
            "data": list(traces),
            "layout": {"title": {"text": format_title(_write_title(data, index + 1), notes)}},
        }
        for index, (name, traces) in enumerate(zip(names, frames, strict=True))
    ]
    at_once = {"mode": "immediate", "frame": {"duration": 0}, "transition": {"duration": 0}}
    figure.layout.sliders = [
        {
            "active": len(names) - 1,
            "steps": [
                {"label": escape(label, 16), "method": "animate", "args": [[name], at_once]}
                for name, label in zip(names, labels, strict=True)
            ],
            "pad": {"t": 70},
            "currentvalue": {"visible": False},
            "tickcolor": OUTLINE,
            "bgcolor": "rgba(128, 134, 140, 0.3)",
            "activebgcolor": OUTLINE,
            "bordercolor": OUTLINE,
        }
    ]
    figure.layout.height += 80
    figure.layout.margin.b += 80
