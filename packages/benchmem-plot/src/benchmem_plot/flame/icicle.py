"""The icicle that plotly draws: a box for each frame, under its caller."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from benchmem_core.text import escape_controls
from benchmem_core.units import UNITS
from benchmem_io.table import format_delta
from benchmem_plot.figure import SCALE, escaped
from benchmem_plot.flame.boxes import Box, nesting_of
from benchmem_plot.flame.call_tree import Node
from benchmem_plot.flame.places import place_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

ROOT = "all"
LEVEL_HEIGHT = 22
"""The height in pixels of a level of frames."""
# The colour bar, and under it the path of the zoomed box.
_MARGIN_TOP = 42 + LEVEL_HEIGHT
# The hover text of the last level reaches below it.
_MARGIN_BOTTOM = 50
MONOSPACE = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
_LABEL_WIDTH, _HOVER_WIDTH = 60, 110
_FEWEST_LEVELS = 3

_HOVER = (
    "<b>%{customdata[0]}</b><br>%{customdata[1]}<br>"
    "base %{customdata[2]}<br>head %{customdata[3]}<br>"
    "change %{customdata[4]}<br>allocations %{customdata[5]}<extra></extra>"
)


def function_of(node: Node) -> str:
    """Return the name of a box."""
    if node.smaller:
        return f"({node.smaller:,} smaller)"
    return ROOT if node.frame is None else escape_controls(node.frame.function)


def description_of(node: Node) -> str:
    """Return the place of a box in the code, or a description if it has none."""
    if node.smaller:
        return "each too narrow to be drawn"
    if node.frame is None:
        return "all that was allocated at the high-water mark"
    return place_of(node.frame)


def icicle(boxes: Sequence[Box[Node]]) -> "Figure":
    """Draw boxes as an icicle.

    Args:
        boxes: The root, and all boxes below it.

    Returns:
        A figure without colours for paper and text: the page sets them.
    """
    from plotly.graph_objects import Figure

    trace = {
        "type": "icicle",
        **frames_trace(boxes),
        "marker": {**_colours([box.node for box in boxes]), "line": {"width": 0.5}},
        # The page's script writes the texts that fit: plotly would shrink a text until it is
        # unreadable, and takes a millisecond for each.
        "textinfo": "text",
        "textposition": "middle left",
        "textfont": {"family": MONOSPACE, "size": 11},
        "tiling": {"orientation": "v", "pad": 0},
        "pathbar": {"thickness": LEVEL_HEIGHT},
    }
    return Figure({"data": [trace], "layout": _layout(max(box.level for box in boxes) + 1)})


def frames_trace(boxes: Sequence[Box[Node]]) -> dict[str, Any]:
    """Describe boxes of frames: their names, their widths and their hover texts.

    Args:
        boxes: The root, and all boxes below it.
    """
    nodes = [box.node for box in boxes]
    return {
        **nesting_of(boxes),
        "labels": [escaped(function_of(node), _LABEL_WIDTH) for node in nodes],
        "customdata": [_hover_texts(node) for node in nodes],
        "hovertemplate": _HOVER,
    }


def _layout(levels: int) -> dict[str, object]:
    return {
        "template": "none",
        "height": _MARGIN_TOP + LEVEL_HEIGHT * max(levels, _FEWEST_LEVELS) + _MARGIN_BOTTOM,
        "margin": {"l": 1, "r": 1, "t": _MARGIN_TOP, "b": _MARGIN_BOTTOM},
        "font": {"size": 12},
        "hoverlabel": {"align": "left"},
    }


def _hover_texts(node: Node) -> tuple[str, ...]:
    counts = f"{node.base_allocations:,} \N{RIGHTWARDS ARROW} {node.head_allocations:,}"
    return (
        escaped(function_of(node), _HOVER_WIDTH),
        escaped(description_of(node), _HOVER_WIDTH),
        *UNITS["B"].format_all((node.base, node.head)),
        format_delta(node.delta, "B"),
        counts,
    )


def _colours(nodes: Sequence[Node]) -> dict[str, object]:
    most = max(abs(node.delta) for node in nodes) or 1
    # Without any change there is one colour, and a bar would show nothing.
    is_same = not any(node.delta for node in nodes)
    ticks = [0] if is_same else [-most, -most / 2, 0, most / 2, most]
    return {
        "colors": [node.delta for node in nodes],
        "colorscale": [list(stop) for stop in SCALE],
        "cmin": -most,
        "cmax": most,
        "colorbar": {
            "orientation": "h",
            "thickness": 10,
            "lenmode": "pixels",
            "len": 460,
            "x": 0,
            "xanchor": "left",
            "xpad": 40,
            "yref": "container",
            "y": 1,
            "yanchor": "top",
            "ypad": 4,
            "outlinewidth": 0,
            "tickvals": ticks,
            "ticktext": [format_delta(tick, "B") for tick in ticks],
        },
    }
