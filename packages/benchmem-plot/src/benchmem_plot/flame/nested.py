"""A figure of nested boxes: a treemap or an icicle."""

import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from benchmem_core.captures import Frame
from benchmem_core.units import UNITS
from benchmem_io.callsites import LEAST_SHARE
from benchmem_io.table import format_delta
from benchmem_plot.data import color_bar, color_scale
from benchmem_plot.figure import INK, base_layout, escaped, figure_of, panels
from benchmem_plot.flame.places import place_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

NestedView = Literal["treemap", "icicle"]
"""Boxes inside their parent (treemap), or next to it (icicle)."""

# A text without room is left out: plotly would shrink it until it is unreadable.
_LONGEST_PLACE = 40
_TEXT, _LEAST_TEXT = 12, 10
# The hover text of the last box reaches below it; the colour bar needs more room.
_BELOW, _BAR = 24, 34
# Dark enough beside any colour of a box, and light enough on dark paper.
_LINE = "rgba(92, 99, 106, 0.55)"
_BAR_PLACE = {
    "orientation": "h",
    "len": 420,
    "x": 0,
    "xanchor": "left",
    "xpad": 34,
    "y": 0,
    "yanchor": "top",
    "ypad": 8,
    "thickness": 10,
}


def nested_figure(
    trace: dict[str, Any],
    *,
    view: NestedView,
    title: str,
    notes: Sequence[str],
    height: float,
    sideways: bool = False,
) -> "Figure":
    """Draw nested boxes.

    Args:
        trace: The boxes, as a plotly trace without its type.
        view: The layout of the boxes.
        title: The title of the figure.
        notes: Notes under the title.
        height: The height of all boxes together, in pixels.
        sideways: Whether an icicle goes from left to right, and not downwards.

    Returns:
        A figure with its own colours for paper and text.
    """
    marker = trace["marker"] | {"line": {"width": 1, "color": _LINE}}
    if view == "treemap":
        marker["pad"] = {"l": 3, "r": 3, "b": 3, "t": 20}
        look: dict[str, Any] = {"tiling": {"pad": 1}, "textposition": "top left"}
    else:
        tiling = {"orientation": "h" if sideways else "v", "pad": 0}
        look = {"tiling": tiling, "textposition": "middle left", "leaf": {"opacity": 1}}
    below = _BELOW + (_BAR if "colorbar" in marker else 0)
    paper = base_layout(title, panels([]), height=height, notes=notes)
    paper["margin"] |= {"l": 12, "r": 12, "b": below}
    paper["height"] = height + paper["margin"]["t"] + below
    paper["uniformtext"] = {"minsize": _LEAST_TEXT, "mode": "hide"}
    drawn = {
        **trace,
        **look,
        "type": view,
        "marker": marker,
        "textfont": {"size": _TEXT},
        # Without a colour scale plotly writes the root in the text colour of the page, which may
        # be light.
        "outsidetextfont": {"size": _TEXT, "color": INK},
        "pathbar": {"thickness": 22, "textfont": {"size": _TEXT}},
    }
    return figure_of([drawn], paper)


def change_colors(deltas: Sequence[int], most: int) -> dict[str, Any]:
    """Describe the colours of changes, and the colour bar that explains them.

    Args:
        deltas: The growth of each box in bytes.
        most: The end of the scale, on both sides.
    """
    # Without any change there is one colour, and a bar would show nothing.
    bar = color_bar(most, lambda tick: format_delta(tick, "B")) | _BAR_PLACE
    return {
        "colors": list(deltas),
        "colorscale": color_scale(),
        "cmin": -(most or 1),
        "cmax": most or 1,
        **({"colorbar": bar} if most else {"showscale": False}),
    }


def leaf_text(name: str, frame: Frame | None, size: str) -> str:
    """Write the text of a box that has room for several lines, without the folder of its file.

    Args:
        name: The name of the box, as plotly takes it.
        frame: The line of code that the box shows, if it shows one.
        size: Its bytes, as a text.
    """
    if frame is None:
        return f"{name}<br>{size}"
    place = place_of(frame._replace(file=posixpath.basename(frame.file)))
    return f"{name}<br>{escaped(place, _LONGEST_PLACE)}<br>{size}"


def size_and_change(size: int, delta: int | None) -> str:
    """Write bytes, and their growth unless it is negligible."""
    text = UNITS["B"].format(size)
    if delta and abs(delta) >= LEAST_SHARE * max(size, size - delta):
        text += f" ({format_delta(delta, 'B')})"
    return text


def size_change(base: int, head: int) -> str:
    """Write the bytes before and after: `1.00 MiB → 2.00 MiB`."""
    return " \N{RIGHTWARDS ARROW} ".join(UNITS["B"].format_all((base, head)))
