"""The memory columns of the table, in the table model of benchmem-io."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from benchmem_core.metrics import METRICS, MetricSpec
from benchmem_core.stats import STATS
from benchmem_io.table import Cell, Column, Group, Row, Table
from benchmem_pytest.options import MemoryTableOptions
from benchmem_pytest.results import BenchmarkGroup, BenchmarkRow

if TYPE_CHECKING:
    from benchmem_pytest.gate import Baseline


def make_memory_table(
    groups: Sequence[BenchmarkGroup], options: MemoryTableOptions, baseline: "Baseline | None"
) -> Table | None:
    """Make the memory part of pytest-benchmark's table; `None` if no row has memory.

    Args:
        groups: The groups that pytest-benchmark is going to print, in its order.
        options: The options of the table.
        baseline: The run to compare with; its numbers and the change get columns too.
    """
    results = [row.result for group in groups for row in group.rows if row.result is not None]
    if not results:
        return None
    names = options.columns
    if names is None:
        has_rss = any(result.rss_bytes is not None for result in results)
        names = ("peak", "rss") if has_rss else ("peak",)
    # With a single pass, all stats are the same.
    several = any(result.repeats > 1 for result in results)
    stats = options.stats if several else ("min",)
    metrics = [METRICS[name] for name in names]
    columns = [_make_column(metric, stat, several=several) for metric in metrics for stat in stats]
    if baseline is not None:
        columns += [column for metric in metrics for column in _make_baseline_columns(metric)]
    return Table(
        columns=columns,
        groups=[
            Group(group.name or "", _make_rows(group, metrics, stats, options, baseline))
            for group in groups
        ],
    )


def _make_rows(
    group: BenchmarkGroup,
    metrics: Sequence[MetricSpec],
    stats: Sequence[str],
    options: MemoryTableOptions,
    baseline: "Baseline | None",
) -> list[Row]:
    by_column = [
        _color_extremes([_make_cell(row, metric, stat, options) for row in group.rows], metric)
        for metric in metrics
        for stat in stats
    ]
    if baseline is not None:
        for metric in metrics:
            pairs = [baseline.make_cells(row, metric, options.allocators) for row in group.rows]
            by_column += [list(cells) for cells in zip(*pairs, strict=True)]
    return [
        Row(row.name, row.name, "", cells)
        for row, *cells in zip(group.rows, *by_column, strict=True)
    ]


def _make_cell(
    row: BenchmarkRow, metric: MetricSpec, stat: str, options: MemoryTableOptions
) -> Cell:
    result, field = row.result, metric.field
    if result is None or field is None or field not in result.fields:
        return Cell()
    note = "" if result.allocators == options.allocators else "*"
    return Cell(STATS[stat](metric.scale(result.series(field))), metric.unit, note=note)


def _color_extremes(cells: Sequence[Cell], metric: MetricSpec) -> list[Cell]:
    """Make the lowest value of a column green and the highest red, or the other way round."""
    values = [cell.value for cell in cells if isinstance(cell.value, int | float)]
    if not values or min(values) == max(values):
        return list(cells)
    best, worst = min(values), max(values)
    if not metric.growth_is_bad:
        best, worst = worst, best
    tones: dict[object, Literal["good", "bad"]] = {best: "good", worst: "bad"}
    return [
        Cell(cell.value, cell.unit, tone=tones.get(cell.value, ""), note=cell.note)
        for cell in cells
    ]


def _make_column(metric: MetricSpec, stat: str, *, several: bool) -> Column:
    title = f"{metric.label} {stat}" if several else metric.label
    return Column(f"{metric.name}:{stat}", title, metric=metric.name, stat=stat, unit=metric.unit)


def _make_baseline_columns(metric: MetricSpec) -> tuple[Column, Column]:
    return (
        Column(f"{metric.name}:base", f"{metric.label} base", metric=metric.name, unit=metric.unit),
        Column(f"{metric.name}:change", f"{metric.label} Δ", metric=metric.name),
    )
