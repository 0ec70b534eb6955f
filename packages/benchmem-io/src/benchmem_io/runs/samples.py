"""Samples: one number per benchmark of a run file, with its dims."""

import os
import warnings
from collections.abc import Callable, Iterable
from typing import NamedTuple

from benchmem_core.metrics import METRICS, Metric, MetricSpec
from benchmem_core.stats import STATS
from benchmem_io.errors import RepeatedResultWarning, SelectionError
from benchmem_io.runs.decoding import Stats
from benchmem_io.runs.dims import DimValue
from benchmem_io.runs.run import HEADLINE_TIME, Benchmark, load_run

TIME_STATS: tuple[str, ...] = (*STATS, "iqr")
"""The statistics of a time: pytest-benchmark also records the interquartile range of its rounds."""

_OTHER_UNITS = {"ops": "1/s", "rounds": "count", "iterations": "count"}


class Sample(NamedTuple):
    """One number of one benchmark.

    Attributes:
        id: The benchmark's node id.
        value: The number, in the unit that came with the samples.
        dims: The axes that it varies over, by name.
    """

    id: str
    value: float
    dims: dict[str, DimValue]


def from_pytest_benchmark(
    path: str | os.PathLike[str], *, metric: str = HEADLINE_TIME
) -> tuple[str, list[Sample], str]:
    """Read the times of a run file.

    Args:
        path: A file that pytest-benchmark wrote.
        metric: The statistic to read: `min`, `max`, `mean`, `median`, `stddev`, `iqr`, ….

    Returns:
        The label (the file's stem), a sample for each benchmark that was timed, and the unit,
        `"s"`.

    Raises:
        RunFileError: The file is not a run file, or a statistic is not a number.
        SelectionError: pytest-benchmark does not record the statistic.
    """
    if metric not in Stats.__struct_fields__:
        known = ", ".join(Stats.__struct_fields__)
        raise SelectionError(
            f"`{metric}` is not a statistic of pytest-benchmark; it records {known}"
        )
    return _samples(path, lambda benchmark: benchmark.time(metric), _OTHER_UNITS.get(metric, "s"))


def memory_from_pytest_benchmark(
    path: str | os.PathLike[str],
    *,
    field: str = "peak_bytes",
    reduce: Callable[[list[float]], float] | None = None,
) -> tuple[str, list[Sample], str]:
    """Read the memory of a run file.

    Args:
        path: A file that pytest-benchmark wrote.
        field: The series to read: `peak_bytes`, `allocations`, `total_bytes`, `rss_bytes`,
            `retained_bytes`, or one of a metric that another distribution adds.
        reduce: Reduces a series to one number. Without it the number is taken from the pass with
            the lowest peak.

    Returns:
        The label (the file's stem), a sample for each benchmark whose memory was measured, and
        the unit: `"B"`, or `"count"` for allocations.

    Raises:
        RunFileError: The file is not a run file, or a blob is damaged.
        SelectionError: The series does not exist.
    """
    by_field = {each.field: each for each in METRICS.values() if each.field is not None}
    spec = by_field.get(field)
    if spec is None:
        known = ", ".join(by_field)
        raise SelectionError(f"`{field}` is not a series of a memory blob; those are {known}")

    def read(benchmark: Benchmark) -> float | None:
        if reduce is None:
            return benchmark.value(spec)
        series = benchmark.series(spec)
        return None if series is None else reduce([float(each) for each in series])

    return _samples(path, read, spec.unit)


def load_samples(
    path: str | os.PathLike[str], *, metric: Metric = "time", stat: str | None = None
) -> tuple[str, list[Sample], str]:
    """Read one metric of a run file.

    Args:
        path: A file that pytest-benchmark wrote.
        metric: `time`, `peak`, `allocated`, `allocations`, `rss`, `retained`, or one that another
            distribution adds.
        stat: `min`, `max`, `mean`, `median`, `stddev`, or for time also `iqr`. `None` is the
            headline: the shortest round, or for memory the pass with the lowest peak.

    Returns:
        The label (the file's stem), a sample for each benchmark that has the metric, and the
        unit: `"s"`, `"B"` or `"count"`.

    Raises:
        RunFileError: The file is not a run file, or a recorded value is not a number.
        SelectionError: The metric does not exist, or does not have the statistic.
    """
    spec = find_metric(metric)
    check_stat(spec, stat)
    return _samples(path, lambda benchmark: benchmark.value(spec, stat), spec.unit)


def find_metric(name: str) -> MetricSpec:
    """Return the specification of a metric.

    Raises:
        SelectionError: The metric does not exist.
    """
    spec = METRICS.get(name)
    if spec is None:
        known = ", ".join(METRICS)
        raise SelectionError(f"{METRICS.explain_missing(name)}; the metrics are {known}")
    return spec


def check_stat(metric: MetricSpec, stat: str | None) -> None:
    """Check that a metric has a statistic.

    Raises:
        SelectionError: The metric does not have the statistic; the text says why.
    """
    known = TIME_STATS if metric.field is None else tuple(STATS)
    if stat is None or stat in known:
        return
    if stat in TIME_STATS:
        raise SelectionError(
            f"`{stat}` of `{metric.name}` does not exist: pytest-benchmark takes quartiles of the "
            f"timed rounds, and memory has only a few passes; use one of {', '.join(known)}"
        )
    raise SelectionError(
        f"`{stat}` is not a statistic; those of `{metric.name}` are {', '.join(known)}"
    )


def issue_warnings(notes: Iterable[str], *, above: int = 2) -> None:
    """Issue a warning for each note on how runs were read, for callers that cannot show notes.

    Args:
        notes: The text of each warning.
        above: The number of calls between this one and the user's.
    """
    for note in notes:
        warnings.warn(RepeatedResultWarning(note), stacklevel=above + 2)


def _samples(
    path: str | os.PathLike[str], read: Callable[[Benchmark], float | None], unit: str
) -> tuple[str, list[Sample], str]:
    run = load_run(path)
    issue_warnings(run.notes)
    samples = [
        Sample(benchmark.id, float(value), benchmark.dims)
        for benchmark in run.benchmarks.values()
        if (value := read(benchmark)) is not None
    ]
    return run.path.stem, samples, unit
