"""The folder of results: the run file and the logs of each cell."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from benchmem_core.atomic_files import atomic_write, remove_partial_files
from benchmem_sweep.axes import Cell, Commit
from benchmem_sweep.cell import Outcome
from benchmem_sweep.errors import SweepError

KEY = "benchmem_sweep"
"""The field of a run file that describes the cell."""


class _Sweep(msgspec.Struct):
    key: str = ""
    failed: str = ""


class _Document(msgspec.Struct):
    benchmem_sweep: _Sweep | None = None


@dataclass(frozen=True)
class Done:
    """The record of a cell that was run before.

    Attributes:
        key: The key of its result.
        failed: The reason if it failed, else empty.
    """

    key: str
    failed: str


class Results:
    """The folder that a sweep writes to."""

    def __init__(self, folder: Path) -> None:
        """Make the folder.

        Raises:
            SweepError: The folder cannot be written.
        """
        self.folder = folder
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
            remove_partial_files(folder)
            atomic_write(self.logs / "probe", b"")
            (self.logs / "probe").unlink()
        except OSError as error:
            raise SweepError(
                f"`{folder}` cannot be written: {error.strerror}; name another `--out`"
            ) from error

    @property
    def logs(self) -> Path:
        """The folder of logs."""
        return self.folder / "logs"

    def run_file(self, cell: Cell) -> Path:
        """Return the path of the run file of a cell, which may not exist."""
        return self.folder / f"{cell.stem}.json"

    def log_file(self, cell: Cell, stage: str) -> Path:
        """Return the path of the log of a stage of a cell, which may not exist."""
        return self.logs / f"{cell.stem}.{stage}.log"

    def done(self, cell: Cell) -> Done | None:
        """Return the record of an earlier run of a cell; `None` if it has none."""
        try:
            found = msgspec.json.decode(self.run_file(cell).read_bytes(), type=_Document)
        except (OSError, msgspec.MsgspecError):
            return None
        if found.benchmem_sweep is None:
            return None
        return Done(found.benchmem_sweep.key, found.benchmem_sweep.failed)

    def keep(self, cell: Cell, key: str, outcome: Outcome, commit: Commit | None = None) -> None:
        """Write the result of a cell: the run file last, whole or not at all.

        Args:
            cell: The cell.
            key: The key of the result.
            outcome: The result.
            commit: The commit that it measured.

        Raises:
            SweepError: A file cannot be written, for example because the disk is full.
        """
        try:
            self._keep(cell, key, outcome, commit)
        except OSError as error:
            raise SweepError(
                f"`{error.filename2 or self.folder}` cannot be written: {error.strerror}; what is "
                "done is kept: put that right, and go on with `--resume`, or the same bisection"
            ) from error

    def _keep(self, cell: Cell, key: str, outcome: Outcome, commit: Commit | None) -> None:
        for stage in ("venv", "install", "isolation", "run"):
            log = self.log_file(cell, stage)
            if outcome.logs.get(stage):
                atomic_write(log, outcome.logs[stage])
            else:
                log.unlink(missing_ok=True)
        if outcome.run is not None:
            about = {"key": key, "failed": outcome.reason, "coordinates": dict(cell.coordinates)}
            content = with_coordinates(outcome.run, cell.coordinates, about, commit)
            atomic_write(self.run_file(cell), content)


def with_coordinates(
    run: bytes,
    coordinates: Mapping[str, str],
    about: Mapping[str, Any],
    commit: Commit | None = None,
) -> bytes:
    """Write the coordinates of a cell into its run file, as params of each benchmark.

    Args:
        run: The run file.
        coordinates: The values by the names of their axes. If a benchmark has a dim of the same
            name, the axis is called `sweep.NAME`.
        about: More fields about the sweep.
        commit: The commit that was measured, to write into the file.
    """
    document = _decoded(run)
    for benchmark in document["benchmarks"]:
        taken = {**(benchmark.get("params") or {}), **(benchmark.get("extra_info") or {})}
        benchmark["params"] = {
            **(benchmark.get("params") or {}),
            **{(f"sweep.{k}" if k in taken else k): v for k, v in coordinates.items()},
        }
    document[KEY] = dict(about)
    if commit is not None:
        document["commit_info"] = {
            "id": commit.id,
            "time": commit.time,
            "author_time": commit.author_time,
            "dirty": False,
            "project": (document.get("commit_info") or {}).get("project"),
            "branch": None,
        }
    return _encoded(document)


def without_times(run: bytes) -> bytes:
    """Remove the times from a run file: one quick round gives times that mean nothing.

    Args:
        run: The run file.
    """
    document = _decoded(run)
    for benchmark in document["benchmarks"]:
        benchmark.pop("stats", None)
    return _encoded(document)


def _decoded(run: bytes) -> Any:
    try:
        return msgspec.json.decode(run)
    except msgspec.DecodeError:
        # The file has `NaN`, which is invalid JSON; the standard library reads it.
        return json.loads(run)


def _encoded(document: Any) -> bytes:
    # msgspec would write `NaN` as `null`.
    return json.dumps(document).encode()
