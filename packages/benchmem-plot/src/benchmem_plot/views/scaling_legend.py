"""The legend of a scaling plot: the name and the look of each kind of line."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from benchmem_io.runs import sort_values
from benchmem_plot.data import PlotData, Roles
from benchmem_plot.figure import PALETTE, choose_colors, choose_dash, escape
from benchmem_plot.views.scaling_lines import ScalingLine, describe_growth

MOST_FAMILIES = 24
"""With more families, the lines of a legend entry are hard to find on the plot."""

_LONGEST, _LONGEST_RUN = 32, 16
_MANY_LINES = 40

LegendKey = tuple[str, int]
"""The key of a legend entry: the `repr` of the value that has the colour, and the run."""


def get_key(line: ScalingLine) -> LegendKey:
    """Return the legend entry that a line belongs to."""
    return repr(line.color), line.series


def merge_families(lines: Sequence[ScalingLine], roles: Roles, data: PlotData) -> list[ScalingLine]:
    """Give all lines one colour if each family would have its own, and there are too many."""
    has_families = roles.color is None and len(data.series) == 1
    if has_families and len({line.family for line in lines}) > MOST_FAMILIES:
        return [replace(line, color="") for line in lines]
    return list(lines)


def describe_legend(roles: Roles) -> dict[str, Any]:
    """Describe the title of the legend: the dim that has the colours."""
    return {"title": {"text": escape(roles.color, _LONGEST)}} if roles.color else {}


def choose_line_styles(
    data: PlotData, roles: Roles, lines: Sequence[ScalingLine]
) -> dict[LegendKey, dict[str, Any]]:
    """Choose the name of each legend entry and the look of its lines, as parts of traces."""
    values = sort_values([line.color for line in lines])
    if roles.color is None and len(data.series) > 1:
        values = [series.label for series in data.series]
    colors = dict(zip(map(repr, values), choose_colors(values), strict=True))
    # If a dim has the colours, dashes tell the runs apart.
    has_dashes = roles.color is not None and len(data.series) > 1
    growth = describe_growth(lines, roles.x, data.metric)
    of_key: dict[LegendKey, list[int]] = {}
    for index, line in enumerate(lines):
        of_key.setdefault(get_key(line), []).append(index)
    width, size = (1, 4) if len(lines) > _MANY_LINES else (2, 7)
    found: dict[LegendKey, dict[str, Any]] = {}
    for place, value in enumerate(values):
        for index, series in enumerate(data.series):
            key = repr(value), index
            name = escape(value, _LONGEST)
            if has_dashes:
                name += f", {escape(series.label, _LONGEST_RUN)}"
            if len(of_key.get(key, ())) == 1 and of_key[key][0] in growth:
                name += f"  {growth[of_key[key][0]]}"
            dash = choose_dash(index if has_dashes else place // len(PALETTE))
            found[key] = {
                "name": name,
                "legendgroup": f"{place} {index}",
                "legendrank": len(found) + 1,
                "line": {"color": colors[repr(value)], "dash": dash, "width": width},
                "marker": {"size": size},
                # Lines below show through.
                "opacity": 0.7 if len(lines) > _MANY_LINES else 1,
            }
    return found


def show_names_once(traces: Sequence[dict[str, Any]]) -> None:
    """Show each legend entry once; hide a single entry unless it says how its line grows."""
    named: set[str] = set()
    for trace in traces:
        trace["showlegend"] = trace["legendgroup"] not in named
        named.add(trace["legendgroup"])
    if len(named) == 1 and "n^" not in traces[0]["name"]:
        traces[0]["showlegend"] = False
