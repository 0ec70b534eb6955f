"""The table under the icicle: call stacks without a width in it."""

import html

from benchmem_core.captures import Frame
from benchmem_core.text import escape_controls
from benchmem_core.units import UNITS
from benchmem_io.callsites import CaptureDiff, StackChange
from benchmem_io.table import format_delta
from benchmem_plot.flame.call_tree import is_by_head
from benchmem_plot.flame.nested import format_place

LISTED = 20
"""The most call stacks in the table."""


def render_unseen(diff: CaptureDiff) -> str:
    """Render a table of the largest call stacks that only the smaller capture has."""
    unseen = find_unseen(diff)
    if not unseen:
        return ""
    rows = "".join(map(_render_row, unseen[:LISTED]))
    return f"""\
<section id="unseen">
<h2>{"Gone" if is_by_head(diff) else "New"}: call stacks without a width above</h2>
<div class="scroll">
<table>
<thead><tr><th class="number">change</th><th class="number">allocations</th><th>function</th>\
<th>line</th><th>called from</th></tr></thead>
<tbody>
{rows}</tbody>
</table>
</div>
{_render_remainder(unseen[LISTED:])}</section>
"""


def find_unseen(diff: CaptureDiff) -> list[StackChange]:
    """Return the call stacks that only the smaller capture has, the largest first."""
    use_head = is_by_head(diff)
    unseen = [
        stack
        for stack in diff.stacks
        if stack.delta and not (stack.head if use_head else stack.base)
    ]
    unseen.sort(key=lambda stack: (-abs(stack.delta), stack.frames))
    return unseen


def _render_row(stack: StackChange) -> str:
    frame = stack.frames[0] if stack.frames else Frame()
    caller = stack.caller
    if caller is None and len(stack.frames) > 1:
        caller = stack.frames[1]
    called_from = "" if caller is None else f"{caller.function} {format_place(caller)}"
    count = max(stack.base_allocations, stack.head_allocations)
    return (
        f'<tr><td class="number">{format_delta(stack.delta, "B")}</td>'
        f'<td class="number">{count:,}</td>{_render_cell(frame.function)}'
        f"{_render_cell(format_place(frame))}{_render_cell(called_from)}</tr>\n"
    )


def _render_cell(text: str) -> str:
    return f'<td class="text">{html.escape(escape_controls(text))}</td>'


def _render_remainder(stacks: list[StackChange]) -> str:
    if not stacks:
        return ""
    size = UNITS["B"].format(sum(abs(stack.delta) for stack in stacks))
    return f'<p class="note">and {len(stacks):,} more, {size} together</p>\n'
