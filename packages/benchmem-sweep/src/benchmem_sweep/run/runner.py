"""Running the cells of a plan: environments ahead and side by side, suites one at a time."""

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
"""So many environments are made at a time, and ahead of the suites that run."""

State = Literal["done", "skipped", "partial", "failed"]
"""Done now; done before; done with tests that failed; without a run file."""


@dataclass(frozen=True)
class Finished:
    """What became of a cell.

    Attributes:
        cell: The cell.
        state: Whether there is a run file, and whether all of it is good.
        outcome: What came out; empty for one that was done before.
    """

    cell: Cell
    state: State
    outcome: Outcome


class Runner:
    """Runs cells, and keeps what comes out of each as soon as it does; a context manager.

    What it has built serves all calls of `run`; all that is temporary is gone at its end.
    """

    def __init__(self, plan: Plan, results: Results, progress: Progress) -> None:
        """Prepare to run.

        Args:
            plan: What cells have in common.
            results: Where what comes out is kept.
            progress: Hears what is happening.
        """
        self._plan = plan
        self._results = results
        self._progress = progress
        self._open = ExitStack()
        self._is_stopped = False
        # What is done, as it comes; `None` is a wish to stop.
        self._done: SimpleQueue[Future[Outcome] | None] = SimpleQueue()
        self._number = 0

    def __enter__(self) -> Self:
        """Begin."""
        self._scratch = self._open.enter_context(scratch_folder(TMP_PREFIX))
        self._processes = Processes(self._scratch)
        self._open.callback(self._processes.end)
        self._builds = Builds(self._plan, self._scratch, self._processes)
        if self._plan.repository is not None:
            # Now that the folders of killed sweeps are gone.
            self._plan.repository.prune()
        return self

    def __exit__(self, *_: object) -> None:
        """End what runs and remove what is temporary."""
        self._open.close()

    def stop(self) -> None:
        """End what runs, from another thread: `run` raises `InterruptedError`."""
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
            resume: Whether those are left out that are done already.
            jobs: How many suites run at a time.
            executor: Does the jobs elsewhere; by default they are done here.

        Returns:
            What became of each, in the order of `cells`.

        Raises:
            InterruptedError: It was stopped.
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
        """What is known of a cell before anything runs."""
        try:
            keys[cell] = self._plan.key(cell)
        except StageError as error:
            return self._keep(cell, "", _failed(error))
        done = self._results.done(cell) if resume else None
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
        # One more process disturbs no times where it has a processor of its own.
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
                    # What suites before it have written since.
                    bytecode.give(work.venv)
                    self._progress.stage(cell.label, "running the suite")
                    outcome = work.measure()
                    bytecode.keep(work.venv)
                    return outcome
            finally:
                remove_tree(folder)

        # So many environments are there at a time: those whose suites run, and a few ahead.
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
        # Wheels are built only where something runs.
        plan = replace(self._plan, harness=self._builds.harness())
        return plan.job(cell, self._builds.of(cell), is_local=is_local)


def usable_processors() -> int:
    """How many processors there are for us."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _failed(error: Exception) -> Outcome:
    if isinstance(error, StageError):
        return Outcome(None, error.stage, error.reason, {error.stage: error.log})
    return Outcome(failed_at="run", reason=str(error))


@contextmanager
def _pool(size: int, processes: Processes) -> Iterator[ThreadPoolExecutor]:
    """Threads that end with us: what they wait for is ended first."""
    pool = ThreadPoolExecutor(size)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        processes.end()
        raise
    finally:
        pool.shutdown(wait=True)
