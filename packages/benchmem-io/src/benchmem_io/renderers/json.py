"""The table as JSON, in a form that is versioned."""

import math
from typing import Any, TypeVar

import msgspec

from benchmem_io.gate_report import GateReport
from benchmem_io.table import Table
from benchmem_io.verdicts import Growth, Range, Unjudged

T = TypeVar("T")

SCHEMA = "benchmem.table"
"""What the document says it is."""
VERSION = 1
"""Raised when a key goes away or changes its meaning; new keys may come at any time."""


class JsonColumn(msgspec.Struct):
    """A column: its key in `cells`, and what it shows."""

    key: str
    title: str
    metric: str | None
    stat: str | None
    unit: str | None


class JsonCell(msgspec.Struct, omit_defaults=True):
    """A cell: the value in its unit, unscaled; a share of the baseline has the unit `change`.

    A number that is not finite is `null`; so is one that was not recorded.
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


class JsonGrowth(msgspec.Struct):
    """What grew by more than a rule allows; `share` is `null` from a zero baseline.

    Under `sites` are lines that say which call sites changed, if they were asked for; under
    `overlap` the lowest and highest value of both series, if they overlap.
    """

    id: str
    rule: str
    metric: str
    unit: str
    base: int | float
    head: int | float
    share: float | None
    sites: list[str] = []
    overlap: tuple[Range, Range] | None = None


class JsonUnjudged(msgspec.Struct):
    """What a rule could not judge, and why."""

    id: str
    rule: str
    metric: str
    reason: str


class JsonGate(msgspec.Struct):
    """What the gate found; `judged_nothing` lists the rules that could not be applied once."""

    rules: list[str]
    judged: int
    good: int
    regressions: list[JsonGrowth]
    inconclusive: list[JsonGrowth]
    unjudged: list[JsonUnjudged]
    judged_nothing: list[str] = []


class JsonTable(msgspec.Struct, rename={"schema_": "schema"}):
    """The document."""

    schema_: str
    version: int
    series: list[str]
    columns: list[JsonColumn]
    rows: list[JsonRow]
    notes: list[str]
    gate: JsonGate | None = None


def render_json(table: Table, report: GateReport | None = None) -> str:
    """Write a table, and what the gate found, as a `JsonTable`."""
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
        gate=None if report is None else _gate(report),
    )
    return json_text(msgspec.to_builtins(document)) + "\n"


def _gate(report: GateReport) -> JsonGate:
    return JsonGate(
        rules=[threshold.text for threshold in report.thresholds],
        judged=report.judged,
        good=report.good,
        regressions=[_growth(each, report) for each in report.regressions],
        inconclusive=[_growth(each, report) for each in report.inconclusive],
        unjudged=[_unjudged(each) for each in report.unjudged],
        judged_nothing=[threshold.text for threshold in report.judged_nothing],
    )


def _growth(growth: Growth, report: GateReport) -> JsonGrowth:
    metric = growth.threshold.metric
    return JsonGrowth(
        id=growth.id,
        rule=growth.threshold.text,
        metric=metric.name,
        unit=metric.unit,
        base=growth.base,
        head=growth.head,
        share=growth.share if growth.base else None,
        sites=[line.strip() for line in report.details.get(growth.id, ())],
        overlap=growth.overlap or growth.shared,
    )


def _unjudged(unjudged: Unjudged) -> JsonUnjudged:
    return JsonUnjudged(
        unjudged.id, unjudged.threshold.text, unjudged.threshold.metric.name, unjudged.reason
    )


def _finite(value: T) -> T | None:
    # JSON has no infinity, and not every writer of it turns one into `null`.
    return None if isinstance(value, float) and not math.isfinite(value) else value


def json_text(tree: Any) -> str:
    """Write a tree of plain values as indented JSON."""
    # Lone surrogates, which a JSON text may hold as escapes, are no UTF-8.
    import json

    try:
        return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode()
    except (UnicodeEncodeError, msgspec.MsgspecError):
        return json.dumps(tree, indent=2)
