"""Figures in a report: what cannot be drawn says why, and the rest is there."""

from typing import TYPE_CHECKING

from benchmem_io.errors import SelectionError
from benchmem_plot.report.page import chart, note

if TYPE_CHECKING:
    from collections.abc import Callable

    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

Drawn = tuple[str, "list[Figure]"]
"""A piece of HTML, and the figures that it has places for."""


def drawn(make: "Callable[[], tuple[Figure, int]]") -> Drawn:
    """Draw a figure.

    Args:
        make: A view.

    Returns:
        Its place and the figure; or a sentence that says why there is none.
    """
    try:
        figure, _ = make()
    except SelectionError as error:
        return note(f"Not drawn: {error}."), []
    return chart(), [figure]


def joined(parts: "list[Drawn]") -> Drawn:
    """Put one below the other; what several say alike is said once."""
    bodies: dict[str, None] = {}
    html = ""
    for body, figures in parts:
        if figures or body not in bodies:
            html += body
        bodies[body] = None
    return html, [figure for _, figures in parts for figure in figures]
