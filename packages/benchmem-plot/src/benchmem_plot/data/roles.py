"""Roles of dims: the axis and the colours of a scaling plot, and the panels of any plot."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from benchmem_core.text import shorten
from benchmem_io.errors import SelectionError
from benchmem_io.runs import DimValue, is_number, sort_values, strip_param
from benchmem_plot.data.points import PlotData, Point
from benchmem_plot.errors import check_choice

T = TypeVar("T")

FreeAxes = Literal["x", "y", "both"]
"""The axes that each panel has of its own."""

WITHOUT = "-"
"""The value in the title of the panel for items that lack the dim."""

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


def choose_roles(
    data: PlotData,
    *,
    x: str | None,
    color: str | None,
    facet: str | None,
    pivot: str | None = None,
) -> Roles:
    """Choose the roles of dims: as the user asked, or else by the values of each dim.

    Args:
        data: The series to draw.
        x: A dim; by default the only numeric dim with several values, or the only numeric dim.
        color: A dim; by default the run if there are several, else the dim with fewest values.
        facet: A dim; by default the remaining dim, if it has few values.
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
            check_dim(dim, points)
    varying = {dim: count for dim, count in _count_values(points).items() if dim != pivot}
    x = x or _choose_numeric(points, varying, pivot)
    _require_drawable(x, points)
    free = {dim: count for dim, count in varying.items() if dim not in {x, color, facet}}
    if color is None and len(data.series) == 1:
        color = min(free, key=lambda dim: (free[dim], dim), default=None)
        free.pop(color, None)  # type: ignore[arg-type]
    if facet is None and len(free) == 1 and min(free.values()) <= MOST_PANELS:
        (facet,) = free
    return Roles(x, color, facet)


def split_by_facet(
    items: Sequence[T], facet: str | None, point: Callable[[T], Point]
) -> list[tuple[str, list[T]]]:
    """Split items by the values of a dim; without a dim they stay together.

    `point` returns the point of an item, which has the dims.

    Returns:
        The title of each panel (empty for the only one) and its items.
    """
    if facet is None:
        return [("", list(items))]
    dim = strip_param(facet)
    points = [point(item) for item in items]
    check_dim(dim, points)
    found: dict[str, tuple[str, list[T]]] = {
        repr(value): (f"{dim}={value}", []) for value in list_values(dim, points)
    }
    without: list[T] = []
    for item, each in zip(items, points, strict=True):
        if dim in each.dims:
            found[repr(each.dims[dim])][1].append(item)
        else:
            without.append(item)
    return [*found.values(), *([(f"{dim}={WITHOUT}", without)] if without else [])]


def check_free_axes(value: object) -> None:
    """Check the value of `free_axes`; `None` means that panels share all axes."""
    if value is not None:
        check_choice("free_axes", value, get_args(FreeAxes))


def check_dim(dim: str, points: Sequence[Point]) -> None:
    """Check that at least one point has a dim, and list the known dims if none has it."""
    if not any(dim in point.dims for point in points):
        known = ", ".join(sorted({name for point in points for name in point.dims})) or "none"
        raise SelectionError(f"no benchmark has a dim `{dim}`; there are {known}")


def list_values(dim: str, points: Sequence[Point]) -> list[DimValue]:
    """Return the values of a dim: numbers in their order, texts in natural order."""
    return sort_values([point.dims[dim] for point in points if dim in point.dims])


def _count_values(points: Sequence[Point]) -> dict[str, int]:
    """Count the values of each dim that has several, except dims read from the node id."""
    counts = {}
    for dim in {name: None for point in points for name in point.dims}:
        if not dim.startswith("node.") and (count := len(list_values(dim, points))) > 1:
            counts[dim] = count
    return counts


def _keep_numeric(points: Sequence[Point], dims: Iterable[str]) -> list[str]:
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


def _choose_numeric(points: Sequence[Point], varying: Iterable[str], pivot: str | None) -> str:
    # A dim with one value still gives a point to draw.
    known = {name for point in points for name in point.dims} - {pivot}
    numeric = _keep_numeric(points, varying) or _keep_numeric(points, sorted(known))
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
