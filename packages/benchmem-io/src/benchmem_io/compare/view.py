"""The table of values, and the parts that it shares with the table of changes."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmem_core.checks import ALLOCATOR_MODES, Allocators
from benchmem_core.metrics import MetricSpec
from benchmem_io.compare.columns import EXTRA, ColumnSelection, group_ids
from benchmem_io.compare.comparison import Comparison
from benchmem_io.errors import SelectionError
from benchmem_io.runs import Benchmark, BenchmarkNumbers, Run, natural_key
from benchmem_io.table import Cell, Column, Group, Row, Table, Tone, common_prefix, compute_change

SORTS = ("name", "value", "change")
"""The orders of rows: by id, the largest value first, the largest growth first."""


@dataclass(frozen=True, eq=False)
class TableView:
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
        cls,
        comparison: Comparison,
        columns: ColumnSelection,
        *,
        group_by: tuple[str, ...] = (),
        sort: str,
    ) -> "TableView":
        """Choose the parts of a comparison to show.

        Raises:
            SelectionError: A column or statistic does not exist.
        """
        metrics = columns.find_metrics(comparison)
        columns.check_extras(comparison)
        return cls(
            comparison=comparison,
            metrics=metrics,
            stats=[(metric, stat) for metric in metrics for stat in columns.find_stats(metric)],
            extras=columns.extras,
            group_by=group_by,
            sort=sort,
            mode=_usual_mode(comparison),
            prefix=common_prefix(comparison.ids),
        )

    def groups(self) -> Iterator[tuple[str, list[str]]]:
        """Yield title and ids of each sub-table, with the ids sorted."""
        for title, ids in group_ids(self.comparison, self.group_by):
            yield title, self._sort(ids)

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
        return [Cell() if value is None else Cell(f"{value}") for value in found]

    def value_cell(self, benchmark: Benchmark | None, metric: MetricSpec, stat: str) -> Cell:
        """Return the cell of a value, with an asterisk if it is of the other allocator mode."""
        value = read_value(benchmark, metric, stat)
        if value is None or benchmark is None:
            return Cell()
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
        notes.append(f"Memory counts {ALLOCATOR_MODES[self.mode]} (allocators: {self.mode}).")
        modes = {benchmark.allocators for benchmark in _list_measured(self.comparison)}
        notes += [
            f"*: counts {ALLOCATOR_MODES[other]} (allocators: {other}); the two cannot be compared."
            for other in sorted(modes - {self.mode})
        ]
        return notes

    def _sort(self, ids: Sequence[str]) -> list[str]:
        by_name = sorted(ids, key=natural_key)
        if self.sort == "name":
            return by_name
        first, last = self.comparison.series[0], self.comparison.series[-1]
        if self.sort == "change" and first is last:
            raise SelectionError(
                "`--sort change` needs a second run, or `--pivot`, to compare with"
            )
        metric = self.metrics[0]

        def rank(id_: str) -> float:
            head = read_value(last.benchmarks.get(id_), metric)
            if self.sort == "value" or head is None:
                return -math.inf if head is None else head
            base = read_value(first.benchmarks.get(id_), metric)
            return -math.inf if base is None else compute_change(base, head)

        return sorted(by_name, key=rank, reverse=True)


def read_value(
    benchmark: BenchmarkNumbers | None, metric: MetricSpec, stat: str | None = None
) -> float | None:
    """Return the value of a benchmark, or `None` if the benchmark or the value is missing."""
    return None if benchmark is None else benchmark.value(metric, stat)


def _list_measured(comparison: Comparison) -> Iterator[Benchmark]:
    for series in comparison.series:
        yield from (each for each in series.benchmarks.values() if each.has_memory)


def _usual_mode(comparison: Comparison) -> Allocators:
    counts: dict[Allocators, int] = {}
    for benchmark in _list_measured(comparison):
        counts[benchmark.allocators] = counts.get(benchmark.allocators, 0) + 1
    # Sort, so that the order of tests does not decide between two equally frequent modes.
    return max(sorted(counts), key=lambda mode: counts[mode], default="python")


def machine_notes(metrics: Iterable[MetricSpec], runs: Sequence[Run]) -> list[str]:
    """Warn if times of several machines are compared.

    Args:
        metrics: The metrics that are compared.
        runs: The runs that are compared.

    Returns:
        One line that names the machines, or an empty list. Runs that name no machine are ignored.
    """
    if all(metric.unit != "s" for metric in metrics):
        return []
    machines = list(dict.fromkeys(filter(None, map(_machine, runs))))
    if len(machines) < 2:
        return []
    named = f"{', '.join(machines[:-1])} and {machines[-1]}"
    return [f"Times are of several machines, {named}: only memory can be compared."]


def _machine(run: Run) -> str:
    node, processor = run.machine_text, run.processor_text
    return f"{node} ({processor})" if node and processor else node or processor


def value_table(
    comparison: Comparison,
    columns: ColumnSelection,
    *,
    group_by: tuple[str, ...] = (),
    sort: str = "name",
) -> Table:
    """Make the table of values.

    If there are several series, each value has its ratio to the best value: of the benchmark, or
    of the sub-table if rows are grouped.

    Args:
        comparison: The comparison to show.
        columns: The columns to show.
        group_by: The keys that make a sub-table.
        sort: The order of rows.

    Raises:
        SelectionError: A column, statistic or group does not exist.
    """
    view = TableView.of(comparison, columns, group_by=group_by, sort=sort)
    groups = []
    for title, ids in view.groups():
        blocks = [ids] if group_by else [[id_] for id_ in ids]
        groups.append(Group(title, [row for block in blocks for row in _block(view, block)]))
    return Table(
        columns=[*view.extra_columns(), *(_column(metric, stat) for metric, stat in view.stats)],
        groups=groups,
        label_title="Run" if len(comparison.series) > 1 else "",
        series=[series.label for series in comparison.series],
        prefix=view.prefix,
        notes=view.notes(),
    )


def add_ratios(cells: Sequence[Cell], *, growth_is_bad: bool = True) -> list[Cell]:
    """Add ratios to the best value to the cells of a column, and tones to the best and worst.

    Args:
        cells: The cells. A cell with a note was measured in the other allocator mode: it is shown,
            but not compared.
        growth_is_bad: Whether the lowest value is the best.
    """
    values = [cell.value for cell in cells if isinstance(cell.value, int | float) and not cell.note]
    if not values:
        return list(cells)
    best, worst = min(values), max(values)
    if not growth_is_bad:
        best, worst = worst, best
    rated = []
    for cell in cells:
        if not isinstance(cell.value, int | float) or cell.note:
            rated.append(cell)
            continue
        ratio = 1.0 if cell.value == best else cell.value / best if best else math.inf
        tone: Tone = ""
        if best != worst and cell.value in {best, worst}:
            tone = "good" if cell.value == best else "bad"
        rated.append(Cell(cell.value, cell.unit, ratio, tone))
    return rated


def _block(view: TableView, ids: Sequence[str]) -> list[Row]:
    """Make the rows whose values are compared with each other."""
    members = [
        (id_, series.label, series.benchmarks.get(id_))
        for id_ in ids
        for series in view.comparison.series
    ]
    columns = [
        [view.value_cell(benchmark, metric, stat) for _, _, benchmark in members]
        for metric, stat in view.stats
    ]
    if len(view.comparison.series) > 1:
        columns = [
            add_ratios(column, growth_is_bad=metric.growth_is_bad)
            for column, (metric, _) in zip(columns, view.stats, strict=True)
        ]
    return [
        Row(id_, view.name(id_), label, [*view.extra_cells(benchmark), *cells])
        for (id_, label, benchmark), *cells in zip(members, *columns, strict=True)
    ]


def _column(metric: MetricSpec, stat: str) -> Column:
    return Column(
        f"{metric.name}:{stat}",
        f"{metric.label} {stat}",
        metric=metric.name,
        stat=stat,
        unit=metric.unit,
    )
