"""Make calls on dask workers: one at a time on each, and again if a worker is lost."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmem_sweep.errors import SweepError
from benchmem_sweep.run.dask_scheduler import Scheduler

if TYPE_CHECKING:
    from distributed import Future as DaskFuture

_TRIES = 3
_TIMEOUT = 5.0
_PATIENCE = 60.0
_LOOK = 0.25
_FETCH = 30.0


@dataclass(eq=False)
class _Task:
    """A call that waits for a worker, or that a worker is making."""

    call: tuple[Any, ...]
    result: "Future[Any]" = field(default_factory=Future)
    tries: int = 0


class DaskExecutor(Executor):
    """Makes calls on the workers of a dask scheduler.

    A worker makes one call at a time, even if it has many threads, because two measurements would
    disturb each other. If a worker is lost, another one makes its call again.
    """

    def __init__(
        self, address: str, *, timeout: float = _TIMEOUT, patience: float = _PATIENCE
    ) -> None:
        """Connect, and wait for the first worker.

        Args:
            address: The address of the scheduler, for example `tcp://127.0.0.1:8786`.
            timeout: How many seconds to wait for the scheduler, and then for a worker.
            patience: How many seconds to wait later if all workers are gone.

        Raises:
            MissingDependencyError: dask.distributed is not installed.
            SweepError: No scheduler answers there, or none of its workers can make the calls.
        """
        self._scheduler = Scheduler(address, timeout=timeout)
        self._patience = patience
        # By worker; only the thread uses it.
        self._running: dict[str, tuple[_Task, DaskFuture]] = {}
        # Guards the attributes below.
        self._lock = threading.Lock()
        self._waiting: deque[_Task] = deque()
        self._is_shut = False
        self._is_closed = False
        self._failure: SweepError | None = None
        self._wake = threading.Event()
        try:
            self._await_worker(timeout)
        except BaseException:
            self._scheduler.close()
            raise
        self._seen = time.monotonic()
        self._thread = threading.Thread(target=self._dispatch, name="dask calls", daemon=True)
        self._thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Queue a call, to be made as soon as a worker is free."""
        task = _Task((fn, args, kwargs))
        with self._lock:
            if self._is_shut:
                raise RuntimeError("the executor is shut down")
            if self._failure is not None:
                task.result.set_exception(self._failure)
            else:
                self._waiting.append(task)
        self._wake.set()
        return task.result

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls, and disconnect after the last one.

        Args:
            wait: Whether to wait for the last call.
            cancel_futures: Whether to cancel calls that no worker has begun.
        """
        with self._lock:
            self._is_shut = True
            if cancel_futures:
                for task in self._waiting:
                    task.result.cancel()
        self._wake.set()
        if wait:
            self._thread.join()

    def close(self) -> None:
        """Disconnect now; calls that workers have begun are lost."""
        with self._lock:
            self._is_shut = self._is_closed = True
        self._wake.set()
        # Do not wait long for a scheduler that does not answer.
        self._thread.join(timeout=_TIMEOUT)

    def _await_worker(self, timeout: float) -> None:
        until = time.monotonic() + timeout
        while not self._scheduler.workers():
            if time.monotonic() > until:
                raise self._scheduler.no_worker()
            time.sleep(_LOOK)

    def _dispatch(self) -> None:
        """Give calls to workers and take their results, in a separate thread."""
        reason = "the sweep ended"
        try:
            while not self._is_closed and not (self._is_shut and self._is_idle()):
                self._wake.wait(_LOOK)
                self._wake.clear()
                workers = self._scheduler.workers()
                self._take(workers)
                self._give(workers)
        except Exception as error:  # noqa: BLE001, to whoever waits for the calls
            reason = str(error)
        finally:
            self._fail(SweepError(reason))
            self._scheduler.close()

    def _is_idle(self) -> bool:
        return not self._running and not self._waiting

    def _give(self, workers: Sequence[str]) -> None:
        """Give each free worker a call."""
        if workers:
            self._seen = time.monotonic()
        elif self._waiting and time.monotonic() - self._seen > self._patience:
            raise self._scheduler.no_worker()
        free = [worker for worker in workers if worker not in self._running]
        while free and (task := self._next()) is not None:
            worker = free.pop(0)
            task.tries += 1
            try:
                future = self._scheduler.submit(task.call, worker)
            except Exception as error:  # noqa: BLE001, it cannot be pickled
                task.result.set_exception(error)
                continue
            self._running[worker] = (task, future)
            future.add_done_callback(lambda _: self._wake.set())

    def _next(self) -> _Task | None:
        """Return the next call that is not cancelled, or `None`."""
        with self._lock:
            while self._waiting:
                task = self._waiting.popleft()
                # The future of a call that is made again is running already.
                if task.tries or task.result.set_running_or_notify_cancel():
                    return task
        return None

    def _take(self, workers: Sequence[str]) -> None:
        """Take the results of calls, and queue the calls of lost workers again."""
        for worker, (task, future) in list(self._running.items()):
            is_lost = worker not in workers or future.status in {"cancelled", "lost"}
            if is_lost or (future.done() and not _settle(task, future)):
                self._again(task, worker)
            elif not task.result.done():
                continue
            del self._running[worker]
            future.release()

    def _again(self, task: _Task, worker: str) -> None:
        if task.tries < _TRIES:
            with self._lock:
                self._waiting.appendleft(task)
        else:
            text = f"{task.tries} dask workers were lost with it, the last was `{worker}`"
            task.result.set_exception(SweepError(text))

    def _fail(self, error: SweepError) -> None:
        """Fail all calls that are not done."""
        with self._lock:
            self._failure = error
            left = [*self._waiting, *(task for task, _ in self._running.values())]
            self._waiting.clear()
        for task in left:
            if task.tries or task.result.set_running_or_notify_cancel():
                task.result.set_exception(error)


def _settle(task: _Task, future: "DaskFuture") -> bool:
    """Pass on the result of a call; say whether there was one."""
    from distributed import KilledWorker

    try:
        task.result.set_result(future.result(timeout=_FETCH))
    except KilledWorker:
        return False
    except TimeoutError as error:
        # Either the call raised the error, or the worker was lost with the result.
        if future.status != "error":
            return False
        task.result.set_exception(error)
    except Exception as error:  # noqa: BLE001, of the call, to whoever waits for it
        task.result.set_exception(error)
    return True
