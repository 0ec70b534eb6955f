"""Tables in a report: long ones scroll, and very long ones come in pieces."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmem_core.text import shorten
from benchmem_io.table import Group, Row, Table
from benchmem_plot.report.page import folded, listed

FEW_ROWS = 20
"""A table with more rows scrolls in a box of its own."""
MOST_ROWS = 500
"""A table with more rows is cut into folded pieces: a browser takes long to lay out all rows."""

_NAME = 60


def table(content: Table, *, what: str = "rows") -> str:
    """Write a table.

    Args:
        content: The table.
        what: The word for its rows, if they are many.
    """
    rows = list(content.rows)
    if len(rows) <= FEW_ROWS:
        return f'<div class="scroll">\n{content.to_html()}</div>\n'
    if len(rows) <= MOST_ROWS:
        return folded(f"{len(rows):,} {what}", _box(content), is_open=True)
    body = f"<p>{len(rows):,} {what}</p>\n"
    for piece in _pieces(rows):
        ends = (shorten(row.name, _NAME) for row in (piece[0], piece[-1]))
        part = replace(content, groups=[Group("", piece)], notes=())
        body += folded(" to ".join(ends), _box(part))
    return body + listed(content.notes)


def _box(content: Table) -> str:
    return f'<div class="scroll tall" tabindex="0">\n{content.to_html()}</div>\n'


def _pieces(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Cut rows into pieces, each at the end of a benchmark."""
    piece: list[Row] = []
    for row in rows:
        if len(piece) >= MOST_ROWS and row.id != piece[-1].id:
            yield piece
            piece = []
        piece.append(row)
    yield piece
