"""The long frame: samples of several runs, one row each, for pandas."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmem_core.metrics import Metric
from benchmem_io.collecting import collection_paused
from benchmem_io.dims import DimValue, column_of
from benchmem_io.errors import SelectionError
from benchmem_io.labels import labels_of
from benchmem_io.pandas_module import import_pandas
from benchmem_io.runs import load_run
from benchmem_io.samples import check_stat, metric_of

if TYPE_CHECKING:
    import pandas as pd


def load_long_df(
    runs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    metric: Metric = "time",
    stat: str | None = None,
    labels: Sequence[str] | None = None,
) -> "tuple[pd.DataFrame, str]":
    """Stack one metric of several run files into a long frame.

    Args:
        runs: One run file or several.
        metric: `time`, `peak`, `allocated`, `allocations`, `rss` or `retained`.
        stat: As for `load_samples`.
        labels: The name of each run, in the same order; the default is the file's stem, with as
            much of the path as tells two apart.

    Returns:
        The frame and the unit of `value`. A row is a benchmark of a run. The columns are
        `snapshot` (the label), `id` and `value` (float), then one for each dim that some
        benchmark has, NaN where one lacks it. A dim called like one of those three is in the
        column `param:NAME`.

    Raises:
        MissingDependencyError: pandas is not installed.
        RunFileError: A file is no run file, or what it recorded is no number.
        SelectionError: There is no such metric or statistic, or labels do not fit the runs.
    """
    pd = import_pandas("load_long_df")
    spec = metric_of(metric)
    check_stat(spec, stat)
    paths = [Path(each) for each in ([runs] if isinstance(runs, str | os.PathLike) else runs)]
    if not paths:
        raise SelectionError("`runs` is empty: give at least one run file")
    names = labels_of(paths, labels)

    snapshots: list[str] = []
    ids: list[str] = []
    values: list[float] = []
    dims: list[dict[str, DimValue]] = []
    with collection_paused():
        for path, label in zip(paths, names, strict=True):
            for benchmark in load_run(path).benchmarks.values():
                value = benchmark.value(spec, stat)
                if value is not None:
                    snapshots.append(label)
                    ids.append(benchmark.id)
                    values.append(float(value))
                    dims.append(benchmark.dims)
        known: dict[str, None] = {}
        for each in dims:
            known.update(dict.fromkeys(each))
        missing = float("nan")
        columns: dict[str, list[Any]] = {
            "snapshot": snapshots,
            "id": ids,
            "value": values,
            **{column_of(name, known): [dim.get(name, missing) for dim in dims] for name in known},
        }
        frame = pd.DataFrame(
            {i: _inferred(pd.Series, column) for i, column in enumerate(columns.values())}
        )
        frame.columns = _inferred(pd.Index, list(columns))
        if not ids:
            # Nothing to find a type by.
            frame = frame.astype({"snapshot": str, "id": str, "value": float})
    return frame, spec.unit


def _inferred(make: Callable[..., Any], values: list[Any]) -> Any:
    """Make a column, or the headings, of the type that pandas finds."""
    try:
        return make(values)
    except UnicodeEncodeError:
        # A lone surrogate, which JSON may hold and pandas's own type for texts may not.
        return make(values, dtype=object)
