"""Cost along a dim: one line for each family of benchmarks."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

from benchmem_core.metrics import Metric
from benchmem_core.units import human_value
from benchmem_io.dims import DimValue, is_number
from benchmem_plot.axes import CATEGORY, dim_axis, is_log, value_axis
from benchmem_plot.choices import check_choice
from benchmem_plot.colors import PALETTE, colors_of, dash_of
from benchmem_plot.layout import base_layout, escaped, figure_of, panels, ticks_in
from benchmem_plot.points import PlotData, Point, Snapshots, load_points
from benchmem_plot.roles import Roles, in_order, scaling_roles
from benchmem_plot.scaling_fits import growth_of
from benchmem_plot.scaling_lines import Line, lines_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

Band = Literal["auto", "minmax", "none"]
FreeAxes = Literal["x", "y", "both"]


def plot_scaling(
    snapshots: Snapshots,
    *,
    metric: Metric = "time",
    x: str | None = None,
    color: str | None = None,
    facet: str | None = None,
    log: bool | Literal["auto"] = "auto",
    labels: Sequence[str] | None = None,
    log_x: bool | None = None,
    log_y: bool | None = None,
    log_log: bool | None = None,
    y_zero: bool | None = None,
    band: Band = "auto",
    where: Sequence[str] | Mapping[str, object] = (),
    free_axes: FreeAxes | None = None,
    pivot: str | None = None,
) -> "tuple[Figure, int]":
    """Draw cost against a dim, a line for each family of benchmarks.

    Where there are few lines, each says how it grows (see `fit_scaling`).

    Args:
        snapshots: One run file or several.
        metric: What is drawn.
        x: The dim along the axis; by default the only numeric one with several values.
        color: The dim that gives the colours; by default the run where there are several, else
            the dim with the fewest values.
        facet: The dim whose values get panels of their own; by default the dim that is left.
        log: Whether both axes are logarithmic; `"auto"` is where all their numbers are positive.
        labels: What the runs are called.
        log_x: Whether the axis of `x` is, whatever `log` says.
        log_y: Whether the axis of the metric is, whatever `log` says.
        log_log: Both, in place of `log`.
        y_zero: Whether a linear axis of the metric begins at zero; by default it does.
        band: The spread: `"minmax"` draws from the lowest to the highest pass (of times: from the
            shortest round to the median), `"auto"` does so for memory.
        where: `DIM=VALUE` conditions, or a mapping of dims to values.
        free_axes: Axes that each panel has of its own.
        pivot: A dim of a single run whose values are compared.

    Returns:
        The figure, and the number of ids in it.

    Raises:
        RunFileError: A file is no run file.
        SelectionError: There is no such metric, dim or value, no single numeric dim, or a
            logarithm was asked for of what is not positive.
    """
    check_choice("band", band, get_args(Band))
    if free_axes is not None:
        check_choice("free_axes", free_axes, get_args(FreeAxes))
    data = load_points(snapshots, metric=metric, labels=labels, where=where, pivot=pivot)
    roles = scaling_roles(data, x=x, color=color, facet=facet)
    lines = lines_of(data, roles)
    points = [point for line in lines for point in line.points]
    both = log if log_log is None else log_log
    log_x, log_y = (
        is_log(name, both if own is None else own, values, is_asked=own is not None)
        for name, own, values in (
            (roles.x, log_x, [point.dims[roles.x] for point in points]),
            (metric, log_y, [point.low for point in points]),
        )
    )
    facets = in_order([line.facet for line in lines])
    layout = panels([f"{roles.facet}={value}" for value in facets] if roles.facet else [])
    left_out = len(data.points) - len(points)
    notes = [f"Without {escaped(roles.x)}, and so left out: {left_out}"] if left_out else []
    paper = base_layout(_title(data, roles), layout, notes=notes)
    for panel in layout:
        inside = [line for line in lines if line.facet == facets[panel.index]]
        xs, ys = (inside if free_axes in {axis, "both"} else lines for axis in ("x", "y"))
        values = in_order([point.dims[roles.x] for line in xs for point in line.points])
        spread = [
            value for line in ys for point in line.points for value in (point.low, point.high)
        ]
        paper |= panel.place(
            dim_axis(roles.x, values, log=log_x, most=ticks_in(layout)),
            value_axis(data.metric, spread, log=log_y, zero=y_zero is not False),
            free=free_axes,
        )
    has_spread = band == "minmax" or (band == "auto" and data.metric.field is not None)
    pens = _pens(data, roles, lines)
    traces = [
        _trace(data, roles, group, pens[key] | panel.axes, has_spread=has_spread)
        for panel in layout
        for key, group in _groups(lines, facets[panel.index]).items()
    ]
    _name_once(traces)
    return figure_of(traces, paper), len({point.id for point in points})


def _title(data: PlotData, roles: Roles) -> str:
    run = f", {data.series[0].label}" if len(data.series) == 1 else ""
    return f"{data.metric.title} over {roles.x}{run}"


Key = tuple[str, int]
"""A colour, as `repr` writes its value, and a run: what makes one entry of the legend."""


def _groups(lines: Sequence[Line], facet: DimValue) -> dict[Key, list[Line]]:
    found: dict[Key, list[Line]] = {}
    for line in lines:
        if line.facet == facet:
            found.setdefault((repr(line.color), line.series), []).append(line)
    return found


def _pens(data: PlotData, roles: Roles, lines: Sequence[Line]) -> dict[Key, dict[str, Any]]:
    """What each entry of the legend is called, and how its lines are drawn."""
    values = in_order([line.color for line in lines])
    if roles.color is None and len(data.series) > 1:
        values = [series.label for series in data.series]
    colors = dict(zip(map(repr, values), colors_of(values), strict=True))
    # Where a dim has the colours, dashes tell the runs apart.
    has_dashes = roles.color is not None and len(data.series) > 1
    growth = growth_of(lines, roles.x)
    found: dict[Key, dict[str, Any]] = {}
    for value in values:
        for index, series in enumerate(data.series):
            key = repr(value), index
            of_key = [i for i, line in enumerate(lines) if (repr(line.color), line.series) == key]
            name = escaped(value) + (f", {escaped(series.label, 30)}" if has_dashes else "")
            if len(of_key) == 1 and of_key[0] in growth:
                name += f"  {growth[of_key[0]]}"
            dash = dash_of(index if has_dashes else values.index(value) // len(PALETTE))
            found[key] = {
                "name": name,
                "legendgroup": f"{value} {index}",
                "line": {"color": colors[repr(value)], "dash": dash, "width": 2},
            }
    return found


def _trace(
    data: PlotData,
    roles: Roles,
    lines: Sequence[Line],
    pen: Mapping[str, Any],
    *,
    has_spread: bool,
) -> dict[str, Any]:
    # All lines of one colour are one trace, with a gap after each: a browser has to handle a few
    # long traces then, and not hundreds.
    points: list[Point | None] = []
    texts: list[str] = []
    for line in lines:
        points += [*line.points, None]
        texts += [*(_hover(data, point) for point in line.points), ""]
    trace: dict[str, Any] = {
        **pen,
        "type": "scatter",
        "mode": "lines+markers",
        "x": [None if point is None else _place(point.dims[roles.x]) for point in points[:-1]],
        "y": [None if point is None else point.value for point in points[:-1]],
        "hovertext": texts[:-1],
        "hoverinfo": "text",
        "marker": {"size": 7},
    }
    if has_spread:
        trace["error_y"] = {
            "type": "data",
            "symmetric": False,
            "array": [0 if p is None else p.high - p.value for p in points[:-1]],
            "arrayminus": [0 if p is None else p.value - p.low for p in points[:-1]],
            "thickness": 1.2,
            "width": 4,
        }
    return trace


def _place(value: DimValue) -> float | str:
    return value if is_number(value) else escaped(value, CATEGORY)


def _hover(data: PlotData, point: Point) -> str:
    unit = data.metric.unit
    text = f"{escaped(data.name(point.id), 110)}<br><b>{human_value(point.value, unit)}</b>"
    if point.low == point.high:
        return text
    return f"{text} ({human_value(point.low, unit)} to {human_value(point.high, unit)})"


def _name_once(traces: Sequence[dict[str, Any]]) -> None:
    """Show each entry of the legend once, and no legend that would say nothing."""
    named: set[str] = set()
    for trace in traces:
        trace["showlegend"] = trace["legendgroup"] not in named
        named.add(trace["legendgroup"])
    if len(named) == 1 and "O(" not in traces[0]["name"]:
        traces[0]["showlegend"] = False
