"""The state of Python's own heap around a pass, so that a number does not depend on it."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmem_core.engine.rss import current_rss

# A full collection of CPython 3.12 moves some hundred objects, which are immortal, to the permanent
# generation.
_FROZEN_ANYWAY = 1000 if sys.version_info[:2] == (3, 12) else 0
# A session's whole heap is collected once it has grown by so much, or by a tenth.
_GROWTH_BYTES = 16 << 20


class _WholeHeap:
    """When everything was last collected, and not only what came since a freeze."""

    def __init__(self) -> None:
        self.is_due = False
        self.rss_bytes = 0

    def set_aside(self) -> None:
        """Freeze everything; the next collection of all is due from now on."""
        self.is_due = True
        self.rss_bytes = self.rss_bytes or current_rss()
        gc.freeze()

    def collect(self) -> None:
        """Collect everything, which also tells the collector how large the heap is."""
        gc.collect()
        self.is_due = False
        self.rss_bytes = current_rss()

    def collect_if_grown(self) -> None:
        """Collect everything if the process has grown by much since that was last done."""
        growth = current_rss() - self.rss_bytes
        if growth > min(_GROWTH_BYTES, self.rss_bytes // 10):
            self.collect()


_whole = _WholeHeap()


def collect_whole_heap() -> None:
    """Collect all that the process holds, if a measurement has left that to do.

    A collection that looks only at what a pass made leaves the collector with the belief that
    this is all there is: the next full one would come soon, and in whatever runs then.
    """
    if _whole.is_due:
        _whole.collect()


@contextmanager
def settled_heap() -> Iterator[Callable[[], None]]:
    """Set the existing heap aside; yield a function that makes every pass start the same.

    That function collects garbage, which also empties the interpreter's free lists and resets
    the collector's counters: what a pass allocates is then neither served from what the code
    before it has freed, nor interrupted at another moment. Objects that were there before the
    first pass sit in the permanent generation meanwhile (`gc.freeze`), so that a collection
    looks only at what came since, however large the session's heap is. What a pass leaves is
    not set aside: as garbage it would be out of the next collection's reach.

    It ends with one such collection, so that a pass's own cycles do not outlive the measurement,
    and with one of the whole heap where the process has grown by much.

    Where the user has frozen objects, before or in a pass, those stay frozen: nothing is
    frozen or unfrozen here then, since which of the permanent objects were theirs could not be
    told apart afterwards.
    """
    freezes = gc.get_freeze_count() <= _FROZEN_ANYWAY
    frozen = 0
    is_first = freezes

    def settle() -> None:
        nonlocal frozen, is_first
        gc.collect()
        if is_first:
            is_first = False
            if gc.get_freeze_count() <= frozen + _FROZEN_ANYWAY:
                gc.freeze()
                frozen = gc.get_freeze_count()

    if freezes:
        _whole.set_aside()
        frozen = gc.get_freeze_count()
    try:
        yield settle
    finally:
        try:
            gc.collect()
        finally:
            # Only a freeze of the user's makes them more.
            if freezes and gc.get_freeze_count() <= frozen + _FROZEN_ANYWAY:
                gc.unfreeze()
                _whole.collect_if_grown()


def count_released() -> int:
    """Collect garbage, which also empties the free lists; say how many blocks that gave back."""
    before = sys.getallocatedblocks()
    gc.collect()
    # The first number is a block itself, which was not there yet when it was counted.
    return before + 1 - sys.getallocatedblocks()
