"""The long frame: samples of several runs, one row each, for pandas."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmem_core.metrics import Metric
from benchmem_io.dims import column_of
from benchmem_io.errors import MissingDependencyError, SelectionError
from benchmem_io.labels import labels_of
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
        metric: `time`, `peak`, `allocated`, `allocations` or `rss`.
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
    try:
        import pandas as pd
    except ImportError:
        raise MissingDependencyError(
            "`load_long_df` needs pandas: `pip install 'benchmem-io[pandas]'`"
        ) from None
    spec = metric_of(metric)
    check_stat(spec, stat)
    paths = [Path(each) for each in ([runs] if isinstance(runs, str | os.PathLike) else runs)]
    if not paths:
        raise SelectionError("`runs` is empty: give at least one run file")
    names = labels_of(paths, labels)

    snapshots: list[str] = []
    ids: list[str] = []
    values: list[float] = []
    dims: dict[str, list[Any]] = {}
    for path, label in zip(paths, names, strict=True):
        for benchmark in load_run(path).benchmarks.values():
            value = benchmark.value(spec, stat)
            if value is None:
                continue
            row = len(ids)
            snapshots.append(label)
            ids.append(benchmark.id)
            values.append(float(value))
            for name, dim in benchmark.dims.items():
                column = dims.setdefault(name, [])
                # Rows before this one that lacked the dim.
                column.extend([None] * (row - len(column)))
                column.append(dim)
    columns = {column_of(name, dims): _column(column, len(ids)) for name, column in dims.items()}
    fixed = {
        "snapshot": pd.Series(snapshots, dtype=str),
        "id": pd.Series(ids, dtype=str),
        "value": pd.Series(values, dtype=float),
    }
    return pd.DataFrame({**fixed, **columns}), spec.unit


def _column(values: list[Any], rows: int) -> "pd.Series[Any]":
    import pandas as pd

    values.extend([None] * (rows - len(values)))
    present = [value for value in values if value is not None]
    if len(present) < rows:
        values = [float("nan") if value is None else value for value in values]
    return pd.Series(values)
