"""Build the harness and each commit once for all cells."""

import threading
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from benchmem_sweep.axes import Plan, SweepCell, find_interpreter
from benchmem_sweep.cell import Harness, build_wheel, is_universal
from benchmem_sweep.errors import StageError
from benchmem_sweep.host import Processes


class Builds:
    """Builds wheels, each when the first cell asks for it."""

    def __init__(self, plan: Plan, folder: Path, processes: Processes) -> None:
        """Take a folder for wheels and checkouts."""
        self._plan = plan
        self._folder = folder
        self._processes = processes
        self._harness: Harness | StageError | None = None
        # By revision, then by interpreter; the key `None` is for a wheel that suits all of them.
        self._wheels: dict[str, dict[str | None, Path | StageError]] = defaultdict(dict)
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._lock = threading.Lock()

    def build_harness(self) -> Harness:
        """Return the harness as wheels.

        Raises:
            StageError: The harness cannot be built.
        """
        with self._get_lock("harness"):
            if self._harness is None:
                try:
                    self._harness = self._plan.harness.build(
                        self._folder / "harness", self._processes
                    )
                except StageError as error:
                    reason = f"pytest-benchmem itself cannot be built: {error.reason}"
                    self._harness = StageError("install", reason, error.log)
        if isinstance(self._harness, StageError):
            raise self._harness
        return self._harness

    def build_commit(self, cell: SweepCell) -> Mapping[str, bytes]:
        """Return the wheel of a cell's commit, by its file name; empty if it has no commit.

        Raises:
            StageError: The wheel cannot be built.
        """
        revision, repository = cell.revision, self._plan.repository
        if revision is None or repository is None:
            return {}
        python = find_interpreter(cell.python).path
        with self._get_lock(revision):
            built = self._wheels[revision]
            wheel = built.get(None) or built.get(python)
            if wheel is None:
                wheel = self._build(revision, python)
                is_for_all = isinstance(wheel, Path) and is_universal(wheel.name)
                built[None if is_for_all else python] = wheel
        if isinstance(wheel, StageError):
            raise wheel
        return {wheel.name: wheel.read_bytes()}

    def _build(self, revision: str, python: str) -> Path | StageError:
        repository = self._plan.repository
        assert repository is not None
        folder = self._folder / "commits" / f"{revision}-{len(self._wheels[revision])}"
        folder.mkdir(parents=True)
        try:
            with repository.checkout(revision, folder / "checkout", self._processes) as project:
                if not project.is_dir():
                    where = repository.place
                    return StageError("install", f"`{revision[:10]}` has no folder `{where}`")
                return build_wheel(project, folder / "wheel", self._processes, python=python)
        except StageError as error:
            return error

    def _get_lock(self, what: str) -> threading.Lock:
        with self._lock:
            return self._locks[what]
