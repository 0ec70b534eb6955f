"""The table model: the content that all renderers and the plugin's terminal table show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from benchmem_core.metrics import Unit

Tone = Literal["", "good", "bad"]
"""The colour of a cell, if there are colours."""


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
class Cell:
    """One cell.

    Attributes:
        value: A number in its unit, a text, or `None` for an empty cell.
        unit: `"s"`, `"B"`, `"count"`, or `"change"` for a signed share of the baseline; `None`
            for a text.
        ratio: The value divided by the best value; 1 for the best.
        tone: Whether the value is good or bad.
        note: A mark after the value, explained in the table's notes.
        is_signed: Whether the value is a change, shown with its sign.
    """

    value: float | str | None
    unit: Unit | Literal["change"] | None = None
    ratio: float | None = None
    tone: Tone = ""
    note: str = ""
    is_signed: bool = False


EMPTY = Cell(None)
"""A cell without a value."""


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
