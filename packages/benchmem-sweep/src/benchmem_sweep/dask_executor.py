"""Jobs on the workers of a dask scheduler: one at a time on each, again where a worker is lost."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmem_io.errors import MissingDependencyError
from benchmem_sweep.errors import SweepError

if TYPE_CHECKING:
    from distributed import Future as DaskFuture

_TRIES = 3
_PATIENCE = 10.0
_LOOK = 0.25


@dataclass
class _Task:
    """A call that waits for a worker, or for its result."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    result: "Future[Any]" = field(default_factory=Future)
    tries: int = 0


class DaskExecutor(Executor):
    """Runs calls on the workers of a dask scheduler.

    A worker has one call at a time, however many threads it has, because two that measure would
    disturb each other. A call whose worker is lost is made again on another one.
    """

    def __init__(self, address: str, *, timeout: float = _PATIENCE) -> None:
        """Connect.

        Args:
            address: The scheduler's, such as `tcp://127.0.0.1:8786`.
            timeout: How many seconds it may take to answer.

        Raises:
            MissingDependencyError: dask.distributed is not installed.
            SweepError: Nothing answers there.
        """
        try:
            from distributed import Client
        except ImportError:
            raise MissingDependencyError(
                "`--dask` needs dask.distributed: `pip install 'benchmem-sweep[dask]'`"
            ) from None
        try:
            self._client: Client = Client(address, timeout=timeout, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise SweepError(
                f"no dask scheduler answers at `{address}` ({type(error).__name__}): "
                "start one with `dask scheduler`"
            ) from None
        self._waiting: queue.SimpleQueue[_Task] = queue.SimpleQueue()
        self._busy: dict[str, threading.Thread] = {}
        self._is_closed = threading.Event()
        self._dispatcher = threading.Thread(target=self._dispatch, daemon=True)
        self._dispatcher.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Have a call made as soon as a worker is free."""
        if self._is_closed.is_set():
            raise RuntimeError("the executor is closed")
        task = _Task(fn, args, kwargs)
        self._waiting.put(task)
        return task.result

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Disconnect; what a worker has begun it brings to an end, for nobody.

        Args:
            wait: As of any executor.
            cancel_futures: As of any executor.
        """
        self._is_closed.set()
        if wait:
            self._dispatcher.join()
        self._client.close()

    def _dispatch(self) -> None:
        """Give each free worker a call; in a thread of its own."""
        while not self._is_closed.is_set():
            try:
                task = self._waiting.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if task.result.cancelled():
                continue
            worker = self._free_worker()
            if worker is None:
                break
            thread = threading.Thread(target=self._follow, args=(task, worker), daemon=True)
            self._busy[worker] = thread
            thread.start()
        while True:
            try:
                self._waiting.get_nowait().result.cancel()
            except queue.Empty:
                return

    def _free_worker(self) -> str | None:
        """Wait for a worker that does nothing; `None` when we are closed meanwhile."""
        while not self._is_closed.is_set():
            for worker in self._workers():
                thread = self._busy.get(worker)
                if thread is None or not thread.is_alive():
                    return worker
            time.sleep(_LOOK)
        return None

    def _workers(self) -> list[str]:
        return list(self._client.nthreads())

    def _follow(self, task: _Task, worker: str) -> None:
        """Make a call on a worker and wait for what comes of it."""
        task.tries += 1
        future = self._client.submit(
            task.function,
            *task.arguments,
            **task.keywords,
            workers=[worker],
            allow_other_workers=False,
            pure=False,
            retries=0,
        )
        try:
            while not future.done() and worker in self._workers():
                if self._is_closed.wait(_LOOK):
                    task.result.cancel()
                    return
            self._settle(task, worker, future)
        except Exception as error:  # noqa: BLE001, of the call or of the scheduler, to whoever waits
            task.result.set_exception(error)
        finally:
            future.release()

    def _settle(self, task: _Task, worker: str, future: "DaskFuture") -> None:
        from distributed.scheduler import KilledWorker

        error = future.exception() if future.status == "error" else None
        if future.status == "finished":
            task.result.set_result(future.result())
        elif isinstance(error, ModuleNotFoundError) and "benchmem" in str(error.name):
            task.result.set_exception(
                SweepError(
                    f"worker `{worker}` has no benchmem-sweep: install the same version there"
                )
            )
        elif error is not None and not isinstance(error, KilledWorker):
            task.result.set_exception(error)
        elif task.tries < _TRIES:
            future.cancel()
            self._waiting.put(task)
        else:
            task.result.set_exception(
                SweepError(f"{task.tries} workers were lost with this cell, the last `{worker}`")
            )
