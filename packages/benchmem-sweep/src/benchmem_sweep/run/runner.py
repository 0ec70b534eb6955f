"""Run the cells of a plan: make environments ahead and side by side, run few suites at a time."""

import itertools
import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import Literal, Self

from benchmem_core.errors import BenchmemError
from benchmem_sweep.axes import Cell, Plan
from benchmem_sweep.cell import Bytecode, Job, Outcome, Work, run_job
from benchmem_sweep.errors import StageError
from benchmem_sweep.host import TMP_PREFIX, Processes, Turns, remove_tree, scratch_folder
from benchmem_sweep.run.builds import Builds
from benchmem_sweep.run.progress import Progress
from benchmem_sweep.run.results import Results, without_times

AHEAD = 2
"""How many environments are made at a time, and ahead of the suites that run."""

State = Literal["done", "skipped", "partial", "failed"]
"""Done now (`done`), done before (`skipped`), some tests failed (`partial`), or no run file
(`failed`)."""


@dataclass(frozen=True)
class Finished:
    """The result of a cell.

    Attributes:
        cell: The cell.
        state: Whether the cell has a run file, and whether all its tests passed.
        outcome: The outcome; empty for a cell that was done before.
    """

    cell: Cell
    state: State
    outcome: Outcome


class Runner:
    """Runs cells, and keeps each result as soon as it is known; a context manager.

    All calls of `run` share its wheels. All its temporary files are removed at the end.
    """

    def __init__(self, plan: Plan, results: Results, progress: Progress) -> None:
        """Prepare to run.

        Args:
            plan: The settings that the cells share.
            results: The folder that results are kept in.
            progress: Shows the progress of each cell.
        """
        self._plan = plan
        self._results = results
        self._progress = progress
        self._open = ExitStack()
        self._is_stopped = False
        # Futures in the order in which they finish; `None` asks to stop.
        self._done: SimpleQueue[Future[Outcome] | None] = SimpleQueue()
        self._number = 0

    def __enter__(self) -> Self:
        """Begin."""
        self._scratch = self._open.enter_context(scratch_folder(TMP_PREFIX))
        self._processes = Processes(self._scratch)
        self._open.callback(self._processes.end)
        self._builds = Builds(self._plan, self._scratch, self._processes)
        if self._plan.repository is not None:
            # `scratch_folder` has removed the folders of killed sweeps by now.
            self._plan.repository.prune()
        return self

    def __exit__(self, *_: object) -> None:
        """End all running processes and remove all temporary files."""
        self._open.close()

    def stop(self) -> None:
        """End all running processes, from another thread: `run` raises `InterruptedError`."""
        self._is_stopped = True
        self._processes.end()
        self._done.put(None)

    def run(
        self,
        cells: Sequence[Cell],
        *,
        resume: bool = False,
        jobs: int = 1,
        executor: Executor | None = None,
    ) -> list[Finished]:
        """Run cells.

        Args:
            cells: The cells.
            resume: Whether cells that are done already are left out.
            jobs: How many suites run at a time.
            executor: Does the jobs elsewhere; by default this process does them.

        Returns:
            The result of each cell, in the order of `cells`.

        Raises:
            InterruptedError: The run was stopped.
        """
        finished: dict[Cell, Finished] = {}
        keys: dict[Cell, str] = {}
        for cell in cells:
            early = self._early(cell, keys, resume=resume)
            if early is not None:
                finished[cell] = early
        waiting = [cell for cell in cells if cell not in finished]
        outcomes = (
            self._here(waiting, jobs) if executor is None else self._elsewhere(waiting, executor)
        )
        with closing(outcomes):
            for cell, outcome in outcomes:
                finished[cell] = self._keep(cell, keys[cell], outcome)
        return [finished[cell] for cell in cells]

    def _early(self, cell: Cell, keys: dict[Cell, str], *, resume: bool) -> Finished | None:
        """Return the result of a cell if it is known before anything runs."""
        try:
            keys[cell] = self._plan.key(cell)
        except StageError as error:
            return self._keep(cell, "", _failed(error))
        done = self._results.read_record(cell) if resume else None
        if done is None or done.key != keys[cell] or done.failed:
            return None
        self._progress.finished(cell.label, "done before", is_good=True)
        return Finished(cell, "skipped", Outcome())

    def _keep(self, cell: Cell, key: str, outcome: Outcome) -> Finished:
        if outcome.run is not None and not self._plan.times:
            outcome = replace(outcome, run=without_times(outcome.run))
        self._results.keep(cell, key, outcome, self._plan.commit(cell))
        state: State = "done"
        if outcome.failed_at is not None:
            state = "failed" if outcome.run is None else "partial"
        how = {
            "done": "done",
            "partial": f"done, but {outcome.reason}",
            "failed": f"stage `{outcome.failed_at}` failed: {outcome.reason}",
        }[state]
        self._progress.finished(cell.label, how, is_good=state == "done")
        return Finished(cell, state, outcome)

    def _here(
        self, cells: Sequence[Cell], jobs: int
    ) -> Generator[tuple[Cell, Outcome], None, None]:
        # One more process does not disturb times if it has its own processor.
        beside = AHEAD if not self._plan.times else min(usable_processors() - 1, 1)
        turns = Turns(jobs, AHEAD, beside=beside)
        bytecode = Bytecode(self._scratch / "bytecode")
        numbers = itertools.count(self._number)
        self._number += len(cells)

        def one(cell: Cell, number: int) -> Outcome:
            folder = self._scratch / f"cell{number}"
            try:
                with turns.making():
                    self._progress.stage(cell.label, "making the environment")
                    work = Work(self._job(cell, is_local=True), folder, self._processes)
                    if not work.prepare():
                        return work.measure()
                self._progress.stage(cell.label, "ready")
                with turns.running():
                    # Earlier suites may have written more bytecode by now.
                    bytecode.give(work.venv)
                    self._progress.stage(cell.label, "running the suite")
                    outcome = work.measure()
                    bytecode.keep(work.venv)
                    return outcome
            finally:
                remove_tree(folder)

        # One thread for each environment: those whose suites run, and a few ahead.
        with _pool(jobs + AHEAD, self._processes) as pool:
            yield from self._as_they_come(
                {pool.submit(one, cell, next(numbers)): cell for cell in cells}
            )

    def _elsewhere(
        self, cells: Sequence[Cell], executor: Executor
    ) -> Generator[tuple[Cell, Outcome], None, None]:
        futures: dict[Future[Outcome], Cell] = {}
        try:
            for cell in cells:
                try:
                    job = self._job(cell, is_local=False)
                except StageError as error:
                    yield cell, _failed(error)
                    continue
                self._progress.stage(cell.label, "on a worker")
                futures[executor.submit(run_job, job)] = cell
            yield from self._as_they_come(futures)
        finally:
            for future in futures:
                future.cancel()

    def _as_they_come(
        self, futures: Mapping["Future[Outcome]", Cell]
    ) -> Iterator[tuple[Cell, Outcome]]:
        for future in futures:
            future.add_done_callback(self._done.put)
        for _ in futures:
            done = self._done.get()
            if done is None or self._is_stopped:
                raise InterruptedError("the sweep ended")
            try:
                outcome = done.result()
            except (BenchmemError, OSError) as error:
                # The other cells still run.
                outcome = _failed(error)
            yield futures[done], outcome

    def _job(self, cell: Cell, *, is_local: bool) -> Job:
        # Wheels are built only if a cell runs.
        plan = replace(self._plan, harness=self._builds.harness())
        return plan.job(cell, self._builds.of(cell), is_local=is_local)


def usable_processors() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _failed(error: Exception) -> Outcome:
    if isinstance(error, StageError):
        return Outcome(None, error.stage, error.reason, {error.stage: error.log})
    return Outcome(failed_at="run", reason=str(error))


@contextmanager
def _pool(size: int, processes: Processes) -> Iterator[ThreadPoolExecutor]:
    """Yield a thread pool; on an error, end the processes that its threads wait for first."""
    pool = ThreadPoolExecutor(size)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        processes.end()
        raise
    finally:
        pool.shutdown(wait=True)
