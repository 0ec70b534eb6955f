"""Pause garbage collection while a run file is decoded into objects that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector; also works as a decorator.

    Decoding makes hundreds of thousands of containers and no garbage. The collector would visit
    all of them again and again, so the cost would grow faster than the files.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
