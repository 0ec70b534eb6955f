"""The difference between two captures, as a table and as JSON."""

from typing import Any

from benchmem_core.captures import Frame
from benchmem_core.units import UNITS
from benchmem_io.callsites.capture_diff import CaptureDiff, StackChange
from benchmem_io.callsites.changes import LEAST_SHARE
from benchmem_io.table import Cell, Column, Group, Row, Table, format_delta, json_text

SCHEMA = "benchmem.diff"
"""The name of the JSON document's format."""
VERSION = 1
"""Raised when a key goes away or changes its meaning; new keys may come at any time."""


def choose_rows(
    diff: CaptureDiff, by: str, top: int
) -> tuple[list[StackChange], StackChange | None, int]:
    """Choose the rows that changed most; leave out changes too small to show in a peak.

    Args:
        diff: The difference to show.
        by: One of `BY`: the part of a call stack that makes a row.
        top: The largest number of rows.

    Returns:
        The rows, the largest growth first; one row that sums up the others, `None` if there are
        no others; and the number of others.
    """
    rows = diff.rows(by)
    least = max(1, LEAST_SHARE * max(diff.base_peak, diff.head_peak))
    changed = [row for row in rows if abs(row.delta) >= least]
    kept = {id(row) for row in sorted(changed, key=lambda row: -abs(row.delta))[:top]}
    others = [row for row in rows if id(row) not in kept]
    if not others:
        return rows, None, 0
    rest = StackChange((), None)
    for row in others:
        rest.add(row)
    return [row for row in rows if id(row) in kept], rest, len(others)


def capture_table(diff: CaptureDiff, *, by: str, top: int) -> Table:
    """Make the table of a difference.

    Args:
        diff: The difference to show.
        by: One of `BY`: the part of a call stack that makes a row.
        top: The largest number of rows, besides the one that sums up the others.
    """
    rows, rest, many = choose_rows(diff, by, top)
    has_caller = any(row.caller for row in rows) and by != "file"
    columns = [] if by == "file" else [Column("location", "File:line", is_text=True)]
    if has_caller:
        columns.append(Column("caller", "Called by", is_text=True))
    columns += [Column(key, title, unit="B") for key, title in _NUMBERS]
    lines = [_row(row, by, has_caller=has_caller) for row in rows]
    if rest is not None:
        texts = [Cell()] * (len(columns) - len(_NUMBERS))
        name = f"({many:,} other{'' if many == 1 else 's'})"
        lines.append(Row("", name, "", [*texts, *_numbers(rest)]))
    delta = diff.head_peak - diff.base_peak
    peaks = " -> ".join(UNITS["B"].format_all((diff.base_peak, diff.head_peak)))
    return Table(
        columns=columns,
        groups=[Group("", lines)],
        name_title={"file": "File", "stack": "Call stack"}.get(by, "Function"),
        notes=[f"Peak: {peaks} ({format_delta(delta, 'B')}), in {len(diff.stacks):,} call stacks."],
    )


_NUMBERS = (("base", "Base"), ("head", "Head"), ("delta", "Δ"))


def _row(change: StackChange, by: str, *, has_caller: bool) -> Row:
    frame = change.frames[0] if change.frames else Frame()
    texts = [] if by == "file" else [Cell(_location(frame) or None)]
    if has_caller:
        texts.append(Cell(change.caller.describe()) if change.caller else Cell())
    if by == "file":
        name = frame.file or frame.function
    elif by == "stack":
        name = " < ".join(each.function for each in change.frames) or frame.function
    else:
        name = frame.function
    return Row(repr(change.frames), name, "", [*texts, *_numbers(change)])


def _numbers(change: StackChange) -> list[Cell]:
    tone = "bad" if change.delta > 0 else "good" if change.delta < 0 else ""
    return [
        Cell(change.base, "B"),
        Cell(change.head, "B"),
        Cell(change.delta, "B", tone=tone, is_signed=True),  # type: ignore[arg-type]
    ]


def _location(frame: Frame) -> str:
    return f"{frame.file}:{abs(frame.line)}" if frame.line else frame.file


def capture_json(diff: CaptureDiff, *, by: str, top: int) -> str:
    """Write a difference as JSON, in a versioned format.

    Args:
        diff: The difference to show.
        by: One of `BY`: the part of a call stack that makes a row.
        top: The largest number of rows, besides the last one. That row sums up the others and has
            no function, file and line.
    """
    rows, rest, _ = choose_rows(diff, by, top)
    records = [_record(row, row.frames[0] if row.frames else Frame(), by) for row in rows]
    if rest is not None:
        records.append(_record(rest, Frame("", "", 0), by))
    document = {
        "schema": SCHEMA,
        "version": VERSION,
        "by": by,
        "base_peak_bytes": diff.base_peak,
        "head_peak_bytes": diff.head_peak,
        "rows": records,
    }
    return json_text(document) + "\n"


def _record(change: StackChange, frame: Frame, by: str) -> dict[str, Any]:
    record: dict[str, Any] = {
        **_frame(frame),
        "caller": None if change.caller is None else _frame(change.caller),
        **_counts(change),
    }
    if by == "stack":
        record["stack"] = [_frame(each) for each in change.frames]
    return record


def _frame(frame: Frame) -> dict[str, object]:
    return {
        "function": frame.function or None,
        "file": frame.file or None,
        "line": abs(frame.line) or None,
    }


def _counts(change: StackChange) -> dict[str, int]:
    return {
        "base_bytes": change.base,
        "head_bytes": change.head,
        "delta_bytes": change.delta,
        "base_allocations": change.base_allocations,
        "head_allocations": change.head_allocations,
    }
