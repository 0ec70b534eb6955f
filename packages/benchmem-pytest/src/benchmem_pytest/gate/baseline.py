"""The baseline: the saved run to compare with."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmem_core.checks import Allocators
from benchmem_core.metrics import MetricSpec
from benchmem_io.compare import change_cell, find_baseline
from benchmem_io.errors import RunFileError
from benchmem_io.runs import (
    Run,
    load_run,
)
from benchmem_io.table import Cell
from benchmem_pytest.flags import LATEST
from benchmem_pytest.results import BenchmarkRow, SessionBenchmark

NOW = Path("this run")
"""The name of this run."""


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

    def make_cells(
        self, row: BenchmarkRow, metric: MetricSpec, allocators: Allocators
    ) -> tuple[Cell, Cell]:
        """Return the two cells of a row that show the baseline and the change.

        Args:
            row: A row of this run, or of a saved one, whose cells are empty.
            metric: The metric to show.
            allocators: The mode of most rows; a baseline of the other mode gets an asterisk.
        """
        base = self.run.benchmarks.get(row.id or "")
        value = None if base is None else base.value(metric, metric.best)
        if base is None or value is None:
            return Cell(), Cell()
        note = "" if base.allocators == allocators else "*"
        head = None if row.result is None else SessionBenchmark(base.id, row.result)
        return Cell(value, metric.unit, note=note), change_cell(base, head, metric, metric.best)


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
            "`--benchmark-memory-compare` finds saved runs in a folder, and `--benchmark-storage` "
            "does not name one: give the path of a run file"
        )
    found = find_baseline(
        None if reference == LATEST else reference,
        Path(folder),
        written,
        name=f"--benchmark-memory-compare={reference}",
    )
    if found is None:
        return None
    path, notes = found
    return Baseline(load_run(path), path.stem, notes)
