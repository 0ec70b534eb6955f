"""The state of Python's own heap around a pass, so that a number does not depend on it."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# CPython 3.12 starts with some hundred objects of its own in the permanent generation.
_FROZEN_AT_START = 1000 if sys.version_info[:2] == (3, 12) else 0


@contextmanager
def settled_heap() -> Iterator[Callable[[], None]]:
    """Set the existing heap aside; yield a function that makes every pass start the same.

    That function collects garbage, which also empties the interpreter's free lists and resets
    the collector's counters: what a pass allocates is then neither served from what the code
    before it has freed, nor interrupted at another moment. Objects that were there before sit
    in the permanent generation meanwhile (`gc.freeze`), so that a collection looks only at
    what came since, however large the session's heap is. It ends with one such collection, so
    that a pass's own cycles do not outlive the measurement.

    Where the user has frozen objects, nothing is frozen or unfrozen here: which of the
    permanent objects were theirs could not be told apart afterwards.
    """
    freezes = gc.get_freeze_count() <= _FROZEN_AT_START

    def settle() -> None:
        gc.collect()
        if freezes:
            gc.freeze()

    if freezes:
        gc.freeze()
    try:
        yield settle
    finally:
        try:
            gc.collect()
        finally:
            if freezes:
                gc.unfreeze()


def count_released() -> int:
    """Collect garbage, which also empties the free lists; say how many blocks that gave back."""
    before = sys.getallocatedblocks()
    gc.collect()
    return before - sys.getallocatedblocks()
