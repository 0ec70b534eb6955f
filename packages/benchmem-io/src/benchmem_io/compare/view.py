"""The common parts of a comparison's tables: chosen columns, names, cells and notes."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmem_core.blob import COUNTED, Allocators
from benchmem_core.metrics import MetricSpec
from benchmem_core.stats import Number
from benchmem_io.compare.columns import EXTRA, Choice, check_extras, chosen_metrics, chosen_stats
from benchmem_io.compare.comparison import Comparison
from benchmem_io.compare.grouping import groups_of
from benchmem_io.compare.machines import machine_notes
from benchmem_io.errors import SelectionError
from benchmem_io.runs import Benchmark, BenchmarkNumbers, natural_key
from benchmem_io.table import EMPTY, Cell, Column, change, common_prefix

SORTS = ("name", "value", "change")
"""The orders of rows: by id, the largest value first, the largest growth first."""


@dataclass(frozen=True, eq=False)
class View:
    """A comparison, as a user wants to see it.

    Attributes:
        comparison: The comparison to show.
        metrics: The chosen metrics that at least one series has.
        stats: Each metric with each of its statistics.
        extras: Names of `extra_info` values.
        group_by: The keys that make a sub-table.
        sort: One of `SORTS`.
        mode: The allocator mode of most benchmarks; the others get an asterisk.
        prefix: The common beginning of all ids.
    """

    comparison: Comparison
    metrics: Sequence[MetricSpec]
    stats: Sequence[tuple[MetricSpec, str]]
    extras: Sequence[str]
    group_by: tuple[str, ...]
    sort: str
    mode: Allocators
    prefix: str

    @classmethod
    def of(
        cls, comparison: Comparison, choice: Choice, *, group_by: tuple[str, ...] = (), sort: str
    ) -> "View":
        """Choose the parts of a comparison to show.

        Raises:
            SelectionError: A column or statistic does not exist.
        """
        metrics = chosen_metrics(choice, comparison)
        check_extras(choice.extras, comparison)
        return cls(
            comparison=comparison,
            metrics=metrics,
            stats=[(metric, stat) for metric in metrics for stat in chosen_stats(choice, metric)],
            extras=choice.extras,
            group_by=group_by,
            sort=sort,
            mode=_usual_mode(comparison),
            prefix=common_prefix(comparison.ids),
        )

    def groups(self) -> Iterator[tuple[str, list[str]]]:
        """Yield title and ids of each sub-table, with the ids sorted."""
        for title, ids in groups_of(self.comparison, self.group_by):
            yield title, self._sorted(ids)

    def name(self, id_: str) -> str:
        """Return the name of an id: without the common beginning of all ids."""
        return id_.removeprefix(self.prefix)

    def extra_columns(self) -> list[Column]:
        """Return the columns of `extra_info` values."""
        return [Column(f"{EXTRA}{name}", name, is_text=True) for name in self.extras]

    def extra_cells(self, benchmark: Benchmark | None) -> list[Cell]:
        """Return the cells of a benchmark's `extra_info` values."""
        values = {} if benchmark is None else benchmark.entry.extra_info or {}
        found = (values.get(name) for name in self.extras)
        return [EMPTY if value is None else Cell(f"{value}") for value in found]

    def value_cell(self, benchmark: Benchmark | None, metric: MetricSpec, stat: str) -> Cell:
        """Return the cell of a value, with an asterisk if it is of the other allocator mode."""
        value = value_of(benchmark, metric, stat)
        if value is None or benchmark is None:
            return EMPTY
        is_other = metric.field is not None and benchmark.allocators != self.mode
        return Cell(value, metric.unit, note="*" if is_other else "")

    def notes(self) -> list[str]:
        """Return the lines under the table."""
        notes = [f"Names begin with {self.prefix}"] if self.prefix else []
        if len(self.comparison.series) > 1:
            notes.append(f"Baseline: {self.comparison.series[0].label}")
        notes += self.comparison.notes
        runs = self.comparison.runs or [series.run for series in self.comparison.series]
        notes += machine_notes(self.metrics, runs)
        if all(metric.field is None for metric in self.metrics):
            return notes
        notes.append(f"Memory counts {COUNTED[self.mode]} (allocators: {self.mode}).")
        others = {benchmark.allocators for benchmark in _measured(self.comparison)} - {self.mode}
        notes += [
            f"*: counts {COUNTED[other]} (allocators: {other}); the two cannot be compared."
            for other in sorted(others)
        ]
        return notes

    def _sorted(self, ids: Sequence[str]) -> list[str]:
        in_order = sorted(ids, key=natural_key)
        if self.sort == "name":
            return in_order
        first, last = self.comparison.series[0], self.comparison.series[-1]
        if self.sort == "change" and first is last:
            raise SelectionError(
                "`--sort change` needs a second run, or `--pivot`, to compare with"
            )
        metric = self.metrics[0]

        def rank(id_: str) -> float:
            head = value_of(last.benchmarks.get(id_), metric)
            if self.sort == "value" or head is None:
                return -math.inf if head is None else head
            base = value_of(first.benchmarks.get(id_), metric)
            return -math.inf if base is None else change(base, head)

        return sorted(in_order, key=rank, reverse=True)


def value_of(
    benchmark: BenchmarkNumbers | None, metric: MetricSpec, stat: str | None = None
) -> Number | None:
    """Return the value of a benchmark, or `None` if the benchmark or the value is missing."""
    return None if benchmark is None else benchmark.value(metric, stat)


def _measured(comparison: Comparison) -> Iterator[Benchmark]:
    for series in comparison.series:
        yield from (each for each in series.benchmarks.values() if each.has_memory)


def _usual_mode(comparison: Comparison) -> Allocators:
    counts: dict[Allocators, int] = {}
    for benchmark in _measured(comparison):
        counts[benchmark.allocators] = counts.get(benchmark.allocators, 0) + 1
    # Sort, so that the order of tests does not decide between two equally frequent modes.
    return max(sorted(counts), key=lambda mode: counts[mode], default="python")
