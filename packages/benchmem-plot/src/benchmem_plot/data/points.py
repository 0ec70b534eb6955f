"""Points of a plot: a number for each benchmark, with its spread and dims; and notes on runs."""

import functools
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmem_core.metrics import METRICS, MetricSpec
from benchmem_io.compare import Comparison, compare_runs
from benchmem_io.errors import SelectionError
from benchmem_io.runs import (
    Benchmark,
    DimValue,
    Run,
    find_metric,
    load_runs,
    sort_values,
)
from benchmem_io.table import common_prefix
from benchmem_plot.figure import escape

Snapshots = str | os.PathLike[str] | Run | Sequence[str | os.PathLike[str] | Run]
"""One run file or several, or runs that were read from them."""

_MOST_NAMED = 3
_LONGEST_LABEL, _LONGEST_NOTE = 30, 160


@dataclass(frozen=True)
class Point:
    """One number of a benchmark.

    Attributes:
        id: The id that it is compared by.
        value: The headline number, in the metric's unit.
        low: The lowest value of its passes; for a time, the headline number.
        high: The highest value of its passes; for a time, the median round.
        benchmark: The benchmark that was measured.
    """

    id: str
    value: float
    low: float
    high: float
    benchmark: Benchmark

    @functools.cached_property
    def dims(self) -> Mapping[str, DimValue]:
        """The dims of the benchmark, with their values."""
        return self.benchmark.dims


@dataclass(frozen=True, slots=True)
class PointSeries:
    """The points of one run, or of one value of a dim.

    Attributes:
        label: The name of the series.
        points: Its points by id, in natural order of the ids.
        run: The run that the points come from.
    """

    label: str
    points: Mapping[str, Point]
    run: Run


@dataclass(frozen=True)
class PlotData:
    """The series that a view draws.

    Attributes:
        metric: The metric of all points.
        series: At least one series, the baseline first.
        prefix: The common beginning of all ids.
        notes: Notes on how the runs were read.
    """

    metric: MetricSpec
    series: Sequence[PointSeries]
    prefix: str
    notes: Sequence[str] = ()

    @property
    def ids(self) -> list[str]:
        """All ids, in natural order."""
        return sort_values(id_ for each in self.series for id_ in each.points)

    @property
    def points(self) -> list[Point]:
        """The points of all series."""
        return [point for each in self.series for point in each.points.values()]

    def shorten_id(self, id_: str) -> str:
        """Return an id without the common beginning of all ids."""
        return id_.removeprefix(self.prefix) or id_


def load_points(
    snapshots: Snapshots,
    *,
    metric: str,
    labels: Sequence[str] | None = None,
    where: Sequence[str] | Mapping[str, object] = (),
    pivot: str | None = None,
    has_baseline: bool = False,
) -> PlotData:
    """Read the points that a view draws.

    Args:
        snapshots: Run files, or runs that were read from them.
        metric: The name of a metric in the registry.
        labels: A label for each run.
        where: `DIM=VALUE` conditions, or a mapping of dims to a value or a list.
        pivot: A dim whose values become the series, in place of the runs.
        has_baseline: Whether the first series is the baseline of the others.

    Raises:
        RunFileError: A file is not a run file, or a value in it is not a number.
        SelectionError: A metric, dim or value is unknown, no benchmark has the metric, or a run
            would be its own baseline.
    """
    spec = find_metric(metric)
    given = [snapshots] if isinstance(snapshots, str | os.PathLike | Run) else list(snapshots)
    if not given:
        raise SelectionError("`snapshots` is empty: give at least one run file")
    runs = load_runs(given, where)
    comparison = compare_runs(runs, labels, pivot)
    if has_baseline and not pivot:
        comparison.check_baseline()
    return _build_data(comparison, spec)


def write_notes(data: PlotData) -> list[str]:
    """Write notes on the runs: how they were read, and which of them lack the metric."""
    return [*escape_notes(data.notes), *_list_without_metric(data)]


def escape_notes(notes: Iterable[str]) -> list[str]:
    """Escape the notes on how runs were read for the title of a figure."""
    return [escape(note, _LONGEST_NOTE) for note in notes]


def _list_without_metric(data: PlotData) -> list[str]:
    labels = [escape(each.label, _LONGEST_LABEL) for each in data.series if not each.points]
    if not labels:
        return []
    names = ", ".join(labels[:_MOST_NAMED])
    more = f" and {len(labels) - _MOST_NAMED} more" if len(labels) > _MOST_NAMED else ""
    return [f"Without {data.metric.name}, and so not drawn: {names}{more}"]


def warn_of_mixed_allocators(points: Iterable[Point], metric: MetricSpec) -> list[str]:
    """Warn if points on one axis counted memory with different allocators."""
    if metric.field is None:
        return []
    counts = Counter(point.benchmark.allocators for point in points)
    if len(counts) < 2:
        return []
    found = ", ".join(f"{count} {allocators}" for allocators, count in sorted(counts.items()))
    return [f"Counted with different allocators, which do not compare: {found}"]


def _build_data(comparison: Comparison, metric: MetricSpec) -> PlotData:
    ids = comparison.ids
    series = []
    for each in comparison.series:
        points = {
            id_: point
            for id_ in ids
            if (benchmark := each.benchmarks.get(id_)) is not None
            and (point := _make_point(id_, benchmark, metric)) is not None
        }
        series.append(PointSeries(each.label, points, each.run))
    if not any(each.points for each in series):
        raise SelectionError(_explain_nothing(comparison, metric))
    return PlotData(metric, series, common_prefix(ids), comparison.notes)


def _explain_nothing(comparison: Comparison, metric: MetricSpec) -> str:
    have = [name for name, each in METRICS.items() if comparison.has(each)]
    if not have:
        return "no run has a benchmark in it: give one in which benchmarks were measured"
    return f"no benchmark has `{metric.name}`: choose another metric; there are {', '.join(have)}"


def _make_point(id_: str, benchmark: Benchmark, metric: MetricSpec) -> Point | None:
    value = benchmark.value(metric)
    if value is None:
        return None
    passes = benchmark.series(metric)
    if passes is None:
        median = benchmark.time("median")
        low, high = value, value if median is None else median
    else:
        low, high = min(passes), max(passes)
    return Point(id_, value, low, high, benchmark)
