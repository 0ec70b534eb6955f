"""The table as JSON, in a versioned format."""

import math
from typing import Any, TypeVar

import msgspec

from benchmem_io.table.model import Findings, TableData

T = TypeVar("T")

SCHEMA = "benchmem.table"
"""The name of the document's format."""
VERSION = 1
"""Raised when a key goes away or changes its meaning; new keys may come at any time."""


class JsonColumn(msgspec.Struct):
    """A column: its key in `cells`, and the metric that it shows."""

    key: str
    title: str
    metric: str | None
    stat: str | None
    unit: str | None


class JsonCell(msgspec.Struct, omit_defaults=True):
    """A cell: the unscaled value and its unit. A share of the baseline has the unit `change`.

    A number that is not finite, or was not recorded, is `null`.
    """

    value: int | float | str | None
    unit: str | None = None
    ratio: float | None = None
    note: str = ""


class JsonRow(msgspec.Struct):
    """A row: a benchmark of a run, or in a diff one of its metrics."""

    id: str
    label: str
    group: str
    cells: dict[str, JsonCell]


class JsonTable(msgspec.Struct, rename={"schema_": "schema"}):
    """The whole JSON document."""

    schema_: str
    version: int
    series: list[str]
    columns: list[JsonColumn]
    rows: list[JsonRow]
    notes: list[str]
    gate: Any = None


def render_json(table: TableData, findings: Findings | None = None) -> str:
    """Write a table, and the findings under it, as a `JsonTable`."""
    document = JsonTable(
        schema_=SCHEMA,
        version=VERSION,
        series=list(table.series),
        columns=[
            JsonColumn(each.key, each.title, each.metric, each.stat, each.unit)
            for each in table.columns
        ],
        rows=[
            JsonRow(
                id=row.id,
                label=row.label,
                group=group.title,
                cells={
                    column.key: JsonCell(
                        _finite(cell.value), cell.unit, _finite(cell.ratio), cell.note
                    )
                    for column, cell in zip(table.columns, row.cells, strict=True)
                },
            )
            for group in table.groups
            for row in group.rows
        ],
        notes=list(table.notes),
        gate=None if findings is None else findings.document,
    )
    return json_text(msgspec.to_builtins(document)) + "\n"


def _finite(value: T) -> T | None:
    # JSON has no infinity, and not every JSON writer turns it into `null`.
    return None if isinstance(value, float) and not math.isfinite(value) else value


def json_text(tree: Any) -> str:
    """Write a tree of plain values as indented JSON."""
    # JSON can hold lone surrogates as escapes, but UTF-8 cannot encode them.
    import json

    try:
        return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode()
    except (UnicodeEncodeError, msgspec.MsgspecError):
        return json.dumps(tree, indent=2)
