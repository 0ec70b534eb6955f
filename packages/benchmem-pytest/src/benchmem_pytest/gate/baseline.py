"""The baseline: the saved run to compare with."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmem_core.blob import BLOB, META, Allocators
from benchmem_core.engine import MemoryResult
from benchmem_core.metrics import MetricSpec
from benchmem_io.compare import change_cell, newest_baseline
from benchmem_io.errors import RunFileError
from benchmem_io.runs import (
    Benchmark,
    Entry,
    Run,
    Stats,
    is_same_file,
    load_run,
    runs_by_date,
    saved_runs,
)
from benchmem_io.table import EMPTY, Cell
from benchmem_pytest.options import LATEST
from benchmem_pytest.rows import BenchmarkRow

NOW = Path("this run")
"""The name of this run."""

_ANY_SAVED = "[0-9][0-9][0-9][0-9]_"


@dataclass(frozen=True, eq=False)
class Baseline:
    """A saved run to compare with.

    Attributes:
        run: The run.
        label: The name of its file.
        notes: A line for each newer run that was passed over.
    """

    run: Run
    label: str
    notes: Sequence[str] = ()

    def cells(
        self, row: BenchmarkRow, metric: MetricSpec, allocators: Allocators
    ) -> tuple[Cell, Cell]:
        """Return the two cells of a row that show the baseline and the change.

        Args:
            row: A row of this run, or of a saved one, whose cells are empty.
            metric: The metric to show.
            allocators: The mode of most rows; a baseline of the other mode gets an asterisk.
        """
        base = self.run.benchmarks.get(row.id or "")
        value = None if base is None else base.lowest(metric)
        if base is None or value is None:
            return EMPTY, EMPTY
        note = "" if base.allocators == allocators else "*"
        head = None if row.result is None else measured(base.id, row.result)
        return Cell(value, metric.unit, note=note), change_cell(base, head, metric, metric.best)


def measured(id_: str, result: MemoryResult | None, times: object = None) -> Benchmark:
    """Return a benchmark of this run, as the run file will have it.

    Args:
        id_: The node id.
        result: The memory of the benchmark.
        times: The statistics of pytest-benchmark; `None` before it has timed.
    """
    judged = ("min", "median", "iqr") if times is not None else ()
    stats = Stats(**{name: float(getattr(times, name)) for name in judged})
    extra_info = None if result is None else {BLOB: result.as_dict(), META: result.meta()}
    return Benchmark(Entry(id_, extra_info=extra_info, stats=stats), NOW)


def load_baseline(reference: str, storage: Any, written: Path | None = None) -> Baseline | None:
    """Find and read the run to compare with.

    Args:
        reference: A file, a folder, the start of a saved run's name, or `LATEST`.
        storage: pytest-benchmark's storage.
        written: The file that this session is going to overwrite.

    Returns:
        The baseline; `None` if the newest saved run is wanted and none is saved.

    Raises:
        RunFileError: The run is missing, cannot be read, or may not be the baseline.
    """
    folder = getattr(storage, "path", None)
    if folder is None:
        raise RunFileError(
            "`--benchmark-memory-compare` reads files, and `--benchmark-storage` is no folder: "
            "give the path of a run file"
        )
    runs, where = _find(reference, Path(folder))
    if not runs:
        return None
    path, notes = runs[-1], list[str]()
    if len(runs) > 1 or reference == LATEST or Path(reference).is_dir():
        path, notes = newest_baseline(runs, where, written)
    elif written is not None and is_same_file(path, written):
        raise RunFileError(
            f"`--benchmark-memory-compare={reference}` is the file that `--benchmark-json` writes, "
            "so this run would take the place of its own baseline: name another file"
        )
    return Baseline(load_run(path), path.stem, notes)


def _find(reference: str, folder: Path) -> tuple[list[Path], Path]:
    """Find the runs that a reference stands for, the newest last, and their folder."""
    if reference == LATEST:
        return saved_runs(_ANY_SAVED, folder), folder
    path = Path(reference)
    if os.path.isdir(path):
        return runs_by_date(path), path
    if os.path.isfile(path):
        return [path], path
    found = saved_runs(reference, folder)
    if not found:
        raise RunFileError(
            f"`--benchmark-memory-compare={reference}` is no file and no saved run in "
            f"`{folder}`: `benchmem runs` lists the saved ones"
        )
    # A number names one run, even if several folders have it.
    return found[-1:] if reference.isdecimal() else found, folder
