"""The memory columns of the table: which there are, and what stands in a cell."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_core.measurement import Allocators
from benchmem_core.metrics import METRICS, MetricSpec
from benchmem_core.stats import STATS, Number
from benchmem_core.units import human_bytes
from benchmem_pytest.options import TableOptions
from benchmem_pytest.rows import Row

MISSING = "-"
"""What stands in a cell that has no number."""


@dataclass(frozen=True)
class Column:
    """One column: a stat of a metric.

    Attributes:
        metric: What was measured.
        stat: How the passes are summed up.
        title: The heading.
        rows: All rows of the table, which decide the width.
        allocators: The mode of most rows; a cell of the other mode gets an asterisk.
    """

    metric: MetricSpec
    stat: str
    title: str
    rows: Sequence[Row]
    allocators: Allocators

    @functools.cached_property
    def width(self) -> int:
        """Characters, with two blanks before."""
        return 2 + max(len(self.title), *(len(self.cell(row)) for row in self.rows))

    def value(self, row: Row) -> Number | None:
        """The number of a row; `None` where it was not measured."""
        field = self.metric.field
        if row.result is None or field is None or field not in row.result.fields:
            return None
        return STATS[self.stat](row.result.series(field))

    def cell(self, row: Row) -> str:
        """The text of a row."""
        value = self.value(row)
        if value is None or row.result is None:
            return MISSING
        mark = "" if row.result.allocators == self.allocators else "*"
        if self.metric.unit == "B":
            return human_bytes(value, decimals=2) + mark
        return (f"{int(value):,}" if value == int(value) else f"{value:,.1f}") + mark


def memory_columns(rows: Sequence[Row], options: TableOptions) -> list[Column]:
    """The columns for some rows; none when no row has memory."""
    measured = [row.result for row in rows if row.result is not None]
    if not measured:
        return []
    names = options.columns
    if names is None:
        names = (
            ("peak", "rss") if any(each.rss_bytes is not None for each in measured) else ("peak",)
        )
    # A single pass has no spread to show.
    several = any(result.repeats > 1 for result in measured)
    return [
        Column(
            METRICS[name],
            stat,
            f"{METRICS[name].label} {stat}" if several else METRICS[name].label,
            rows,
            options.allocators,
        )
        for name in names
        for stat in (options.stats if several else ("min",))
    ]
