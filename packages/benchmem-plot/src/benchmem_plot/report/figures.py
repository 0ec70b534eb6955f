"""Figures in a report: a sentence replaces a figure that cannot be drawn."""

from typing import TYPE_CHECKING

from benchmem_io.errors import SelectionError
from benchmem_plot.report.page import chart, note

if TYPE_CHECKING:
    from collections.abc import Callable

    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

Drawn = tuple[str, "list[Figure]"]
"""A piece of HTML, and the figures for the places in it."""


def drawn(make: "Callable[[], tuple[Figure, int]]") -> Drawn:
    """Draw a figure, or say why it cannot be drawn.

    Args:
        make: A function that draws a view.

    Returns:
        The place of the figure and the figure; or a sentence with the reason.
    """
    try:
        figure, _ = make()
    except SelectionError as error:
        return note(f"Not drawn: {error}."), []
    return chart(), [figure]


def joined(parts: "list[Drawn]") -> Drawn:
    """Join pieces, one below the other; equal sentences appear once."""
    bodies: dict[str, None] = {}
    html = ""
    for body, figures in parts:
        if figures or body not in bodies:
            html += body
        bodies[body] = None
    return html, [figure for _, figures in parts for figure in figures]
