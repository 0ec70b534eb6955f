"""The table as CSV: raw numbers, one row per benchmark."""

import csv
import io

from benchmem_core.text import escape_controls
from benchmem_io.table.model import Findings, Row, TableData

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(table: TableData, findings: Findings | None = None) -> str:
    """Write a table as CSV, unscaled: seconds, bytes and counts; changes as shares.

    Each benchmark is one row. Its columns are named `METRIC:STAT:RUN`, or `METRIC:STAT` if there
    is only one run. A text that a spreadsheet would read as a formula gets a leading `'`.

    Args:
        table: The table.
        findings: Not shown, as verdicts do not fit into rows of numbers.
    """
    del findings
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if len(table.series) < 2:
        label = [table.label_title.lower()] if table.label_title else []
        writer.writerow(["id", *label, *(_safe(c.key) for c in table.columns)])
        for row in table.rows:
            labels = [_safe(row.label)] if table.label_title else []
            writer.writerow([_safe(row.id), *labels, *_values(row)])
        return out.getvalue()
    heads = [f"{column.key}:{label}" for column in table.columns for label in table.series]
    writer.writerow(["id", *map(_safe, heads)])
    rows: dict[str, dict[str, list[object]]] = {}
    for row in table.rows:
        rows.setdefault(row.id, {})[row.label] = _values(row)
    empty: list[object] = [""] * len(table.columns)
    for id_, of_series in rows.items():
        values = [of_series.get(label, empty) for label in table.series]
        writer.writerow(
            [_safe(id_), *(each for cells in zip(*values, strict=True) for each in cells)]
        )
    return out.getvalue()


def _values(row: Row) -> list[object]:
    return [
        _safe(cell.value)
        if isinstance(cell.value, str)
        else ""
        if cell.value is None
        else cell.value
        for cell in row.cells
    ]


def _safe(text: str) -> str:
    shown = escape_controls(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown
