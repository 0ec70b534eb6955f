"""The job of a cell: a recipe and a suite go in, a run file and logs come out."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmem_sweep.cell.environment import Environment, Recipe, make_environment
from benchmem_sweep.cell.pytest_run import explain_failure, read_run
from benchmem_sweep.cell.shadowing import check_shadowing
from benchmem_sweep.cell.suite import Suite
from benchmem_sweep.errors import Stage, StageError
from benchmem_sweep.host import TMP_PREFIX, Processes, make_scratch_folder, stop_when_cancelled


@dataclass(frozen=True)
class CellJob:
    """Everything that decides the measurement of a cell.

    Attributes:
        recipe: The recipe of its environment.
        wheels: The content of wheels to install there too, by file name.
        suite: The suite to run.
        arguments: The arguments of pytest, without the suite.
        tested: The distributions under test, each by its name or its URL.
    """

    recipe: Recipe
    wheels: Mapping[str, bytes]
    suite: Suite
    arguments: tuple[str, ...]
    tested: tuple[str, ...] = ()


@dataclass(frozen=True)
class CellResult:
    """The result of a job.

    Attributes:
        run: The content of the run file; `None` without one.
        failed_at: The stage that failed; `None` if all went well. If only some tests failed, the
            run file still exists.
        reason: The reason of the failure, in one line.
        logs: The output of each stage.
        seconds: The durations of `environment` and `run`.
    """

    run: bytes | None = None
    failed_at: Stage | None = None
    reason: str = ""
    logs: Mapping[str, bytes] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)


class CellRun:
    """A job in a folder: first its environment is made, then its suite is run.

    Attributes:
        venv: The folder of the environment.
    """

    def __init__(self, job: CellJob, folder: Path, processes: Processes) -> None:
        """Prepare to do a job in a new folder."""
        self._job = job
        self._folder = folder
        self.venv = folder / "venv"
        self._processes = processes
        self._made: Environment | StageError | None = None
        self._seconds: dict[str, float] = {}
        self._logs = folder / "logs"
        self._cwd = folder / "cwd"

    def prepare(self) -> bool:
        """Make the environment and unpack the suite.

        Returns:
            Whether the suite can be run; if not, `measure` tells the reason.
        """
        begun = time.monotonic()
        try:
            self._made = self._make_environment()
        except StageError as error:
            self._made = error
        self._seconds["environment"] = time.monotonic() - begun
        return isinstance(self._made, Environment)

    def _make_environment(self) -> Environment:
        wheels = self._folder / "wheels"
        try:
            self._logs.mkdir(parents=True)
            self._job.suite.unpack(self._cwd)
            # Without this, pytest would look for its configuration in the folders above.
            (self._folder / "pytest.ini").touch()
            wheels.mkdir()
            for name, content in self._job.wheels.items():
                (wheels / name).write_bytes(content)
        except OSError as error:
            raise StageError("venv", f"the suite cannot be unpacked: {error.strerror}") from error
        paths = [str(wheels / name) for name in self._job.wheels]
        recipe = self._job.recipe
        made = make_environment(
            replace(recipe, requirements=(*paths, *recipe.requirements)),
            self.venv,
            cwd=self._cwd,
            logs=self._logs,
            processes=self._processes,
        )
        check_shadowing(self._job.tested, self.venv, self._cwd)
        return made

    def measure(self) -> CellResult:
        """Run the suite in the environment that was made."""
        made = self._made
        if isinstance(made, StageError):
            return self._make_result(failed_at=made.stage, reason=made.reason)
        assert made is not None, "`prepare` comes first"
        begun = time.monotonic()
        output, log = self._folder / "run.json", self._logs / "run.log"
        command = [str(made.python), "-m", "pytest", *self._job.arguments]
        command += [f"--benchmark-json={output}", "--", self._job.suite.target]
        status = self._processes.run(command, log, env=made.variables, cwd=self._cwd)
        self._seconds["run"] = time.monotonic() - begun
        run = read_run(output, status)
        reason = explain_failure(status, log, has_run=run is not None)
        return self._make_result(run, "run" if reason else None, reason)

    def _make_result(
        self, run: bytes | None = None, failed_at: Stage | None = None, reason: str = ""
    ) -> CellResult:
        logs = {path.stem: path.read_bytes() for path in sorted(self._logs.glob("*.log"))}
        return CellResult(run, failed_at, reason, logs, self._seconds)


def run_job(job: CellJob) -> CellResult:
    """Do a job from beginning to end, in a temporary folder of this machine."""
    with make_scratch_folder(TMP_PREFIX) as scratch:
        processes = Processes(scratch)
        try:
            with stop_when_cancelled(processes.end):
                work = CellRun(job, scratch / "cell", processes)
                work.prepare()
                return work.measure()
        finally:
            processes.end()
