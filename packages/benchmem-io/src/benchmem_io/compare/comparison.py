"""A comparison: several series of benchmarks, laid side by side by id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmem_core.metrics import MetricSpec
from benchmem_io.errors import SelectionError
from benchmem_io.runs import (
    Benchmark,
    Run,
    is_same_file,
    natural_key,
    require_dim,
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
