"""A cell as a pure job: what it needs goes in, its run file and its logs come out."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmem_core.text import printable
from benchmem_sweep.environment import (
    Environment,
    Recipe,
    last_lines,
    make_environment,
    reason_in,
)
from benchmem_sweep.errors import Stage, StageError
from benchmem_sweep.processes import Processes
from benchmem_sweep.provisioning import TMP_PREFIX
from benchmem_sweep.scratch import processes_folder, scratch_folder
from benchmem_sweep.suite import Suite

_FAILED, _NOTHING = 1, 5
# Its own line at the end: `1 failed, 19 passed in 3.21s`.
_COUNTS = re.compile(r"(\d+) (failed|error(?:s)?)\b")


@dataclass(frozen=True)
class Job:
    """All that decides what a cell measures.

    Attributes:
        recipe: Its environment.
        wheels: What is installed there besides, by file name.
        suite: What is run.
        arguments: What pytest gets besides the suite.
    """

    recipe: Recipe
    wheels: Mapping[str, bytes]
    suite: Suite
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What came out of a job.

    Attributes:
        run: The run file; `None` where there is none.
        failed_at: The stage that failed; `None` where all went well. Where tests failed, and
            others did not, there is a run file all the same.
        reason: What went wrong, in one line.
        logs: What each stage printed.
        seconds: How long each stage took.
    """

    run: bytes | None = None
    failed_at: Stage | None = None
    reason: str = ""
    logs: Mapping[str, bytes] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)


class Work:
    """A job in a folder: first its environment is made, then its suite is run."""

    def __init__(self, job: Job, folder: Path, processes: Processes) -> None:
        """Begin.

        Args:
            job: The job.
            folder: Is made.
            processes: Runs all that it starts.
        """
        self._job = job
        self._folder = folder
        self._processes = processes
        self._environment: Environment | None = None
        self._failure: StageError | None = None
        self._seconds: dict[str, float] = {}
        self._logs = folder / "logs"

    def prepare(self) -> None:
        """Make the environment and unpack the suite. What fails is told by `measure`."""
        begun = time.monotonic()
        cwd = self._folder / "cwd"
        self._logs.mkdir(parents=True)
        self._job.suite.unpack(cwd)
        wheels = self._folder / "wheels"
        wheels.mkdir()
        for name, content in self._job.wheels.items():
            (wheels / name).write_bytes(content)
        recipe = self._job.recipe
        paths = [str(wheels / name) for name in self._job.wheels]
        try:
            self._environment = make_environment(
                Recipe(
                    (*paths, *recipe.requirements),
                    recipe.python,
                    recipe.as_of,
                    recipe.import_check,
                ),
                self._folder / "venv",
                cwd=cwd,
                logs=self._logs,
                processes=self._processes,
            )
        except StageError as error:
            self._failure = error
        self._seconds["environment"] = time.monotonic() - begun

    @property
    def is_ready(self) -> bool:
        """Whether there is an environment to run in."""
        return self._environment is not None

    def measure(self) -> Outcome:
        """Run the suite in the environment that was made."""
        if self._environment is None:
            failure = self._failure
            assert failure is not None
            return self._outcome(failed_at=failure.stage, reason=failure.reason)
        begun = time.monotonic()
        output = self._folder / "run.json"
        command = [str(self._environment.python), "-m", "pytest", *self._job.arguments]
        command += [f"--benchmark-json={output}", "--", self._job.suite.target]
        log = self._logs / "run.log"
        cwd = self._folder / "cwd"
        status = self._processes.run(command, log, env=self._environment.variables, cwd=cwd)
        self._seconds["run"] = time.monotonic() - begun
        content = output.read_bytes() if output.exists() else b""
        reason = _reason(status, log, has_run=bool(content))
        return self._outcome(content or None, "run" if reason else None, reason)

    def _outcome(
        self, run: bytes | None = None, failed_at: Stage | None = None, reason: str = ""
    ) -> Outcome:
        logs = {path.stem: path.read_bytes() for path in sorted(self._logs.glob("*.log"))}
        return Outcome(run, failed_at, reason, logs, self._seconds)


def run_job(job: Job) -> Outcome:
    """Do a job from beginning to end, in a temporary folder of this machine.

    Args:
        job: The job.
    """
    with scratch_folder(TMP_PREFIX) as scratch:
        processes = Processes(processes_folder(scratch))
        try:
            work = Work(job, scratch / "cell", processes)
            work.prepare()
            return work.measure()
        finally:
            processes.end()


def _reason(status: int, log: Path, *, has_run: bool) -> str:
    """What went wrong with the suite; empty where nothing did."""
    if status == 0 and has_run:
        return ""
    if status < 0:
        return f"pytest ended by signal {-status}"
    lines = last_lines(log, 200)
    if status == _NOTHING or (status == 0 and not has_run):
        return "no benchmark was collected: give a suite with tests that use `benchmark`"
    if status == _FAILED and lines:
        counts = _COUNTS.findall(lines[-1])
        failed = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
        named = (
            f", first `{printable(failed[0].split(' ', 1)[1].split(' - ')[0])}`" if failed else ""
        )
        return f"{' and '.join(f'{n} {what}' for n, what in counts) or 'tests failed'}{named}"
    errors = [line for line in lines if line.startswith(("ERROR", "E  ", "Error"))]
    said = printable(errors[-1].strip()) if errors else reason_in(log)
    return f"pytest ended with {status}: {said}"
