"""Make a call on a dask worker."""

import pickle
import threading
from collections.abc import Callable
from typing import Any

from benchmem_sweep.host import wanted_while

_ONE_AT_A_TIME = threading.Lock()


def make_call(content: bytes) -> Any:
    """Make a call, one at a time on this worker, even if another sweep sent the others.

    Args:
        content: The function, its arguments and its keyword arguments, pickled.
    """
    is_wanted = _of_this_task()
    with _ONE_AT_A_TIME, wanted_while(is_wanted):
        if not is_wanted():
            return None
        function, arguments, keywords = pickle.loads(content)
        return function(*arguments, **keywords)


def _of_this_task() -> Callable[[], bool]:
    """Return a function that says whether the scheduler still wants the task of this thread."""
    from distributed import Status, get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def is_wanted() -> bool:
        # A running task that is released becomes `cancelled`, because threads cannot be ended.
        task = worker.state.tasks.get(key)
        return task is not None and task.state != "cancelled" and worker.status == Status.running

    return is_wanted
