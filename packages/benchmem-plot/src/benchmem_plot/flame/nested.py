"""Nested boxes: the nodes of a tree that are wide enough to draw, and the figure of them."""

import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from benchmem_core.captures import Frame
from benchmem_core.text import escape_controls
from benchmem_core.units import UNITS
from benchmem_io.callsites import LEAST_SHARE
from benchmem_io.table import format_delta
from benchmem_plot.data import describe_color_bar
from benchmem_plot.figure import INK, SCALE, arrange_panels, escape, make_figure, make_layout

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

NARROWEST = 1000
"""A node narrower than 1/NARROWEST of the whole is drawn together with its narrow siblings."""

MOST_BOXES = 1200
"""With more boxes, wider ones count as narrow: a browser takes a millisecond for each box."""

WIDE = 100
"""A node of at least 1/WIDE of the whole always has a box of its own."""

NodeT = TypeVar("NodeT")

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


@dataclass(frozen=True, slots=True)
class Box(Generic[NodeT]):
    """A node as it is drawn.

    Attributes:
        node: The node that the box shows.
        parent: The index of the parent box; `None` at the root.
        level: The distance from the root.
        width: The bytes that set the width (or the area) of the box.
    """

    node: NodeT
    parent: int | None
    level: int
    width: int


def choose_boxes(
    root: NodeT,
    width: Callable[[NodeT], int],
    inside: Callable[[NodeT, int], Sequence[NodeT]],
    *,
    most: int = MOST_BOXES,
) -> list[Box[NodeT]]:
    """Choose the boxes to draw for a tree, each box after its parent.

    Args:
        root: The tree.
        width: A function that returns the width of a node in bytes.
        inside: A function that returns the nodes to draw inside a node: all that are at least as
            wide as a number of bytes, and the rest as one node.
        most: With more boxes, wider ones count as narrow, up to 1/WIDE of the whole.
    """
    whole = width(root)
    narrowest = -(-whole // NARROWEST)
    boxes = list(_walk_boxes(root, width, inside, narrowest))
    while len(boxes) > most and narrowest * WIDE < whole:
        narrowest = min(narrowest + -(-narrowest // 4), -(-whole // WIDE))
        boxes = list(_walk_boxes(root, width, inside, narrowest))
    return boxes


def describe_nesting(boxes: Sequence[Box[NodeT]]) -> dict[str, Any]:
    """Describe boxes to plotly: their parents and sizes, in the given order."""
    return {
        "ids": [str(index) for index in range(len(boxes))],
        "parents": ["" if box.parent is None else str(box.parent) for box in boxes],
        "values": [box.width for box in boxes],
        "branchvalues": "total",
        "sort": False,
    }


def _walk_boxes(
    root: NodeT,
    width: Callable[[NodeT], int],
    inside: Callable[[NodeT, int], Sequence[NodeT]],
    narrowest: int,
) -> Iterator[Box[NodeT]]:
    # A loop, as a call stack may be deeper than Python's recursion limit.
    waiting = [Box(root, None, 0, width(root))]
    index = -1
    while waiting:
        box = waiting.pop()
        index += 1
        yield box
        children = [
            Box(child, index, box.level + 1, width(child)) for child in inside(box.node, narrowest)
        ]
        waiting.extend(reversed(children))


def draw_nested(
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
    """
    marker = trace["marker"] | {"line": {"width": 1, "color": _LINE}}
    if view == "treemap":
        marker["pad"] = {"l": 3, "r": 3, "b": 3, "t": 20}
        look: dict[str, Any] = {"tiling": {"pad": 1}, "textposition": "top left"}
    else:
        tiling = {"orientation": "h" if sideways else "v", "pad": 0}
        look = {"tiling": tiling, "textposition": "middle left", "leaf": {"opacity": 1}}
    below = _BELOW + (_BAR if "colorbar" in marker else 0)
    paper = make_layout(title, arrange_panels([]), height=height, notes=notes)
    paper["margin"] |= {"l": 12, "r": 12, "b": below}
    paper["height"] = height + paper["margin"]["t"] + below
    paper["uniformtext"] = {"minsize": _LEAST_TEXT, "mode": "hide"}
    boxes = {
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
    return make_figure([boxes], paper)


def color_by_change(deltas: Sequence[int], most: int) -> dict[str, Any]:
    """Describe the colours of boxes, from shrinking by `most` bytes to growing by as many."""
    # Without any change there is one colour, and a bar would show nothing.
    bar = describe_color_bar(most, lambda tick: format_delta(tick, "B")) | _BAR_PLACE
    return {
        "colors": list(deltas),
        "colorscale": SCALE,
        "cmin": -(most or 1),
        "cmax": most or 1,
        **({"colorbar": bar} if most else {"showscale": False}),
    }


def format_leaf(name: str, frame: Frame | None, size: str) -> str:
    """Format the text of a box that has room for several lines, without the folder of its file."""
    if frame is None:
        return f"{name}<br>{size}"
    place = format_place(frame._replace(file=posixpath.basename(frame.file)))
    return f"{name}<br>{escape(place, _LONGEST_PLACE)}<br>{size}"


def format_size(size: int, delta: int | None) -> str:
    """Write bytes, and their growth unless it is negligible."""
    text = UNITS["B"].format(size)
    if delta and abs(delta) >= LEAST_SHARE * max(size, size - delta):
        text += f" ({format_delta(delta, 'B')})"
    return text


def format_size_change(base: int, head: int) -> str:
    """Write the bytes before and after: `1.00 MiB → 2.00 MiB`."""
    return " \N{RIGHTWARDS ARROW} ".join(UNITS["B"].format_all((base, head)))


def format_place(frame: Frame) -> str:
    """Return the file and the line of a frame, or only the file if the line is unknown."""
    # A line that only the baseline has may have a negative number.
    return escape_controls(f"{frame.file}:{abs(frame.line)}" if frame.line else frame.file)
