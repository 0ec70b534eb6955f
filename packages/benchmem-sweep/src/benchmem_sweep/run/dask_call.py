"""Make a call on a dask worker."""

import pickle
import threading
from collections.abc import Callable
from typing import Any

from benchmem_sweep.host import set_cancellation_check

_ONE_AT_A_TIME = threading.Lock()


def make_call(content: bytes) -> Any:
    """Make a pickled call, one at a time on this worker, even if another sweep sent the others."""
    is_cancelled = _make_cancellation_check()
    with _ONE_AT_A_TIME, set_cancellation_check(is_cancelled):
        if is_cancelled():
            return None
        function, arguments, keywords = pickle.loads(content)
        return function(*arguments, **keywords)


def _make_cancellation_check() -> Callable[[], bool]:
    """Return a function that says whether the task of this thread was cancelled."""
    from distributed import Status, get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def is_cancelled() -> bool:
        # A running task that is released becomes `cancelled`, because threads cannot be ended.
        task = worker.state.tasks.get(key)
        return task is None or task.state == "cancelled" or worker.status != Status.running

    return is_cancelled
