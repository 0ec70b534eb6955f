"""`benchmem diff -o diff.html`: the page of a differential flame graph."""

from collections.abc import Sequence
from pathlib import Path
from string import Template

from benchmem_core.atomic_files import atomic_write
from benchmem_core.text import escape_controls
from benchmem_core.units import UNITS
from benchmem_io.callsites import CaptureDiff
from benchmem_io.errors import CaptureDiffError
from benchmem_io.table import format_delta
from benchmem_plot.export import CHART, build_page, read_part
from benchmem_plot.flame.call_tree import FrameNode, choose_frame_boxes, is_by_head
from benchmem_plot.flame.diff import draw_frames
from benchmem_plot.flame.nested import Box
from benchmem_plot.flame.unseen import render_unseen

MONOSPACE = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
# The path of a box that is zoomed into is above the boxes.
_TOP = 30
_EMPTY = '<p id="empty">Neither capture holds anything at its high-water mark.</p>\n'


def write_flame_diff(diff: CaptureDiff, output: Path) -> None:
    """Write a differential flame graph as a page: whole, or not at all.

    Widths are bytes in the larger capture, colours are changes.

    Args:
        diff: The comparison.
        output: The page to write; an existing file is replaced.

    Raises:
        CaptureDiffError: The page cannot be written; an existing file is unchanged.
    """
    try:
        atomic_write(output, _build_page(diff))
    except OSError as error:
        reason = error.strerror or error
        raise CaptureDiffError(f"`{output}` cannot be written: {reason}") from error


def _build_page(diff: CaptureDiff) -> bytes:
    """Write the page of a comparison, with a search and the stacks that no box shows."""
    boxes = choose_frame_boxes(diff)
    is_empty = not boxes[0].width
    base, head = UNITS["B"].format_all((diff.base_peak, diff.head_peak))
    change = format_delta(diff.head_peak - diff.base_peak, "B")
    figures = []
    if not is_empty:
        figure = draw_frames(boxes, view="icicle")
        # The page has the title, and its script writes the texts that fit: plotly would leave out
        # the others, and takes a millisecond for each.
        height = figure.layout.height - figure.layout.margin.t + _TOP
        figure.update_layout(height=height, margin={"t": _TOP}, uniformtext={"mode": False})
        figure.update_traces(textfont={"family": MONOSPACE, "size": 11})
        figures = [figure]
    return build_page(
        figures,
        title=f"benchmem diff: {change}",
        body=Template(read_part("flame/flame_diff.html")).substitute(
            base=base,
            head=head,
            change=change,
            controls="" if is_empty else _render_controls(diff, boxes),
            chart=_EMPTY if is_empty else CHART,
            table=render_unseen(diff),
        ),
        data=_collect_search_data(boxes),
        script=read_part("flame/flame_diff.js"),
        style=read_part("flame/flame_diff.css"),
    )


def _render_controls(diff: CaptureDiff, boxes: Sequence[Box[FrameNode]]) -> str:
    larger = "head" if is_by_head(diff) else "base"
    if diff.base_peak != diff.head_peak:
        larger += ", the larger of the two"
    narrow = ""
    if any(box.node.smaller for box in boxes):
        narrow = (
            ' Boxes that are too narrow to draw are one box, "(N smaller)", which the search skips.'
        )
    return f"""\
<p class="note">The wider a box, the more bytes it holds in {larger}; orange grew, blue shrank. \
Click a box to zoom in, and the path above it to zoom out.{narrow}</p>
<form id="controls">
<input id="search" type="search" placeholder="Search functions and files" \
aria-label="Search functions and files" autocomplete="off" spellcheck="false">
<button id="reset" type="button">Reset</button>
<output id="found" for="search"></output>
</form>
"""


def _collect_search_data(boxes: Sequence[Box[FrameNode]]) -> dict[str, object]:
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
    return {"nodes": nodes, "places": list(places)}
