"""The folder of results: the run file and the logs of each cell."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from benchmem_core.atomic_files import atomic_write, remove_partial_files
from benchmem_sweep.axes import Commit, SweepCell
from benchmem_sweep.cell import CellResult
from benchmem_sweep.errors import SweepError

KEY = "benchmem_sweep"
"""The field of a run file that describes the cell."""


class CellRecord(msgspec.Struct, frozen=True):
    """The record of a cell that was run before.

    Attributes:
        key: The key of its result.
        failed: The reason if it failed, else empty.
    """

    key: str = ""
    failed: str = ""


class _Document(msgspec.Struct):
    benchmem_sweep: CellRecord | None = None


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
                f"`{folder}` cannot be written: {error.strerror}; give another `--out`"
            ) from error

    @property
    def logs(self) -> Path:
        """The folder of logs."""
        return self.folder / "logs"

    def locate_run_file(self, cell: SweepCell) -> Path:
        """Return the path of the run file of a cell, which may not exist."""
        return self.folder / f"{cell.stem}.json"

    def locate_log(self, cell: SweepCell, stage: str) -> Path:
        """Return the path of the log of a stage of a cell, which may not exist."""
        return self.logs / f"{cell.stem}.{stage}.log"

    def read_record(self, cell: SweepCell) -> CellRecord | None:
        """Return the record of an earlier run of a cell; `None` if it has none."""
        try:
            content = self.locate_run_file(cell).read_bytes()
            return msgspec.json.decode(content, type=_Document).benchmem_sweep
        except (OSError, msgspec.MsgspecError):
            return None

    def keep(
        self, cell: SweepCell, key: str, result: CellResult, commit: Commit | None = None
    ) -> None:
        """Write the result of a cell: the run file last, whole or not at all.

        Raises:
            SweepError: A file cannot be written, for example because the disk is full.
        """
        try:
            self._keep(cell, key, result, commit)
        except OSError as error:
            raise SweepError(
                f"`{error.filename2 or self.folder}` cannot be written: {error.strerror}; "
                "finished cells are kept: solve this, then run with `--resume`, or bisect again"
            ) from error

    def _keep(self, cell: SweepCell, key: str, result: CellResult, commit: Commit | None) -> None:
        for stage in ("venv", "install", "isolation", "run"):
            log = self.locate_log(cell, stage)
            if result.logs.get(stage):
                atomic_write(log, result.logs[stage])
            else:
                log.unlink(missing_ok=True)
        if result.run is not None:
            about = {"key": key, "failed": result.reason, "coordinates": dict(cell.coordinates)}
            content = add_coordinates(result.run, cell.coordinates, about, commit)
            atomic_write(self.locate_run_file(cell), content)


def add_coordinates(
    run: bytes,
    coordinates: Mapping[str, str],
    about: Mapping[str, Any],
    commit: Commit | None = None,
) -> bytes:
    """Write the coordinates of a cell into its run file, as params of each benchmark.

    If a benchmark has a dim of the same name, the axis is called `sweep.NAME`. The commit that was
    measured, and `about`, a mapping with more about the sweep, go into fields of the file.
    """
    document = _decode(run)
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
    return _encode(document)


def remove_times(run: bytes) -> bytes:
    """Remove the times from a run file: one quick round gives times that mean nothing."""
    document = _decode(run)
    for benchmark in document["benchmarks"]:
        benchmark.pop("stats", None)
    return _encode(document)


def _decode(run: bytes) -> Any:
    try:
        return msgspec.json.decode(run)
    except msgspec.DecodeError:
        # The file has `NaN`, which is invalid JSON; the standard library reads it.
        return json.loads(run)


def _encode(document: Any) -> bytes:
    # msgspec would write `NaN` as `null`.
    return json.dumps(document).encode()
