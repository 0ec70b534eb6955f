"""The table of values: a row for each benchmark of each series."""

import math
from collections.abc import Sequence

from benchmem_core.metrics import MetricSpec
from benchmem_io.compare.columns import Choice
from benchmem_io.compare.comparison import Comparison
from benchmem_io.compare.view import View
from benchmem_io.table import Cell, Column, Group, Row, Table, Tone


def value_table(
    comparison: Comparison,
    choice: Choice,
    *,
    group_by: tuple[str, ...] = (),
    sort: str = "name",
) -> Table:
    """Make the table of values.

    If there are several series, each value has its ratio to the best value: of the benchmark, or
    of the sub-table if rows are grouped.

    Args:
        comparison: The comparison to show.
        choice: The columns to show.
        group_by: The keys that make a sub-table.
        sort: The order of rows.

    Raises:
        SelectionError: A column, statistic or group does not exist.
    """
    view = View.of(comparison, choice, group_by=group_by, sort=sort)
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


def with_ratios(cells: Sequence[Cell], *, growth_is_bad: bool = True) -> list[Cell]:
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


def _block(view: View, ids: Sequence[str]) -> list[Row]:
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
            with_ratios(column, growth_is_bad=metric.growth_is_bad)
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
