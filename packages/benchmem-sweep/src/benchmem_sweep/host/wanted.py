"""Stop a job whose caller has gone away."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LOOK = 0.5
_is_wanted: ContextVar[Callable[[], bool] | None] = ContextVar("is_wanted", default=None)


@contextmanager
def wanted_while(is_wanted: Callable[[], bool]) -> Iterator[None]:
    """Set the function that says whether the job inside is still wanted.

    Args:
        is_wanted: The function; another thread calls it again and again.
    """
    token = _is_wanted.set(is_wanted)
    try:
        yield
    finally:
        _is_wanted.reset(token)


@contextmanager
def ended_when_unwanted(end: Callable[[], None]) -> Iterator[None]:
    """End the job inside as soon as nobody wants it any more.

    Args:
        end: Ends the job; another thread calls it.
    """
    is_wanted = _is_wanted.get()
    if is_wanted is None:
        yield
        return
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(_LOOK):
            if not is_wanted():
                end()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()
