"""Garbage collection, put off while a run file becomes objects that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Put the cyclic garbage collector off; also a decorator.

    Decoding makes hundreds of thousands of containers and no garbage: the collector would look
    at all of them again and again, which makes the cost grow faster than the files.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
