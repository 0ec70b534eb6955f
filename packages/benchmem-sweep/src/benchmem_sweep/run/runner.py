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
from benchmem_sweep.axes import Plan, SweepCell
from benchmem_sweep.cell import Bytecode, CellJob, CellResult, CellRun, run_job
from benchmem_sweep.errors import StageError
from benchmem_sweep.host import (
    TMP_PREFIX,
    ConcurrencyLimits,
    Processes,
    make_scratch_folder,
    remove_tree,
)
from benchmem_sweep.run.builds import Builds
from benchmem_sweep.run.progress import Progress
from benchmem_sweep.run.results import Results, remove_times

AHEAD = 2
"""How many environments are made at a time, and ahead of the suites that run."""

State = Literal["done", "skipped", "partial", "failed"]
"""Done now (`done`), done before (`skipped`), some tests failed (`partial`), or no run file
(`failed`)."""


@dataclass(frozen=True)
class FinishedCell:
    """The result of a cell.

    Attributes:
        cell: The cell.
        state: Whether the cell has a run file, and whether all its tests passed.
        result: The result; empty for a cell that was done before.
    """

    cell: SweepCell
    state: State
    result: CellResult


class Runner:
    """Runs cells, and keeps each result as soon as it is known; a context manager.

    All calls of `run` share its wheels. All its temporary files are removed at the end.
    """

    def __init__(self, plan: Plan, results: Results, progress: Progress) -> None:
        """Prepare to run cells; nothing is made yet."""
        self._plan = plan
        self._results = results
        self._progress = progress
        self._open = ExitStack()
        self._is_stopped = False
        # Futures in the order in which they finish; `None` asks to stop.
        self._done: SimpleQueue[Future[CellResult] | None] = SimpleQueue()
        self._number = 0

    def __enter__(self) -> Self:
        """Begin."""
        self._scratch = self._open.enter_context(make_scratch_folder(TMP_PREFIX))
        self._processes = Processes(self._scratch)
        self._open.callback(self._processes.end)
        self._builds = Builds(self._plan, self._scratch, self._processes)
        if self._plan.repository is not None:
            # `make_scratch_folder` has removed the folders of killed sweeps by now.
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
        cells: Sequence[SweepCell],
        *,
        resume: bool = False,
        jobs: int = 1,
        executor: Executor | None = None,
    ) -> list[FinishedCell]:
        """Run cells, and return their results in the same order.

        Args:
            cells: The cells.
            resume: Whether to leave out the cells that are done already.
            jobs: How many suites run at a time.
            executor: Does the jobs elsewhere; by default this process does them.

        Raises:
            InterruptedError: The run was stopped.
        """
        finished: dict[SweepCell, FinishedCell] = {}
        keys: dict[SweepCell, str] = {}
        for cell in cells:
            early = self._look_up(cell, keys, resume=resume)
            if early is not None:
                finished[cell] = early
        waiting = [cell for cell in cells if cell not in finished]
        found = (
            self._run_here(waiting, jobs)
            if executor is None
            else self._run_elsewhere(waiting, executor)
        )
        with closing(found):
            for cell, result in found:
                finished[cell] = self._keep(cell, keys[cell], result)
        return [finished[cell] for cell in cells]

    def _look_up(
        self, cell: SweepCell, keys: dict[SweepCell, str], *, resume: bool
    ) -> FinishedCell | None:
        """Return the result of a cell if it is known before anything runs."""
        try:
            keys[cell] = self._plan.compute_key(cell)
        except StageError as error:
            return self._keep(cell, "", _make_failure(error))
        done = self._results.read_record(cell) if resume else None
        if done is None or done.key != keys[cell] or done.failed:
            return None
        self._progress.finish(cell.label, "done before", is_good=True)
        return FinishedCell(cell, "skipped", CellResult())

    def _keep(self, cell: SweepCell, key: str, result: CellResult) -> FinishedCell:
        if result.run is not None and not self._plan.times:
            result = replace(result, run=remove_times(result.run))
        self._results.keep(cell, key, result, self._plan.find_commit(cell))
        state: State = "done"
        if result.failed_at is not None:
            state = "failed" if result.run is None else "partial"
        how = {
            "done": "done",
            "partial": f"done, but {result.reason}",
            "failed": f"stage `{result.failed_at}` failed: {result.reason}",
        }[state]
        self._progress.finish(cell.label, how, is_good=state == "done")
        return FinishedCell(cell, state, result)

    def _run_here(
        self, cells: Sequence[SweepCell], jobs: int
    ) -> Generator[tuple[SweepCell, CellResult], None, None]:
        # One more process does not disturb times if it has its own processor.
        beside = AHEAD if not self._plan.times else min(count_processors() - 1, 1)
        limits = ConcurrencyLimits(jobs, AHEAD, beside=beside)
        bytecode = Bytecode(self._scratch / "bytecode")
        numbers = itertools.count(self._number)
        self._number += len(cells)

        def run_one(cell: SweepCell, number: int) -> CellResult:
            folder = self._scratch / f"cell{number}"
            try:
                with limits.reserve_environment():
                    self._progress.begin_stage(cell.label, "making the environment")
                    cell_run = CellRun(self._make_job(cell, is_local=True), folder, self._processes)
                    if not cell_run.prepare():
                        return cell_run.measure()
                self._progress.begin_stage(cell.label, "ready")
                with limits.reserve_suite():
                    # Earlier suites may have written more bytecode by now.
                    bytecode.give(cell_run.venv)
                    self._progress.begin_stage(cell.label, "running the suite")
                    result = cell_run.measure()
                    bytecode.keep(cell_run.venv)
                    return result
            finally:
                remove_tree(folder)

        # One thread for each environment: those whose suites run, and a few ahead.
        with _open_pool(jobs + AHEAD, self._processes) as pool:
            yield from self._collect(
                {pool.submit(run_one, cell, next(numbers)): cell for cell in cells}
            )

    def _run_elsewhere(
        self, cells: Sequence[SweepCell], executor: Executor
    ) -> Generator[tuple[SweepCell, CellResult], None, None]:
        futures: dict[Future[CellResult], SweepCell] = {}
        try:
            for cell in cells:
                try:
                    job = self._make_job(cell, is_local=False)
                except StageError as error:
                    yield cell, _make_failure(error)
                    continue
                self._progress.begin_stage(cell.label, "on a worker")
                futures[executor.submit(run_job, job)] = cell
            yield from self._collect(futures)
        finally:
            for future in futures:
                future.cancel()

    def _collect(
        self, futures: Mapping["Future[CellResult]", SweepCell]
    ) -> Iterator[tuple[SweepCell, CellResult]]:
        for future in futures:
            future.add_done_callback(self._done.put)
        for _ in futures:
            done = self._done.get()
            if done is None or self._is_stopped:
                raise InterruptedError("the sweep ended")
            try:
                result = done.result()
            except (BenchmemError, OSError) as error:
                # The other cells still run.
                result = _make_failure(error)
            yield futures[done], result

    def _make_job(self, cell: SweepCell, *, is_local: bool) -> CellJob:
        # Wheels are built only if a cell runs.
        plan = replace(self._plan, harness=self._builds.build_harness())
        return plan.make_job(cell, self._builds.build_commit(cell), is_local=is_local)


def count_processors() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _make_failure(error: Exception) -> CellResult:
    if isinstance(error, StageError):
        return CellResult(None, error.stage, error.reason, {error.stage: error.log})
    return CellResult(failed_at="run", reason=str(error))


@contextmanager
def _open_pool(size: int, processes: Processes) -> Iterator[ThreadPoolExecutor]:
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
