"""The page around the icicle: one file, which asks no network for anything."""

import json
from collections.abc import Sequence
from importlib.resources import files
from string import Template

from benchmem_core.text import printable
from benchmem_core.units import human_value
from benchmem_io.capture_diff import CaptureDiff
from benchmem_io.cells import signed_text
from benchmem_plot.call_tree import Box, boxes_of, by_head
from benchmem_plot.figure import icicle
from benchmem_plot.unseen import unseen_table

# Nothing may be fetched, whatever a capture holds. plotly's button that saves a picture needs
# `blob:` and `data:`.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)


def flame_diff_page(diff: CaptureDiff) -> str:
    """Write the page of a comparison.

    Args:
        diff: The comparison.

    Returns:
        HTML with all that it needs inside.
    """
    boxes = boxes_of(diff)
    is_empty = not boxes[0].width
    return Template(_part("html")).substitute(
        policy=_POLICY,
        style=_part("css"),
        base=human_value(diff.base_peak, "B"),
        head=human_value(diff.head_peak, "B"),
        change=signed_text(diff.head_peak - diff.base_peak, "B"),
        controls="" if is_empty else _controls(diff, boxes),
        chart=_EMPTY if is_empty else '<div id="chart"></div>\n',
        table=unseen_table(diff),
        data=_embedded(None if is_empty else _data(boxes)),
        plotly="" if is_empty else _plotly_js(),
        script=_part("js"),
    )


_EMPTY = '<p id="empty">Neither capture holds anything at its high-water mark.</p>\n'


def _controls(diff: CaptureDiff, boxes: Sequence[Box]) -> str:
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


def _data(boxes: Sequence[Box]) -> dict[str, object]:
    # Many nodes are of one function: an index is shorter than its names.
    places: dict[tuple[str, str], int] = {}
    nodes = []
    for box in boxes:
        frame = box.node.frame
        if frame is None:
            nodes.append(-1)
        else:
            place = printable(frame.function), printable(frame.file)
            nodes.append(places.setdefault(place, len(places)))
    return {
        "figure": icicle(boxes).to_plotly_json(),
        "nodes": nodes,
        "places": list(places),
    }


def _embedded(value: object) -> str:
    # In a script element only `</script` and `<!--` mean anything, and both begin alike.
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def _plotly_js() -> str:
    from plotly.offline import get_plotlyjs  # type: ignore[import-untyped]

    return str(get_plotlyjs())


def _part(suffix: str) -> str:
    return (files("benchmem_plot") / f"flame_diff.{suffix}").read_text(encoding="utf-8")
