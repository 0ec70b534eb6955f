"""The boxes of sites: their names, their hover texts and their colours."""

from collections.abc import Iterator, Sequence
from typing import Any

from benchmem_core.callsites import Site
from benchmem_core.units import UNITS
from benchmem_io.table import compute_change, format_change, format_delta
from benchmem_plot.figure import PALETTE, escape, fade_color
from benchmem_plot.flame import (
    Box,
    NestedView,
    color_by_change,
    describe_nesting,
    format_leaf,
    format_place,
    format_size,
    format_size_change,
)
from benchmem_plot.views.site_tree import SiteNode

_GREY = "#e3e5e8"
# The part of a colour that is kept, so that dark letters are readable on all colours.
_STRENGTH = 0.45
_LABEL_WIDTH, _HOVER_WIDTH = 48, 110
_GONE_LISTED = 3

Boxes = Sequence[Box[SiteNode]]


def make_site_trace(
    boxes: Boxes, *, prefix: str, is_compared: bool, view: NestedView
) -> dict[str, Any]:
    """Describe the boxes of sites as a plotly trace.

    Args:
        boxes: The run, and all boxes in it.
        prefix: The common beginning of all ids, which is left out.
        is_compared: Whether colours are changes; else each file has its own colour.
        view: The layout of the boxes.
    """
    is_leaf = _find_leaves(boxes)
    nodes = [box.node for box in boxes]
    texts = [
        _write_text(boxes, box, prefix, view=view, leaf=leaf)
        for box, leaf in zip(boxes, is_leaf, strict=True)
    ]
    if is_compared:
        # The run is grey: else it would surround all other boxes with the strongest colour.
        deltas = [0, *(node.delta or 0 for node in nodes[1:])]
        marker = color_by_change(deltas, _find_limit(boxes, deltas))
    else:
        colors = _choose_file_colors(boxes, is_leaf)
        marker = {
            "colors": [
                _choose_color(node, colors) if leaf else _GREY
                for node, leaf in zip(nodes, is_leaf, strict=True)
            ]
        }
    return {
        **describe_nesting(boxes),
        # Plotly writes the label, not the text, of a box that holds others.
        "labels": texts,
        "text": texts,
        "textinfo": "text",
        "hovertext": ["<br>".join(_write_hover(boxes, box, prefix)) for box in boxes],
        "hoverinfo": "text",
        "marker": marker,
    }


def name_box(boxes: Boxes, box: Box[SiteNode], prefix: str, width: int) -> str:
    """Return the name of a box in at most `width` letters, without the prefix of all ids."""
    node = box.node
    if node.frame is not None:
        return escape(node.frame.function, width)
    if node.kind == "rest":
        is_benchmarks = box.parent is not None and boxes[box.parent].node.kind == "benchmark"
        return Site.REMAINDER if is_benchmarks else f"({node.smaller:,} smaller)"
    if node.smaller:
        return f"({node.smaller:,} smaller benchmarks)"
    return escape(node.name.removeprefix(prefix) or node.name, width)


def _write_text(
    boxes: Boxes, box: Box[SiteNode], prefix: str, *, view: NestedView, leaf: bool
) -> str:
    node = box.node
    name = name_box(boxes, box, prefix, _LABEL_WIDTH)
    size = format_size(node.size, node.delta)
    if view == "treemap" and leaf:
        return format_leaf(name, node.frame, size)
    if node.frame is not None:
        name = escape(node.frame.describe(), 2 * _LABEL_WIDTH)
    # The title of a box that holds others has little room.
    if view == "treemap" and node.kind != "run":
        return name if node.kind == "caller" else f"{name}  {UNITS['B'].format(node.size)}"
    return f"{name}  {size}"


def _write_hover(boxes: Boxes, box: Box[SiteNode], prefix: str) -> Iterator[str]:
    node = box.node
    yield f"<b>{name_box(boxes, box, prefix, _HOVER_WIDTH)}</b>"
    if node.frame is not None:
        yield escape(format_place(node.frame), _HOVER_WIDTH)
    above = list(_walk_up(boxes, box))
    if above and above[0].node.kind == "caller" and node.kind == "site":
        frame = above[0].node.frame
        if frame is not None and frame != node.frame:
            yield f"called by {escape(frame.describe(), _HOVER_WIDTH)}"
    if node.kind == "rest" and node.smaller:
        yield f"{node.smaller:,} of them too small to be drawn"
    yield f"{UNITS['B'].format(node.size)}{_write_share(boxes, box, prefix)}"
    yield from _write_change(node)
    if node.kind == "benchmark":
        yield from (escape(pair, _HOVER_WIDTH) for pair in node.gone[:_GONE_LISTED])
        if (more := len(node.gone) - _GONE_LISTED) > 0:
            yield f"{more:,} more are gone"


def _write_share(boxes: Boxes, box: Box[SiteNode], prefix: str) -> str:
    """Write the share of a box in its benchmark, or the share of a benchmark in the run."""
    above = list(_walk_up(boxes, box))
    if not above:
        return ""
    whole = above[0] if box.level == 1 else above[-2]
    of = "all" if box.level == 1 else name_box(boxes, whole, prefix, 60)
    return f", {box.width / whole.width:.1%} of {of}" if whole.width else ""


def _write_change(node: SiteNode) -> Iterator[str]:
    if node.delta is None:
        if node.hidden:
            yield f"before at most {UNITS['B'].format(node.hidden)}"
    elif node.base is not None:
        share = format_change(compute_change(node.base, node.size))
        yield f"{format_size_change(node.base, node.size)}, <b>{share}</b>"
    else:
        yield f"change <b>{format_delta(node.delta, 'B')}</b>"


def _walk_up(boxes: Boxes, box: Box[SiteNode]) -> Iterator[Box[SiteNode]]:
    while box.parent is not None:
        box = boxes[box.parent]
        yield box


def _find_limit(boxes: Boxes, deltas: Sequence[int]) -> int:
    """Return the end of the scale: the largest change of a box that is drawn on its own."""
    alone: list[bool] = []
    for box in boxes:
        alone.append(not box.node.smaller and (box.parent is None or alone[box.parent]))
    changes = [abs(delta) for delta, is_alone in zip(deltas, alone, strict=True) if is_alone]
    return max(changes) or max(map(abs, deltas))


def _find_leaves(boxes: Boxes) -> list[bool]:
    parents = {box.parent for box in boxes}
    return [index not in parents for index in range(len(boxes))]


def _choose_file_colors(boxes: Boxes, is_leaf: Sequence[bool]) -> dict[str, str]:
    """Choose a colour for each file, the largest first; all small files share the last colour."""
    sizes: dict[str, int] = {}
    for box, leaf in zip(boxes, is_leaf, strict=True):
        if leaf and box.node.frame is not None:
            file = box.node.frame.file
            sizes[file] = sizes.get(file, 0) + box.width
    ranked = sorted(sizes, key=lambda file: (-sizes[file], file))
    last = len(PALETTE) - 1
    return {
        file: fade_color(PALETTE[min(index, last)], _STRENGTH) for index, file in enumerate(ranked)
    }


def _choose_color(node: SiteNode, colors: dict[str, str]) -> str:
    return _GREY if node.frame is None else colors[node.frame.file]
