"""The page around the icicle."""

from collections.abc import Sequence
from string import Template

from benchmem_core.text import escape_controls
from benchmem_core.units import UNITS
from benchmem_io.callsites import CaptureDiff
from benchmem_io.table import format_delta
from benchmem_plot.export import document, part
from benchmem_plot.flame.boxes import Box
from benchmem_plot.flame.call_tree import Node, boxes_of, by_head
from benchmem_plot.flame.icicle import icicle
from benchmem_plot.flame.unseen import unseen_table


def flame_diff_page(diff: CaptureDiff) -> bytes:
    """Write the page of a comparison.

    Args:
        diff: The comparison.

    Returns:
        HTML that needs no other file.
    """
    boxes = boxes_of(diff)
    is_empty = not boxes[0].width
    base, head = UNITS["B"].format_all((diff.base_peak, diff.head_peak))
    change = format_delta(diff.head_peak - diff.base_peak, "B")
    body = Template(part("flame/flame_diff.html")).substitute(
        base=base,
        head=head,
        change=change,
        controls="" if is_empty else _controls(diff, boxes),
        chart=_EMPTY if is_empty else '<div id="chart"></div>\n',
        table=unseen_table(diff),
    )
    return document(
        title=f"benchmem diff: {change}",
        body=body,
        data=None if is_empty else _data(boxes),
        script=part("flame/flame_diff.js"),
        style=part("flame/flame_diff.css"),
        needs_plotly=not is_empty,
    )


_EMPTY = '<p id="empty">Neither capture holds anything at its high-water mark.</p>\n'


def _controls(diff: CaptureDiff, boxes: Sequence[Box[Node]]) -> str:
    larger = "head" if by_head(diff) else "base"
    if diff.base_peak != diff.head_peak:
        larger += ", the larger of the two"
    narrow = ""
    if any(box.node.smaller for box in boxes):
        narrow = (
            ' What is too narrow to be drawn is summed up as "(N smaller)", where the search does '
            "not look."
        )
    return f"""\
<p class="note">The wider a box, the more bytes it holds in {larger}; orange grew, blue shrank. \
A click zooms in, and on the path above it out again.{narrow}</p>
<form id="controls">
<input id="search" type="search" placeholder="Search functions and files" \
aria-label="Search functions and files" autocomplete="off" spellcheck="false">
<button id="reset" type="button">Reset</button>
<output id="found" for="search"></output>
</form>
"""


def _data(boxes: Sequence[Box[Node]]) -> dict[str, object]:
    # Many nodes share a function: an index is shorter than its names.
    places: dict[tuple[str, str], int] = {}
    nodes = []
    for box in boxes:
        frame = box.node.frame
        if frame is None:
            nodes.append(-1)
        else:
            place = escape_controls(frame.function), escape_controls(frame.file)
            nodes.append(places.setdefault(place, len(places)))
    return {
        "figure": icicle(boxes).to_plotly_json(),
        "nodes": nodes,
        "places": list(places),
    }
