"""A comparison: several series of benchmarks, laid side by side by id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmem_core.metrics import MetricSpec
from benchmem_io.runs import Benchmark, Run, is_same_file, make_labels, natural_key


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


def compare_runs(runs: Sequence[Run], labels: Sequence[str] | None = None) -> Comparison:
    """Lay runs side by side.

    Args:
        runs: At least one, the baseline first.
        labels: The label of each run; by default made from the files' names.

    Raises:
        SelectionError: The labels do not fit the runs.
    """
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
