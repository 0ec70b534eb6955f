"""Bring Python's own heap to the same state before every pass."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmem_core.engine.rss import read_current_rss

# A full collection of CPython 3.12 moves some hundred immortal objects to the permanent
# generation.
_FROZEN_ANYWAY = 1000 if sys.version_info[:2] == (3, 12) else 0
# A session's whole heap is collected once it has grown by so much, or by a tenth.
_GROWTH_BYTES = 16 << 20


class _HeapCollector:
    """Collects the whole heap, not only the objects since a freeze, and notes when it last did."""

    def __init__(self) -> None:
        self.is_due = False
        self.rss_bytes = 0

    def set_aside(self) -> None:
        """Freeze everything; a collection of the whole heap is due from now on."""
        self.is_due = True
        self.rss_bytes = self.rss_bytes or read_current_rss()
        gc.freeze()

    def collect(self) -> None:
        """Collect everything, which also tells the collector the size of the heap."""
        gc.collect()
        self.is_due = False
        self.rss_bytes = read_current_rss()

    def collect_if_grown(self) -> None:
        """Collect everything if the process has grown much since the last time."""
        growth = read_current_rss() - self.rss_bytes
        if growth > min(_GROWTH_BYTES, self.rss_bytes // 10):
            self.collect()


_heap = _HeapCollector()


def collect_whole_heap() -> None:
    """Collect the whole heap, if a measurement has put it off.

    A collection of only the objects of a pass makes the collector believe that the heap is small.
    Then the next full collection would come soon, in any code that happens to run.
    """
    if _heap.is_due:
        _heap.collect()


@contextmanager
def freeze_heap() -> Iterator[Callable[[], None]]:
    """Set the existing heap aside; yield a function that makes every pass start the same.

    That function collects garbage, which also empties the interpreter's free lists and resets
    the collector's counters. So a pass does not reuse memory that earlier code has freed, and
    the collector interrupts every pass at the same moment. Objects from before the first pass
    sit in the permanent generation meanwhile (`gc.freeze`), so that a collection looks only at
    newer objects, however large the session's heap is. The objects that a pass leaves are not
    frozen: as garbage they would be out of the next collection's reach.

    The block ends with one such collection, so that a pass's own cycles do not outlive the
    measurement. If the process has grown much, it also collects the whole heap.

    Objects that the user has frozen, before or in a pass, stay frozen. Then this function
    freezes and unfreezes nothing, since it could not tell the user's permanent objects from
    others afterwards.
    """
    freezes = gc.get_freeze_count() <= _FROZEN_ANYWAY
    frozen = 0
    is_first = freezes

    def reset_heap() -> None:
        nonlocal frozen, is_first
        _collect_alone()
        if is_first:
            is_first = False
            if gc.get_freeze_count() <= frozen + _FROZEN_ANYWAY:
                gc.freeze()
                frozen = gc.get_freeze_count()
                # The counts have left integers in the free list of 3.14 and later.
                _collect_alone()

    if freezes:
        _heap.set_aside()
        frozen = gc.get_freeze_count()
    try:
        yield reset_heap
    finally:
        try:
            gc.collect()
        finally:
            # Only a freeze by the user adds to the count.
            if freezes and gc.get_freeze_count() <= frozen + _FROZEN_ANYWAY:
                gc.unfreeze()
                _heap.collect_if_grown()


# The functions that others have put into `gc.callbacks`, while a collection leaves them out: what
# they allocate would be in the free lists afterwards, or counted as what the action keeps.
_callbacks: list[Any] = []


def _hide_callbacks() -> None:
    # No new list: it would come out of a free list, whose blocks are to be counted.
    _callbacks.extend(gc.callbacks)
    gc.callbacks.clear()


def _restore_callbacks() -> None:
    gc.callbacks.extend(_callbacks)
    _callbacks.clear()


def _collect_alone() -> None:
    """Collect garbage without the callbacks of others."""
    _hide_callbacks()
    try:
        gc.collect()
    finally:
        _restore_callbacks()


def count_released() -> int:
    """Collect garbage, which also empties the free lists; return the number of freed blocks.

    The collection runs without the callbacks of others.
    """
    _hide_callbacks()
    try:
        before = sys.getallocatedblocks()
        gc.collect()
        # The first number is a block itself, which was not there yet when it was counted.
        return before + 1 - sys.getallocatedblocks()
    finally:
        _restore_callbacks()
