"""Draw the memory of two captures, and the changes between them: a box for each frame."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from benchmem_core.captures import Frame
from benchmem_core.units import UNITS
from benchmem_io.callsites import CaptureDiff, compare_captures
from benchmem_io.table import format_delta
from benchmem_plot.figure import check_choice, escaped
from benchmem_plot.flame.boxes import Box
from benchmem_plot.flame.call_tree import Node, boxes_of, by_head
from benchmem_plot.flame.icicle import LEVEL_HEIGHT, frames_trace, function_of
from benchmem_plot.flame.nested import (
    NestedView,
    change_colors,
    leaf_text,
    nested_figure,
    size_and_change,
    size_change,
)
from benchmem_plot.flame.unseen import unseen_stacks

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

_TREEMAP_HEIGHT = 620


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
    return diff_figure(diff, view=view), len(diff.stacks)


def diff_figure(diff: CaptureDiff, *, view: NestedView) -> "Figure":
    """Draw a comparison.

    Args:
        diff: The comparison.
        view: The layout of the boxes.
    """
    boxes = boxes_of(diff)
    deltas = [box.node.delta for box in boxes]
    levels = max(box.level for box in boxes) + 1
    change = format_delta(diff.head_peak - diff.base_peak, "B")
    return nested_figure(
        {
            **frames_trace(boxes),
            "text": _texts(boxes, view),
            "textinfo": "text",
            "marker": change_colors(deltas, max(map(abs, deltas))),
        },
        view=view,
        title=f"Memory at the peak: {size_change(diff.base_peak, diff.head_peak)}, {change}",
        notes=_notes(diff, view),
        height=LEVEL_HEIGHT * levels if view == "icicle" else _TREEMAP_HEIGHT,
    )


def _texts(boxes: Sequence[Box[Node]], view: NestedView) -> list[str]:
    parents = {box.parent for box in boxes}
    texts = []
    for index, box in enumerate(boxes):
        node, name = box.node, escaped(function_of(box.node))
        if view == "treemap" and index not in parents:
            name = leaf_text(name, node.frame, size_and_change(box.width, node.delta))
        texts.append(name)
    return texts


def _notes(diff: CaptureDiff, view: NestedView) -> list[str]:
    larger = "head" if by_head(diff) else "base"
    wider = "wider" if view == "icicle" else "larger"
    notes = [f"The {wider} a box, the more bytes it holds in {larger}"]
    if unseen := unseen_stacks(diff):
        frame = (unseen[0].frames or (Frame(),))[0]
        size = UNITS["B"].format(sum(abs(stack.delta) for stack in unseen))
        what = "Gone" if by_head(diff) else "New"
        many = "call stack" if len(unseen) == 1 else "call stacks"
        notes.append(
            f"{what}, and so without a box: {len(unseen):,} {many} with {size}, the largest in "
            f"{escaped(frame.describe(), 80)}"
        )
    return notes
