"""The table model: the content that every renderer, and the plugin's terminal table, show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from benchmem_core.metrics import Unit
from benchmem_core.stats import Number

Tone = Literal["", "good", "bad"]
"""How a cell is coloured, where there are colours."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of cells.

    Attributes:
        key: Its name for programs, such as `peak:min`.
        title: Its heading.
        is_text: Whether its cells are texts, which stand on the left.
        metric: The metric that it shows, if it shows one.
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
        value: A number in its unit, a text, or `None` where there is nothing.
        unit: `"s"`, `"B"`, `"count"`, or `"change"` for a signed share of the baseline; `None`
            for a text.
        ratio: The value over the best of its column, which has 1.
        tone: Whether it is good or bad.
        note: A mark after the value, explained in the table's notes.
        is_signed: Whether the value is a change, shown with its sign.
    """

    value: Number | str | None
    unit: Unit | Literal["change"] | None = None
    ratio: float | None = None
    tone: Tone = ""
    note: str = ""
    is_signed: bool = False


EMPTY = Cell(None)
"""A cell that has nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        id: The whole id of the benchmark.
        name: The id as it is shown: without what all ids of the table begin with.
        label: What the row is beside its name: its series, or in a diff its metric.
        cells: One for each column.
    """

    id: str
    name: str
    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together.

    Attributes:
        title: What they have in common; empty when the table has but one group.
        rows: The rows; those of one benchmark are adjacent.
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
        label_title: The heading of the labels; empty when rows have none to show.
        series: The labels of the series, in their order; empty when rows are no series.
        prefix: What all ids begin with, taken out of the names.
        notes: Lines under the table.
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
    """What all ids begin with, up to the end of a folder, module or class.

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
    # Not inside of a parameter, whose text may hold anything.
    shared = first[:length].partition("[")[0]
    ends = [shared.rfind("::") + 2 if "::" in shared else 0, shared.rfind("/") + 1]
    return shared[: max(ends)]
