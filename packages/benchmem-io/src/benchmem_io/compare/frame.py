"""The long frame: samples of several runs, one row each, for pandas."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmem_core.metrics import Metric, MetricSpec
from benchmem_io.compare.comparison import collect_notes, pivot_runs
from benchmem_io.errors import SelectionError
from benchmem_io.runs import (
    Benchmark,
    DimValue,
    check_stat,
    find_metric,
    gc_paused,
    import_pandas,
    infer_type,
    issue_warnings,
    load_run,
    make_labels,
    name_column,
    strip_param,
)

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd

# Few enough to keep all workers busy, and enough to make up for the cost of a task.
_FILES_AT_A_TIME = 50


def load_long_df(
    runs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    metric: Metric = "time",
    stat: str | None = None,
    labels: Sequence[str] | None = None,
    pivot: str | None = None,
    executor: "Executor | None" = None,
) -> "tuple[pd.DataFrame, str]":
    """Stack one metric of several run files into a long frame.

    Args:
        runs: One run file or several.
        metric: `time`, `peak`, `allocated`, `allocations`, `rss`, `retained`, or one that another
            distribution adds.
        stat: As for `load_samples`.
        labels: The name of each run, in the same order. The default is the file's stem, with
            enough of the path to tell two apart.
        pivot: A dim whose values take the place of the runs. They are the `snapshot`, and
            benchmarks that differ only in this dim have the same `id`. Benchmarks without it are
            left out.
        executor: Reads several files at a time, by the same paths: a `ProcessPoolExecutor`, or
            the workers of a cluster. By default, and with `pivot`, this process reads the files.

    Returns:
        The frame and the unit of `value`. A row is a benchmark of a run. The columns are
        `snapshot` (the label), `id` and `value` (float), then one for each dim that some
        benchmark has, with NaN for benchmarks that lack it. A dim with the name of one of those
        three is in the column `param:NAME`.

    Raises:
        MissingDependencyError: pandas is not installed.
        RunFileError: A file is not a run file, or a recorded value is not a number.
        SelectionError: The metric, statistic or dim does not exist, or labels do not fit the runs.
    """
    pd = import_pandas("load_long_df")
    spec = find_metric(metric)
    check_stat(spec, stat)
    paths = [Path(each) for each in ([runs] if isinstance(runs, str | os.PathLike) else runs)]
    if not paths:
        raise SelectionError("`runs` is empty: give at least one run file")
    with gc_paused():
        if pivot is not None:
            names, read = _read_pivoted(paths, spec, stat, pivot, labels)
        else:
            names = make_labels(paths, labels)
            read = (
                _read_here(paths, spec.name, stat)
                if executor is None
                else _read_by(executor, paths, spec.name, stat)
            )
        snapshots = [label for label, rows in zip(names, read, strict=True) for _ in rows.ids]
        ids = [id_ for rows in read for id_ in rows.ids]
        values = [value for rows in read for value in rows.values]
        dims = [each for rows in read for each in rows.dims]
        known: dict[str, None] = {}
        for each in dims:
            known.update(dict.fromkeys(each))
        missing = float("nan")
        columns: dict[str, list[Any]] = {
            "snapshot": snapshots,
            "id": ids,
            "value": values,
            **{
                name_column(name, known): [dim.get(name, missing) for dim in dims] for name in known
            },
        }
        frame = pd.DataFrame(
            {i: infer_type(pd.Series, column) for i, column in enumerate(columns.values())}
        )
        frame.columns = infer_type(pd.Index, list(columns))
        if not ids:
            # Without values, pandas cannot infer a type.
            frame = frame.astype({"snapshot": str, "id": str, "value": float})
    return frame, spec.unit


class _Rows(NamedTuple):
    """The rows of one run."""

    ids: list[str]
    values: list[float]
    dims: list[dict[str, DimValue]]


def _read_here(paths: Sequence[Path], metric: str, stat: str | None) -> list[_Rows]:
    """Read runs in this process or in a worker, which gets and returns only names and numbers."""
    spec = find_metric(metric)
    found = []
    with gc_paused():
        for path in paths:
            run = load_run(path)
            issue_warnings(run.notes)
            found.append(_rows(run.benchmarks, spec, stat))
    return found


def _rows(benchmarks: Mapping[str, Benchmark], spec: MetricSpec, stat: str | None) -> _Rows:
    """Make the rows of benchmarks by id."""
    rows = _Rows([], [], [])
    for id_, benchmark in benchmarks.items():
        value = benchmark.value(spec, stat)
        if value is not None:
            rows.ids.append(id_)
            rows.values.append(float(value))
            rows.dims.append(benchmark.dims)
    return rows


def _read_pivoted(
    paths: Sequence[Path],
    spec: MetricSpec,
    stat: str | None,
    pivot: str,
    labels: Sequence[str] | None,
) -> tuple[list[str], list[_Rows]]:
    runs = [load_run(path) for path in paths]
    issue_warnings(collect_notes(runs))
    comparison = pivot_runs(runs, pivot, labels)
    found = []
    for series in comparison.series:
        rows = _rows(series.benchmarks, spec, stat)
        # The values of the pivot are now the snapshots, so the dim is left out of the rows.
        found.append(rows._replace(dims=[_without(each, strip_param(pivot)) for each in rows.dims]))
    return [series.label for series in comparison.series], found


def _without(dims: Mapping[str, DimValue], name: str) -> dict[str, DimValue]:
    return {key: value for key, value in dims.items() if key != name}


def _read_by(
    executor: "Executor", paths: Sequence[Path], metric: str, stat: str | None
) -> list[_Rows]:
    parts = [paths[at : at + _FILES_AT_A_TIME] for at in range(0, len(paths), _FILES_AT_A_TIME)]
    futures = [executor.submit(_read_here, part, metric, stat) for part in parts]
    try:
        return [rows for future in futures for rows in future.result()]
    finally:
        for future in futures:
            future.cancel()
