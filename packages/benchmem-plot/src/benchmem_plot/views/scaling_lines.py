"""Lines of a scaling plot: the benchmarks of a run that differ only in their value of x."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_io.compare import group_families
from benchmem_io.runs import DimValue
from benchmem_io.table import common_prefix
from benchmem_plot.data import PlotData, Point, Roles, values_of

MISSING = "-"
"""The value for a dim that a benchmark lacks."""


@dataclass(frozen=True, slots=True)
class Line:
    """Points that belong together.

    Attributes:
        family: The text that its benchmarks have in common.
        series: The index of their run.
        color: The value that gives the colour.
        facet: The value that gives the panel.
        points: The points in order along x.
    """

    family: str
    series: int
    color: DimValue
    facet: DimValue
    points: Sequence[Point]


def lines_of(data: PlotData, roles: Roles) -> list[Line]:
    """Join the points that differ only in their value of x into lines.

    Args:
        data: The series to draw; points without the dim along x are left out.
        roles: The roles of dims.
    """
    found: dict[tuple[int, str, str, str], list[Point]] = {}
    for index, series in enumerate(data.series):
        members = [point.benchmark for point in series.points.values()]
        families = group_families(members, roles.x)
        for point in series.points.values():
            if roles.x in point.dims:
                family = families[point.benchmark.id]
                color, facet = (
                    repr(point.dims.get(dim)) if dim else "" for dim in (roles.color, roles.facet)
                )
                found.setdefault((index, family, color, facet), []).append(point)
    places = {repr(value): i for i, value in enumerate(values_of(roles.x, data.points))}
    prefix = common_prefix([family for _, family, *_ in found])
    lines = []
    for (index, family, *_), points in found.items():
        dims = points[0].dims
        name = family.removeprefix(prefix) or family
        unnamed: DimValue = data.series[index].label if len(data.series) > 1 else name
        lines.append(
            Line(
                family=name,
                series=index,
                color=unnamed if roles.color is None else dims.get(roles.color, MISSING),
                facet=dims.get(roles.facet, MISSING) if roles.facet else "",
                points=sorted(points, key=lambda point: places[repr(point.dims[roles.x])]),
            )
        )
    return lines
