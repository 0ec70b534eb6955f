"""Draw the memory of two captures, and the changes between them: a box for each frame."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from benchmem_core.captures import Frame
from benchmem_core.text import escape_controls
from benchmem_core.units import UNITS
from benchmem_io.callsites import CaptureDiff, compare_captures
from benchmem_io.table import format_delta
from benchmem_plot.errors import check_choice
from benchmem_plot.figure import escape
from benchmem_plot.flame.call_tree import FrameNode, choose_frame_boxes, is_by_head
from benchmem_plot.flame.nested import (
    Box,
    NestedView,
    color_by_change,
    describe_nesting,
    draw_nested,
    format_leaf,
    format_place,
    format_size,
    format_size_change,
)
from benchmem_plot.flame.unseen import find_unseen

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

LEVEL_HEIGHT = 22
"""The height in pixels of a level of frames."""

_TREEMAP_HEIGHT, _FEWEST_LEVELS, _HOVER_WIDTH = 620, 3, 110
_HOVER = (
    "<b>%{customdata[0]}</b><br>%{customdata[1]}<br>"
    "base %{customdata[2]}<br>head %{customdata[3]}<br>"
    "change %{customdata[4]}<br>allocations %{customdata[5]}<extra></extra>"
)


def plot_diff(
    base: str | os.PathLike[str],
    head: str | os.PathLike[str],
    *,
    view: NestedView = "icicle",
    native: bool = False,
    absolute: bool = False,
) -> "tuple[Figure, int]":
    """Draw the differential flame graph of two captures: a box for each frame, under its caller.

    A box is as wide as the bytes that its frame holds at the larger of the two high-water marks.
    Colours are changes: orange grew, blue shrank.

    Args:
        base: The baseline, a memray capture.
        head: The capture to compare with it.
        view: `"icicle"` draws a caller above its callees, `"treemap"` around them.
        native: Whether to draw the frames of C, C++ and Rust code too.
        absolute: Whether to name files by absolute paths; else relative to the current folder.

    Returns:
        The figure, and the number of call stacks in it.

    Raises:
        CaptureError: A capture cannot be read, is incomplete, or is from another memray version.
        CaptureDiffError: The captures counted with different allocators, or one lacks native
            frames.
    """
    check_choice("view", view, get_args(NestedView))
    diff = compare_captures(base, head, native=native, absolute=absolute)
    return draw_diff(diff, view=view), len(diff.stacks)


def draw_diff(diff: CaptureDiff, *, view: NestedView) -> "Figure":
    """Draw a comparison, with a title that gives the change and notes that explain the boxes."""
    change = format_delta(diff.head_peak - diff.base_peak, "B")
    return draw_frames(
        choose_frame_boxes(diff),
        view=view,
        title=f"Memory at the peak: {format_size_change(diff.base_peak, diff.head_peak)}, {change}",
        notes=_write_notes(diff, view),
    )


def draw_frames(
    boxes: Sequence[Box[FrameNode]], *, view: NestedView, title: str = "", notes: Sequence[str] = ()
) -> "Figure":
    """Draw the boxes of frames: the root, and all boxes below it."""
    nodes = [box.node for box in boxes]
    deltas = [node.delta for node in nodes]
    levels = max(box.level for box in boxes) + 1
    return draw_nested(
        {
            **describe_nesting(boxes),
            "labels": [escape(_name_node(node)) for node in nodes],
            "text": _write_texts(boxes, view),
            "textinfo": "text",
            "customdata": [_write_hover_texts(node) for node in nodes],
            "hovertemplate": _HOVER,
            "marker": color_by_change(deltas, max(map(abs, deltas))),
        },
        view=view,
        title=title,
        notes=notes,
        height=LEVEL_HEIGHT * max(levels, _FEWEST_LEVELS) if view == "icicle" else _TREEMAP_HEIGHT,
    )


def _name_node(node: FrameNode) -> str:
    if node.smaller:
        return f"({node.smaller:,} smaller)"
    return "all" if node.frame is None else escape_controls(node.frame.function)


def _describe_node(node: FrameNode) -> str:
    """Return the place of a box in the code, or a description if it has none."""
    if node.smaller:
        return "each too narrow to be drawn"
    if node.frame is None:
        return "all memory at the high-water mark"
    return format_place(node.frame)


def _write_hover_texts(node: FrameNode) -> tuple[str, ...]:
    counts = f"{node.base_allocations:,} \N{RIGHTWARDS ARROW} {node.head_allocations:,}"
    return (
        escape(_name_node(node), _HOVER_WIDTH),
        escape(_describe_node(node), _HOVER_WIDTH),
        *UNITS["B"].format_all((node.base, node.head)),
        format_delta(node.delta, "B"),
        counts,
    )


def _write_texts(boxes: Sequence[Box[FrameNode]], view: NestedView) -> list[str]:
    parents = {box.parent for box in boxes}
    texts = []
    for index, box in enumerate(boxes):
        node, name = box.node, escape(_name_node(box.node))
        if view == "treemap" and index not in parents:
            name = format_leaf(name, node.frame, format_size(box.width, node.delta))
        texts.append(name)
    return texts


def _write_notes(diff: CaptureDiff, view: NestedView) -> list[str]:
    larger = "head" if is_by_head(diff) else "base"
    wider = "wider" if view == "icicle" else "larger"
    notes = [f"The {wider} a box, the more bytes it holds in {larger}"]
    if unseen := find_unseen(diff):
        frame = (unseen[0].frames or (Frame(),))[0]
        size = UNITS["B"].format(sum(abs(stack.delta) for stack in unseen))
        kind = "Gone" if is_by_head(diff) else "New"
        many = "call stack" if len(unseen) == 1 else "call stacks"
        notes.append(
            f"{kind}, so without a box: {len(unseen):,} {many} with {size}, the largest in "
            f"{escape(frame.describe(), 80)}"
        )
    return notes
