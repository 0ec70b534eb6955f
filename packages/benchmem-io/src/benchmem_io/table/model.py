"""The table model: the content that all renderers and the plugin's terminal table show."""

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from benchmem_core.metrics import Unit
from benchmem_core.units import UNITS

Tone = Literal["", "good", "bad"]
"""The colour of a cell, if there are colours."""

# Larger growth is written as more than this factor.
_LARGEST_SHARE = 1e7

MISSING = "-"
"""The text of an empty cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        value: A number in its unit, a text, or `None` for an empty cell.
        unit: `"s"`, `"B"`, `"count"`, or `"change"` for a signed share of the baseline; `None`
            for a text.
        ratio: The value divided by the best value; 1 for the best.
        tone: Whether the value is good or bad.
        note: A mark after the value, attach_call_sites in the table's notes.
        is_signed: Whether the value is a change, shown with its sign.
    """

    value: float | str | None = None
    unit: Unit | Literal["change"] | None = None
    ratio: float | None = None
    tone: Tone = ""
    note: str = ""
    is_signed: bool = False

    @property
    def text(self) -> str:
        """The cell as people read it: `7.63 MiB (1.05)`, `+12.3%`, or `-` if it is empty."""
        if self.value is None:
            return MISSING
        if isinstance(self.value, str) or self.unit is None:
            return f"{self.value}"
        if self.unit == "change":
            return f"{format_change(self.value)}{self.note}"
        if self.is_signed:
            return format_delta(self.value, self.unit) + self.note
        text = UNITS[self.unit].format(self.value) + self.note
        return text if self.ratio is None else f"{text} ({format_ratio(self.ratio)})"


def format_delta(delta: float, unit: Unit) -> str:
    """Write a change in its unit: `+4.00 MiB`, `-16 B`, `0 B`."""
    text = UNITS[unit].format(abs(delta))
    return f"+{text}" if delta > 0 else f"-{text}" if delta < 0 else text


def format_ratio(ratio: float) -> str:
    """Write a multiple of the best as pytest-benchmark does: `1.0` for the best, `1.05`."""
    if ratio == 1:
        return "1.0"
    return f"{ratio:.2f}" if ratio < 1000 else ">1000.0"


def format_change(change: float) -> str:
    """Write a signed share: `+12.3%`, `-4.0%`, `0.0%`; `+inf%` for growth from zero.

    A share that is not zero never reads as zero: `+0.001%`.
    """
    if not change:
        return "0.0%"
    if _LARGEST_SHARE < change < math.inf:
        return f">{_LARGEST_SHARE:,.0%}"
    text = f"{change * 100:+,.1f}%"
    if text not in {"+0.0%", "-0.0%"}:
        return text
    decimals = -2 - math.floor(math.log10(abs(change)))
    return f"{change * 100:+.{decimals}f}%" if decimals < 9 else f"{change * 100:+.0e}%"


def compute_change(base: float, head: float) -> float:
    """Return the share by which a value grew (negative: shrank); infinite only from zero.

    Args:
        base: The baseline, not negative.
        head: The value now.
    """
    if head == base:
        return 0.0
    return min((head - base) / base, sys.float_info.max) if base else math.inf


INDENT = "    "
"""The start of a line that explains the line above it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of cells.

    Attributes:
        key: The name for programs, such as `peak:min`.
        title: The heading.
        is_text: Whether the cells are texts, which are aligned to the left.
        metric: The metric that it shows, if any.
        stat: The statistic of that metric.
        unit: The unit of its values, unless cells have units of their own.
    """

    key: str
    title: str
    is_text: bool = False
    metric: str | None = None
    stat: str | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        id: The whole id of the benchmark.
        name: The id as shown: without the common beginning of all ids in the table.
        label: The label beside the name: the series, or in a diff the metric.
        cells: The cells, one for each column.
    """

    id: str
    name: str
    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together.

    Attributes:
        title: The values that the rows share; empty if the table is not grouped.
        rows: The rows; the rows of one benchmark are adjacent.
    """

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class TableData:
    """The content of a table.

    Attributes:
        columns: The columns of cells.
        groups: The rows, in groups.
        name_title: The heading of the names.
        label_title: The heading of the labels; empty if rows have no labels to show.
        series: The labels of the series, in their order; empty if rows are not of series.
        prefix: The common beginning of all ids, taken out of the names.
        notes: The lines under the table.
    """

    columns: Sequence[Column]
    groups: Sequence[Group]
    name_title: str = "Name"
    label_title: str = ""
    series: Sequence[str] = ()
    prefix: str = ""
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def rows(self) -> Iterator[Row]:
        """The rows of all groups."""
        for group in self.groups:
            yield from group.rows


@dataclass(frozen=True)
class Findings:
    """Conclusions of a gate, for people and for programs.

    Attributes:
        lines: The conclusions for people, one line for each.
        document: The conclusions for programs, as values that JSON can hold.
    """

    lines: Sequence[str]
    document: object


def indent_lines(lines: Iterable[str]) -> list[str]:
    """Indent lines, so that they explain the line above them."""
    return [f"{INDENT}{line}" for line in lines]


def common_prefix(ids: Sequence[str]) -> str:
    """Return the common beginning of all ids, up to the end of a folder, module or class.

    Args:
        ids: The ids. A single one loses its module.
    """
    if not ids:
        return ""
    first, last = min(ids), max(ids)
    length = next(
        (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        min(len(first), len(last)),
    )
    # Stop before a parameter, as its text may hold anything.
    shared = first[:length].partition("[")[0]
    ends = [shared.rfind("::") + 2 if "::" in shared else 0, shared.rfind("/") + 1]
    return shared[: max(ends)]
