"""From references of runs to a table, for `benchmem compare` and for notebooks."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_io.compare.baselines import (
    add_names,
    find_runs,
    move_baseline_first,
)
from benchmem_io.compare.columns import ColumnSelection, Names, parse_group_by
from benchmem_io.compare.comparison import Comparison, compare_runs
from benchmem_io.compare.view import SORTS
from benchmem_io.errors import SelectionError
from benchmem_io.runs import (
    Where,
    load_runs,
    strip_param,
)
from benchmem_io.table import Table


def compare_table(
    runs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    columns: Names = None,
    stat: Names = None,
    diff: bool = False,
    group_by: Names = None,
    sort: str = "name",
    where: Where = (),
    pivot: str | None = None,
    labels: Sequence[str] | None = None,
    baseline: str | None = None,
) -> Table:
    """Make the table that `benchmem compare` prints; a notebook shows it.

    Args:
        runs: One run or several, the baseline first: files, folders (the newest run in each), or
            the numbers of saved runs, such as `"0001"`.
        columns: Metrics, and `extra:NAME` for labels from `extra_info`; by default time and peak.
            These, statistics and groups are names, or one text with commas between them.
        stat: Statistics of each metric, or `"all"`.
        diff: Whether to show the baseline, then the change of each later run.
        group_by: The keys that make a sub-table: `fullname`, `name`, `func`, `group`, `module`,
            `class` or `param:NAME`.
        sort: `"name"`, `"value"` (the largest first) or `"change"` (the largest growth first).
        where: Conditions, such as `"n=1000"` or `{"n": [1000, 2000]}`.
        pivot: The dim whose values are compared.
        labels: The label of each run, or of each value of the pivot.
        baseline: The run or value that is the baseline: its label, or the text that was given for
            it. By default it is the first run, or the first value in natural order.

    Returns:
        The table. `str` turns it into text, and notebooks show it as HTML.

    Raises:
        RunFileError: A run does not exist or cannot be read.
        SelectionError: A column, statistic, group, dim, value or order does not exist, or there is
            nothing to compare with.
    """
    options = CompareOptions.parse(
        columns=columns, stat=stat, diff=diff, group_by=group_by, sort=sort
    )
    references = [runs] if isinstance(runs, str | os.PathLike) else runs
    paths = [os.fspath(each) for each in references]
    return options.table(compare_references(paths, where, pivot, labels, baseline))


@dataclass(frozen=True)
class CompareOptions:
    """The parts of a comparison to show, and their order.

    Attributes:
        columns: The columns to show.
        group_by: The keys that make a sub-table.
        sort: The order of rows.
        is_diff: Whether it is a table of changes.
    """

    columns: ColumnSelection
    group_by: tuple[str, ...]
    sort: str
    is_diff: bool

    @classmethod
    def parse(
        cls, *, columns: Names, stat: Names, diff: bool, group_by: Names, sort: str
    ) -> "CompareOptions":
        """Read options as `benchmem compare` takes them.

        Raises:
            SelectionError: A column, statistic, group or order does not exist.
        """
        if sort not in SORTS:
            raise SelectionError(f"`{sort}` is not an order of rows: use {', '.join(SORTS)}")
        return cls(ColumnSelection.parse(columns, stat), parse_group_by(group_by), sort, diff)

    def table(self, comparison: Comparison) -> Table:
        """Make the table of a comparison.

        Raises:
            SelectionError: The comparison lacks a chosen column, statistic or group.
        """
        if self.is_diff:
            from benchmem_io.compare.diff_table import diff_table as make
        else:
            from benchmem_io.compare.view import value_table as make
        return make(comparison, self.columns, group_by=self.group_by, sort=self.sort)


def compare_references(
    references: Sequence[str],
    where: Where = (),
    pivot: str | None = None,
    labels: Sequence[str] | None = None,
    baseline: str | None = None,
) -> Comparison:
    """Find runs, read them and lay them side by side.

    Args:
        references: The runs as a user means them, the baseline first.
        where: Conditions, such as `n=1000`.
        pivot: The dim whose values are compared.
        labels: The labels of the series.
        baseline: The series that is the baseline; by default the first run, or the first value in
            natural order.

    Raises:
        RunFileError: A run does not exist or cannot be read.
        SelectionError: There is nothing to compare, labels do not fit, the baseline does not
            exist, or a run would be its own baseline.
    """
    found = find_runs(references, baseline, has_baseline=pivot is None)
    if not found.paths:
        raise SelectionError("`runs` is empty: give at least one run")
    runs = load_runs(found.paths, where)
    comparison = compare_runs(runs, labels, pivot)
    kind = "run"
    if pivot is None:
        comparison = add_names(comparison, found)
    else:
        kind = f"value of `{strip_param(pivot)}`"
    if baseline is not None:
        comparison = move_baseline_first(comparison, baseline, kind)
    if pivot is None:
        comparison.check_baseline()
    return comparison
