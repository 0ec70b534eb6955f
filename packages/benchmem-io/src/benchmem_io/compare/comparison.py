"""Lay runs, or the values of one dim, side by side by id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmem_core.metrics import MetricSpec
from benchmem_io.errors import SelectionError
from benchmem_io.runs import (
    Benchmark,
    DimValue,
    Run,
    check_labels,
    is_same_file,
    make_labels,
    natural_key,
    require_dim,
    sort_values,
    strip_param,
)

# A session writes its files one after the other, each with its own date.
_AT_MOST_APART = timedelta(minutes=1)


@dataclass(frozen=True, eq=False)
class Series:
    """One side of a comparison: a run, or one value of a dim.

    Attributes:
        label: Its label; each series of a comparison has a different one.
        benchmarks: Its benchmarks by the id under which they are compared.
        run: The run that they come from.
        names: Other names by which a user may choose it.
    """

    label: str
    benchmarks: Mapping[str, Benchmark]
    run: Run
    names: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Comparison:
    """Several series, the baseline first.

    Attributes:
        series: The series, at least one.
        names: The name of each id without module and class.
        notes: Remarks for the reader on how it was made.
        runs: All runs that it was made from; if empty, the runs of the series.
    """

    series: Sequence[Series]
    names: Mapping[str, str]
    notes: Sequence[str] = ()
    runs: Sequence[Run] = ()

    @property
    def ids(self) -> list[str]:
        """All ids, in natural order: `[1000]` before `[10000]`."""
        return sorted(self.names, key=natural_key)

    def one(self, id_: str) -> Benchmark:
        """Return the benchmark of an id from the first series that has it."""
        return next(each.benchmarks[id_] for each in self.series if id_ in each.benchmarks)

    def check_baseline(self, at: int = 0) -> None:
        """Refuse to compare a run with itself.

        Args:
            at: The index of the baseline.

        Raises:
            SelectionError: The baseline appears twice, or with another file of the same session.
        """
        base = self.series[at]
        for other in self.series:
            reason = "" if other is base else _find_reason(base.run, other.run)
            if reason:
                raise SelectionError(
                    f"`{other.run.path}` is its own baseline: {reason}; give two different runs"
                )

    def check_dim(self, dim: str) -> None:
        """Check that some benchmark has a dim.

        Raises:
            SelectionError: No benchmark has it; the text lists the dims that exist.
        """
        require_dim(strip_param(dim), [each.run for each in self.series])

    def is_made_of(self, file: Path) -> bool:
        """Say whether a file is one of the runs, even by another path."""
        runs = [*self.runs, *(series.run for series in self.series)]
        return any(is_same_file(file, run.path) for run in runs)

    def has(self, metric: MetricSpec) -> bool:
        """Say whether some benchmark has a metric."""
        return any(
            benchmark.has(metric)
            for series in self.series
            for benchmark in series.benchmarks.values()
        )


def compare_runs(
    runs: Sequence[Run], labels: Sequence[str] | None = None, pivot: str | None = None
) -> Comparison:
    """Lay runs, or the values of a dim, side by side.

    Args:
        runs: At least one, the baseline first.
        labels: The label of each run or value; by default made from the files' names.
        pivot: The dim whose values are compared, as for `pivot_runs`.

    Raises:
        SelectionError: The labels do not fit, or the runs cannot be pivoted.
    """
    if pivot:
        return pivot_runs(runs, pivot, labels)
    names = make_labels([run.path for run in runs], labels)
    return Comparison(
        series=[
            Series(label, run.benchmarks, run, (str(run.path), run.path.name, run.path.stem))
            for label, run in zip(names, runs, strict=True)
        ],
        names={id_: each.name for run in runs for id_, each in run.benchmarks.items()},
        notes=collect_notes(runs),
    )


def collect_notes(runs: Iterable[Run]) -> list[str]:
    """Collect the notes on how runs were read, each one once."""
    return list(dict.fromkeys(note for run in runs for note in run.notes))


def _find_reason(base: Run, other: Run) -> str:
    if is_same_file(base.path, other.path):
        is_same_path = base.path == other.path
        return "it was given twice" if is_same_path else f"it and `{base.path}` are one file"
    if _are_of_one_session(base, other):
        return f"it and `{base.path}` were written by one session"
    return ""


def _are_of_one_session(one: Run, other: Run) -> bool:
    """Say whether one session wrote both, as with `--benchmark-json` beside autosave.

    Such files hold the same benchmarks, and their times have the same digits. Times of two
    sessions never do. Memory alone can be the same twice, so without times the files must also
    have the same date.
    """
    pairs = [(each.entry, other.benchmarks.get(id_)) for id_, each in one.benchmarks.items()]
    if (
        len(pairs) != len(other.benchmarks)
        or (one.machine, one.commit) != (other.machine, other.commit)
        or any(twin is None or entry != twin.entry for entry, twin in pairs)
    ):
        return False
    if one.date and one.date == other.date:
        return bool(pairs)
    first, second = one.made_at, other.made_at
    is_timed = any(entry.stats is not None and entry.stats.min is not None for entry, _ in pairs)
    is_near = first is None or second is None or abs(first - second) <= _AT_MOST_APART
    return is_timed and is_near


def pivot_runs(runs: Sequence[Run], dim: str, labels: Sequence[str] | None = None) -> Comparison:
    """Fold the benchmarks that differ only in one dim into one row.

    They are paired by module, class, function and parameters, so ids may be custom.

    Args:
        runs: One run, or several that differ in the dim, such as the cells of a sweep.
        dim: A parameter, an `extra_info` name, or `node.func`, `.class`, `.module`, `.group`.
        labels: The label of each value, in the order of the values.

    Returns:
        A series for each value; the first one is the baseline. Numbers are in their order, texts
        in natural order, commits in the order in which they were made.

    Raises:
        SelectionError: No benchmark has the dim, it has only one value, or two benchmarks of one
            value cannot be told apart.
    """
    from benchmem_io.compare.folding import merge_ids

    dim = strip_param(dim)
    require_dim(dim, runs)
    columns: dict[tuple[str, DimValue], dict[str, Benchmark]] = {}
    # The first run that has a value.
    homes: dict[tuple[str, DimValue], Run] = {}
    names: dict[str, str] = {}
    for run in runs:
        dependent_params = _find_dependent_params(run, dim)
        for benchmark in run.benchmarks.values():
            dims = benchmark.dims
            if dim not in dims:
                continue
            id_, name = merge_ids(benchmark, dim, dependent_params)
            value = _add_type(dims[dim])
            homes.setdefault(value, run)
            column = columns.setdefault(value, {})
            if id_ in column:
                raise SelectionError(_alike(column[id_], benchmark, dim))
            column[id_] = benchmark
            names[id_] = name
    left_out = sum(len(run.benchmarks) for run in runs) - sum(map(len, columns.values()))
    if len(columns) < 2:
        raise SelectionError(f"`{dim}` has only one value: a pivot compares at least two")
    ordered = _order(homes)
    texts = [str(value) for _, value in ordered]
    if len(set(texts)) < len(texts):
        texts = [repr(value) for _, value in ordered]
    called = check_labels(labels, len(texts), f"values of `{dim}`") if labels else texts
    return Comparison(
        series=[
            Series(label, columns[value], homes[value], names=(text,))
            for label, text, value in zip(called, texts, ordered, strict=True)
        ],
        names=names,
        runs=runs,
        notes=[
            *([f"Without `{dim}`, and so left out: {left_out}"] if left_out else []),
            *collect_notes(runs),
        ],
    )


def _find_dependent_params(run: Run, dim: str) -> set[str]:
    """Find the parameters that depend on a dim which is not a parameter itself."""
    if any(dim in (benchmark.entry.params or {}) for benchmark in run.benchmarks.values()):
        return set()
    from benchmem_io.compare.folding import find_dependent_params

    return find_dependent_params(run.benchmarks.values(), dim)


def _order(homes: Mapping[tuple[str, DimValue], Run]) -> list[tuple[str, DimValue]]:
    """Sort values in natural order, and commits in the order in which they were made."""
    values = [_add_type(value) for value in sort_values(value for _, value in homes)]
    dates = {}
    for value in values:
        date = _commit_date(str(value[1]), homes[value])
        if date is None:
            return values
        dates[value] = date
    return sorted(values, key=dates.__getitem__)


def _commit_date(value: str, run: Run) -> datetime | None:
    """Return the date of a run's commit, if a value is the beginning of the commit's id."""
    is_its_id = value and str(run.commit.get("id") or "").startswith(value)
    return run.committed_at if is_its_id else None


def _alike(first: Benchmark, second: Benchmark, dim: str) -> str:
    if first.id == second.id:
        return (
            f"`{first.id}` has the same `{dim}` in two runs: choose with `--where`, or compare "
            "the runs without `--pivot`"
        )
    return (
        f"`{first.id}` and `{second.id}` have the same `{dim}` and nothing else that is recorded "
        "tells them apart: choose with `--where`"
    )


def _add_type(value: DimValue) -> tuple[str, DimValue]:
    # `True` and `1` are equal, but two different values.
    return type(value).__name__, value
