"""Lines of a scaling plot: benchmarks that differ only in their value of x, and their growth."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_core.metrics import MetricSpec
from benchmem_io.compare import group_families
from benchmem_io.complexity import Fit, estimate_noise, fit_complexity
from benchmem_io.errors import ComplexityError
from benchmem_io.runs import DimValue, is_number
from benchmem_io.table import common_prefix
from benchmem_plot.data import PlotData, Point, Roles, list_values

MISSING = "-"
"""The value for a dim that a benchmark lacks."""

MOST_LINES = 12
"""With more lines the legend does not say how each grows."""


@dataclass(frozen=True, slots=True)
class ScalingLine:
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


def build_scaling_lines(data: PlotData, roles: Roles) -> list[ScalingLine]:
    """Join the points that differ only in their value of x into lines.

    Points without the dim along x are left out.
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
    places = {repr(value): i for i, value in enumerate(list_values(roles.x, data.points))}
    prefix = common_prefix([family for _, family, *_ in found])
    lines = []
    for (index, family, *_), points in found.items():
        dims = points[0].dims
        name = family.removeprefix(prefix) or family
        unnamed: DimValue = data.series[index].label if len(data.series) > 1 else name
        lines.append(
            ScalingLine(
                family=name,
                series=index,
                color=unnamed if roles.color is None else dims.get(roles.color, MISSING),
                facet=dims.get(roles.facet, MISSING) if roles.facet else "",
                points=sorted(points, key=lambda point: places[repr(point.dims[roles.x])]),
            )
        )
    return lines


def describe_growth(lines: Sequence[ScalingLine], x: str, metric: MetricSpec) -> dict[int, str]:
    """Describe how lines grow, by the index of a line: `O(n), n^1.02`.

    If several classes fit, there is only the exponent. Lines without a fit, such as those with too
    few sizes, are left out.
    """
    if len(lines) > MOST_LINES:
        return {}
    found = {}
    for index, line in enumerate(lines):
        try:
            fit = fit_line(line, x, metric)
        except ComplexityError:
            continue
        named = f"{fit.complexity}, " if fit.complexity else ""
        found[index] = f"{named}n^{fit.exponent:z.2f}"
    return found


def fit_line(line: ScalingLine, x: str, metric: MetricSpec) -> Fit:
    """Find how a line grows.

    Raises:
        ComplexityError: The line has too few sizes, or a size or value is not a positive number.
    """
    sizes = [size for point in line.points if is_number(size := point.dims[x])]
    if len(sizes) < len(line.points):
        raise ComplexityError(f"`{x}` is not a number in each benchmark")
    noise = estimate_noise([point.benchmark for point in line.points], metric)
    return fit_complexity(sizes, [point.value for point in line.points], noise=noise)
