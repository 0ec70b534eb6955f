"""Draw the cost along a dim: one line for each family of benchmarks."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

from benchmem_core.metrics import Metric
from benchmem_core.text import shorten
from benchmem_core.units import UNITS
from benchmem_io.runs import DimValue, gc_paused, is_number, sort_values
from benchmem_plot.data import (
    FreeAxes,
    PlotData,
    Point,
    Roles,
    Snapshots,
    check_free_axes,
    choose_roles,
    load_points,
    warn_of_mixed_allocators,
    write_notes,
)
from benchmem_plot.errors import check_choice
from benchmem_plot.figure import (
    WIDTH,
    arrange_panels,
    count_ticks_in,
    escape,
    is_log,
    make_category_axis,
    make_dim_axis,
    make_figure,
    make_layout,
    make_value_axis,
    shorten_label,
)
from benchmem_plot.views.scaling_legend import (
    LegendKey,
    choose_line_styles,
    describe_legend,
    get_key,
    merge_families,
    show_names_once,
)
from benchmem_plot.views.scaling_lines import ScalingLine, build_scaling_lines

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

_MOST_IN_TITLE = 3
# The characters that all labels in a title share.
_LABELS_IN_TITLE = 66

Band = Literal["auto", "minmax", "none"]


@gc_paused()
def plot_scaling(
    snapshots: Snapshots,
    *,
    metric: Metric = "time",
    x: str | None = None,
    color: str | None = None,
    facet: str | None = None,
    log: bool | Literal["auto"] = "auto",
    labels: Sequence[str] | None = None,
    log_x: bool | Literal["auto"] | None = None,
    log_y: bool | Literal["auto"] | None = None,
    log_log: bool | None = None,
    y_zero: bool | Literal["auto"] | None = None,
    band: Band = "auto",
    where: Sequence[str] | Mapping[str, object] = (),
    free_axes: FreeAxes | None = None,
    pivot: str | None = None,
) -> "tuple[Figure, int]":
    """Draw cost against a dim, a line for each family of benchmarks.

    If there are few lines, the legend says how each grows (see `fit_scaling`).

    Args:
        snapshots: One run file or several.
        metric: The metric to draw.
        x: The dim along the axis; by default the only numeric dim with several values, or the
            only numeric dim.
        color: The dim that gives the colours; by default the run if there are several, else the
            dim with the fewest values.
        facet: The dim with a panel for each of its values; by default the dim that is left.
        log: Whether both axes are logarithmic; `"auto"` means logarithmic if all values of `x`
            are positive numbers, and for the axis of the metric if its values are positive too.
        labels: Labels for the runs, in the title and, if there are several runs, the legend.
        log_x: Whether the axis of `x` is logarithmic; overrides `log`, unless it is `"auto"` or
            `None`.
        log_y: Whether the axis of the metric is logarithmic, in the same way.
        log_log: Whether both axes are logarithmic; replaces `log`.
        y_zero: Whether the axis of the metric begins at zero: `True` makes it linear unless you
            ask for a logarithm, `False` lets a linear axis begin elsewhere, and with `"auto"` and
            `None` a linear axis begins at zero.
        band: The spread: `"minmax"` draws from the lowest to the highest pass (for times: from
            the shortest round to the median), `"auto"` does so for memory.
        where: `DIM=VALUE` conditions, or a mapping of dims to a value or a list.
        free_axes: The axes that each panel has of its own.
        pivot: A dim whose values are compared instead of runs.

    Returns:
        The figure, and the number of ids in it.

    Raises:
        RunFileError: A file is not a run file.
        SelectionError: A metric, dim or value is unknown, no single numeric dim can be chosen,
            or a logarithmic axis has a value that is not a positive number.
    """
    check_choice("band", band, get_args(Band))
    check_free_axes(free_axes)
    data = load_points(snapshots, metric=metric, labels=labels, where=where, pivot=pivot)
    roles = choose_roles(data, x=x, color=color, facet=facet, pivot=pivot)
    lines = merge_families(build_scaling_lines(data, roles), roles, data)
    points = [point for line in lines for point in line.points]
    both = log if log_log is None else log_log
    log_x, log_y, y_zero = (None if each == "auto" else each for each in (log_x, log_y, y_zero))
    if y_zero and log_y is None and both == "auto":
        log_y = False
    logs = _choose_logarithms(roles.x, metric, points, both, log_x=log_x, log_y=log_y)
    facets = sort_values([line.facet for line in lines])
    titles = [f"{roles.facet}={value}" for value in facets] if roles.facet else []
    along = _XValues(roles.x, points, log=logs[0], width=WIDTH / min(len(titles) or 1, 3))
    layout = arrange_panels(titles, ticks=along.pixels)
    left_out = len(data.points) - len(points)
    notes = [f"Without {escape(roles.x)}, and so left out: {left_out}"] if left_out else []
    notes += [*write_notes(data), *warn_of_mixed_allocators(points, data.metric)]
    paper = make_layout(_write_title(data, roles), layout, notes=notes)
    paper["legend"] |= describe_legend(roles)
    for panel in layout:
        inside = _filter_by_facet(lines, facets[panel.index])
        xs, ys = (inside if free_axes in {axis, "both"} else lines for axis in ("x", "y"))
        paper |= panel.place(
            along.axis([point for line in xs for point in line.points], count_ticks_in(layout)),
            make_value_axis(data.metric, _list_ends(ys), log=logs[1], zero=y_zero is not False),
            free=free_axes,
        )
    has_spread = band == "minmax" or (band == "auto" and data.metric.field is not None)
    pens = choose_line_styles(data, roles, lines)
    traces = [
        _make_trace(data, along, group, pens[key] | panel.axes, has_spread=has_spread)
        for panel in layout
        for key, group in _group_lines(_filter_by_facet(lines, facets[panel.index])).items()
    ]
    show_names_once(traces)
    return make_figure(traces, paper), len({point.id for point in points})


def _write_title(data: PlotData, roles: Roles) -> str:
    shown = data.series[:_MOST_IN_TITLE]
    labels = [shorten(shorten_label(each.label), _LABELS_IN_TITLE // len(shown)) for each in shown]
    more = len(data.series) - len(shown)
    runs = ", ".join([*labels, *([f"{more} more"] if more > 0 else [])])
    return f"{data.metric.title} over {shorten_label(roles.x)}, {runs}"


def _choose_logarithms(
    x: str,
    metric: str,
    points: Sequence[Point],
    both: bool | Literal["auto"],
    *,
    log_x: bool | None,
    log_y: bool | None,
) -> tuple[bool, bool]:
    """Say whether the axes of x and of the metric are logarithmic."""
    xs = [point.dims[x] for point in points]
    has_x = is_log(x, both if log_x is None else log_x, xs)
    if both == "auto" and not is_log(x, "auto", xs):
        both = False
    return has_x, is_log(metric, both if log_y is None else log_y, [p.low for p in points])


def _list_ends(lines: Sequence[ScalingLine]) -> list[float]:
    return [end for line in lines for point in line.points for end in (point.low, point.high)]


class _XValues:
    """The values along x: numbers, or texts if at least one value is a text.

    Attributes:
        pixels: The pixels that the texts need beyond one line.
    """

    def __init__(self, x: str, points: Sequence[Point], *, log: bool, width: float) -> None:
        self._x, self._log = x, log
        self._names: dict[str, str] = {}
        self.pixels = 0.0
        values = sort_values(point.dims[x] for point in points)
        if not all(is_number(value) for value in values):
            self._categories, self.pixels = make_category_axis(
                [str(v) for v in values], width=width
            )
            names = self._categories["categoryarray"]
            self._names = dict(zip(map(repr, values), names, strict=True))

    def place(self, point: Point) -> float | str:
        """Return the place of a point along x."""
        value = point.dims[self._x]
        return self._names[repr(value)] if self._names else value

    def axis(self, points: Sequence[Point], most: int) -> dict[str, Any]:
        """Describe the axis for some of the points, with about `most` ticks."""
        values = sort_values(point.dims[self._x] for point in points)
        if not self._names:
            return make_dim_axis(
                self._x, [v for v in values if is_number(v)], log=self._log, most=most
            )
        names = [self._names[repr(value)] for value in values]
        title = {"text": escape(self._x), "standoff": 10}
        return self._categories | {"title": title, "categoryarray": names}


def _filter_by_facet(lines: Sequence[ScalingLine], facet: DimValue) -> list[ScalingLine]:
    # `True` equals 1, but is another value.
    return [line for line in lines if repr(line.facet) == repr(facet)]


def _group_lines(lines: Sequence[ScalingLine]) -> dict[LegendKey, list[ScalingLine]]:
    found: dict[LegendKey, list[ScalingLine]] = {}
    for line in lines:
        found.setdefault(get_key(line), []).append(line)
    return found


def _make_trace(
    data: PlotData,
    along: _XValues,
    lines: Sequence[ScalingLine],
    pen: Mapping[str, Any],
    *,
    has_spread: bool,
) -> dict[str, Any]:
    # All lines of one colour are one trace, with a gap after each: a browser handles a few long
    # traces faster than hundreds.
    points: list[Point | None] = []
    texts: list[str] = []
    for line in lines:
        points += [*line.points, None]
        texts += [*(_write_hover(data, point) for point in line.points), ""]
    trace: dict[str, Any] = {
        **pen,
        "type": "scatter",
        "mode": "lines+markers",
        "x": [None if point is None else along.place(point) for point in points[:-1]],
        "y": [None if point is None else point.value for point in points[:-1]],
        "hovertext": texts[:-1],
        "hoverinfo": "text",
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


def _write_hover(data: PlotData, point: Point) -> str:
    value, low, high = UNITS[data.metric.unit].format_all((point.value, point.low, point.high))
    text = f"{escape(data.shorten_id(point.id), 110)}<br><b>{value}</b>"
    return text if point.low == point.high else f"{text} ({low} to {high})"
