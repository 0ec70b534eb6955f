"""Whether somebody still waits for what this thread does: who does no more is not worked for."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LOOK = 0.5
_is_wanted: ContextVar[Callable[[], bool] | None] = ContextVar("is_wanted", default=None)


@contextmanager
def wanted_while(is_wanted: Callable[[], bool]) -> Iterator[None]:
    """Say by what it is known, for what is done inside.

    Args:
        is_wanted: Is asked again and again, from another thread.
    """
    token = _is_wanted.set(is_wanted)
    try:
        yield
    finally:
        _is_wanted.reset(token)


@contextmanager
def ended_when_unwanted(end: Callable[[], None]) -> Iterator[None]:
    """End what is done inside as soon as nobody waits for it.

    Args:
        end: Ends it, from another thread.
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
