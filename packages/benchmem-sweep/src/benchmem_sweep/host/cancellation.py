"""Stop a job whose caller has gone away."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LOOK = 0.5
_check: ContextVar[Callable[[], bool] | None] = ContextVar("is_cancelled", default=None)


@contextmanager
def set_cancellation_check(is_cancelled: Callable[[], bool]) -> Iterator[None]:
    """Set the function that says whether the caller of the job inside has gone away.

    Another thread calls it again and again.
    """
    token = _check.set(is_cancelled)
    try:
        yield
    finally:
        _check.reset(token)


@contextmanager
def stop_when_cancelled(stop: Callable[[], None]) -> Iterator[None]:
    """Stop the job inside as soon as its caller has gone away; another thread calls `stop`."""
    is_cancelled = _check.get()
    if is_cancelled is None:
        yield
        return
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(_LOOK):
            if is_cancelled():
                stop()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()
