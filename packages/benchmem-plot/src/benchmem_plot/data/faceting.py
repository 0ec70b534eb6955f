"""Split a figure into panels, one for each value of a dim."""

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar, get_args

from benchmem_io.runs import strip_param
from benchmem_plot.data.points import Point
from benchmem_plot.data.roles import require, values_of
from benchmem_plot.figure import check_choice

T = TypeVar("T")

FreeAxes = Literal["x", "y", "both"]
"""The axes that each panel has of its own."""

WITHOUT = "-"
"""The value in the title of the panel for items that lack the dim."""


def facets_of(
    items: Sequence[T], facet: str | None, point: Callable[[T], Point]
) -> list[tuple[str, list[T]]]:
    """Split items by the values of a dim.

    Args:
        items: The items to draw.
        facet: The dim; `None` makes one panel.
        point: A function that returns the point with the dims of an item.

    Returns:
        The title of each panel (empty for the only one) and its items.

    Raises:
        SelectionError: No item has the dim.
    """
    if facet is None:
        return [("", list(items))]
    dim = strip_param(facet)
    points = [point(item) for item in items]
    require(dim, points)
    found: dict[str, tuple[str, list[T]]] = {
        repr(value): (f"{dim}={value}", []) for value in values_of(dim, points)
    }
    without: list[T] = []
    for item, each in zip(items, points, strict=True):
        if dim in each.dims:
            found[repr(each.dims[dim])][1].append(item)
        else:
            without.append(item)
    return [*found.values(), *([(f"{dim}={WITHOUT}", without)] if without else [])]


def check_free_axes(value: object) -> None:
    """Check the value of `free_axes`; `None` means that panels share all axes.

    Raises:
        SelectionError: The value is unknown.
    """
    if value is not None:
        check_choice("free_axes", value, get_args(FreeAxes))
