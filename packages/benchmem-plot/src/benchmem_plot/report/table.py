"""Tables in a report: long ones scroll, and very long ones come in pieces."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmem_core.text import shorten
from benchmem_io.table import Group, Row, Table
from benchmem_plot.report.page import render_details, render_list

FEW_ROWS = 20
"""A table with more rows scrolls in a box of its own."""
MOST_ROWS = 500
"""A table with more rows is cut into folded pieces: a browser takes long to lay out all rows."""

_NAME = 60


def render_table(content: Table, *, what: str = "rows") -> str:
    """Render a table; `what` is the word for its rows, if they are many."""
    rows = list(content.rows)
    if len(rows) <= FEW_ROWS:
        return f'<div class="scroll">\n{content.to_html()}</div>\n'
    if len(rows) <= MOST_ROWS:
        return render_details(f"{len(rows):,} {what}", _render_box(content), is_open=True)
    body = f"<p>{len(rows):,} {what}</p>\n"
    for piece in _split_rows(rows):
        ends = (shorten(row.name, _NAME) for row in (piece[0], piece[-1]))
        part = replace(content, groups=[Group("", piece)], notes=())
        body += render_details(" to ".join(ends), _render_box(part))
    return body + render_list(content.notes)


def _render_box(content: Table) -> str:
    return f'<div class="scroll tall" tabindex="0">\n{content.to_html()}</div>\n'


def _split_rows(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Cut rows into pieces, each at the end of a benchmark."""
    piece: list[Row] = []
    for row in rows:
        if len(piece) >= MOST_ROWS and row.id != piece[-1].id:
            yield piece
            piece = []
        piece.append(row)
    yield piece
