"""The table of changes: a row for each benchmark and metric."""

from dataclasses import replace

from benchmem_core.metrics import MetricSpec
from benchmem_io.compare.columns import ColumnSelection
from benchmem_io.compare.comparison import Comparison
from benchmem_io.compare.view import TableView, read_value
from benchmem_io.errors import SelectionError
from benchmem_io.runs import BenchmarkNumbers
from benchmem_io.table import Cell, Column, Group, Row, Table, Tone, compute_change


def diff_table(
    comparison: Comparison,
    columns: ColumnSelection,
    *,
    group_by: tuple[str, ...] = (),
    sort: str = "name",
) -> Table:
    """Make the table of changes: the baseline, then the change of each later series.

    Args:
        comparison: The comparison to show; its first series is the baseline.
        columns: The metrics and statistics to show; the default statistic is the minimum.
        group_by: The keys that make a sub-table.
        sort: The order of rows.

    Raises:
        SelectionError: There is nothing to compare with, or a column or group does not exist.
    """
    if len(comparison.series) < 2:
        raise SelectionError("`--diff` needs a second run, or `--pivot`, to compare with")
    single = replace(columns, stats=columns.stats or ("min",))
    view = TableView.of(comparison, single, group_by=group_by, sort=sort)
    return Table(
        columns=[
            *view.extra_columns(),
            *(Column(series.label, series.label) for series in comparison.series),
        ],
        groups=[
            Group(
                title, [_row(view, id_, metric, stat) for id_ in ids for metric, stat in view.stats]
            )
            for title, ids in view.groups()
        ],
        label_title="Metric",
        prefix=view.prefix,
        notes=view.notes(),
    )


def _row(view: TableView, id_: str, metric: MetricSpec, stat: str) -> Row:
    base, *later = (series.benchmarks.get(id_) for series in view.comparison.series)
    cells = [
        *view.extra_cells(view.comparison.one(id_)),
        view.value_cell(base, metric, stat),
        *(change_cell(base, each, metric, stat) for each in later),
    ]
    return Row(id_, view.name(id_), f"{metric.label} {stat}", cells)


def change_cell(
    base: BenchmarkNumbers | None,
    head: BenchmarkNumbers | None,
    metric: MetricSpec,
    stat: str | None = None,
) -> Cell:
    """Make the cell of a change; values of different allocator modes are never compared.

    Args:
        base: The benchmark in the baseline.
        head: The benchmark in the other series.
        metric: The metric to compare.
        stat: The statistic to compare; `None` is the headline.
    """
    old, new = read_value(base, metric, stat), read_value(head, metric, stat)
    if base is None or head is None or old is None or new is None:
        return Cell()
    if metric.field is not None and base.allocators != head.allocators:
        return Cell("other mode")
    grown = compute_change(old, new)
    tones: tuple[Tone, Tone] = ("bad", "good") if metric.growth_is_bad else ("good", "bad")
    return Cell(grown, "change", tone=tones[0] if grown > 0 else tones[1] if grown < 0 else "")
