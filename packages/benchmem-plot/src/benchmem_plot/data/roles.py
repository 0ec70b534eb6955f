"""Roles of dims in a scaling plot: the axis, the colours, the panels."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmem_core.text import shorten
from benchmem_io.errors import SelectionError
from benchmem_io.runs import DimValue, is_number, sort_values, strip_param
from benchmem_plot.data.points import PlotData, Point

MOST_PANELS = 9
"""A dim with more values gets panels only if the user asks for them."""


@dataclass(frozen=True)
class Roles:
    """The dims of a scaling plot, by role.

    Attributes:
        x: The dim along the axis.
        color: The dim that gives the colour; `None` for the run, or for the family if there is
            one run.
        facet: The dim that makes panels; `None` for a single panel.
    """

    x: str
    color: str | None
    facet: str | None


def scaling_roles(
    data: PlotData,
    *,
    x: str | None,
    color: str | None,
    facet: str | None,
    pivot: str | None = None,
) -> Roles:
    """Choose the roles of dims: as the user asked, else by the values of each dim.

    Args:
        data: The series to draw.
        x: A dim; by default the only numeric dim with several values, or the only numeric dim.
        color: A dim; by default the run if there are several, else the dim with fewest values.
        facet: A dim; by default the dim that is left, if it has few values.
        pivot: The dim whose values are the series, which has a role already.

    Raises:
        SelectionError: A dim is unknown, no single numeric dim can be chosen, or a value of it
            is too large for an axis.
    """
    points = data.points
    x, color, facet, pivot = (
        strip_param(each) if each else None for each in (x, color, facet, pivot)
    )
    for dim in (x, color, facet):
        if dim is not None:
            require(dim, points)
    varying = {dim: count for dim, count in _varying(points).items() if dim != pivot}
    x = x or _only_numeric(points, varying, pivot)
    _require_drawable(x, points)
    free = {dim: count for dim, count in varying.items() if dim not in {x, color, facet}}
    if color is None and len(data.series) == 1:
        color = min(free, key=lambda dim: (free[dim], dim), default=None)
        free.pop(color, None)  # type: ignore[arg-type]
    if facet is None and len(free) == 1 and min(free.values()) <= MOST_PANELS:
        (facet,) = free
    return Roles(x, color, facet)


def require(dim: str, points: Sequence[Point]) -> None:
    """Check that at least one point has a dim.

    Raises:
        SelectionError: No point has it; the message lists the known dims.
    """
    if not any(dim in point.dims for point in points):
        known = ", ".join(sorted({name for point in points for name in point.dims})) or "none"
        raise SelectionError(f"no benchmark has a dim `{dim}`; there are {known}")


def values_of(dim: str, points: Sequence[Point]) -> list[DimValue]:
    """Return the values of a dim: numbers in their order, texts in natural order."""
    return sort_values([point.dims[dim] for point in points if dim in point.dims])


def _varying(points: Sequence[Point]) -> dict[str, int]:
    """Count the values of each dim that has several, except dims read from the node id."""
    counts = {}
    for dim in {name: None for point in points for name in point.dims}:
        if not dim.startswith("node.") and (count := len(values_of(dim, points))) > 1:
            counts[dim] = count
    return counts


def _numeric(points: Sequence[Point], dims: Iterable[str]) -> list[str]:
    return [
        dim
        for dim in dims
        if all(is_number(point.dims[dim]) for point in points if dim in point.dims)
    ]


def _require_drawable(dim: str, points: Sequence[Point]) -> None:
    for point in points:
        value = point.dims.get(dim)
        if is_number(value) and abs(value) > sys.float_info.max:
            raise SelectionError(
                f"`{dim}` is too large a number for an axis in `{shorten(point.id, 80)}`: "
                "leave it out with `where`, or choose another dim as `x`"
            )


def _only_numeric(points: Sequence[Point], varying: Iterable[str], pivot: str | None) -> str:
    # A dim with one value still gives a point to draw.
    known = {name for point in points for name in point.dims} - {pivot}
    numeric = _numeric(points, varying) or _numeric(points, sorted(known))
    if len(numeric) == 1:
        return numeric[0]
    if not numeric:
        raise SelectionError(
            "no dim is a number, so there is nothing to scale over: "
            "parametrize the benchmarks by a size"
        )
    raise SelectionError(
        f"{', '.join(f'`{dim}`' for dim in numeric)} are all numbers: choose one as `x`"
    )
