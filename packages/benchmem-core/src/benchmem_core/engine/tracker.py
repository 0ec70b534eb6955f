"""One tracked pass: memray's tracker around the calls."""

import _thread
import gc
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from time import sleep
from types import CoroutineType
from typing import Any

from benchmem_core.captures import ScratchFile, import_memray, unwritten
from benchmem_core.engine.workload import PassOptions
from benchmem_core.errors import BenchmemError, CaptureError, TrackerActiveError
from benchmem_core.system import unpatched

# How memray says so; its errors have no other mark.
_ONE_TRACKER = "No more than one Tracker"
# How long a pass waits for threads that are about to end, at most so often.
_NAP_SECONDS = 0.0005
_MOST_NAPS = 100
# What is freed in every pass, so that no capture is without a record; so large that the
# interpreter hands it back to the system's allocator.
_MARK_BYTES = 1000
# Since 3.12, running threads too: they would write to the capture without the tracker's lock.
_unprofile_threads: Callable[[Any], None] = getattr(
    threading, "setprofile_all_threads", threading.setprofile
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What belongs to a pass and is not in its capture.

    Attributes:
        rss_bytes: The resident high-water of the pass's own process; `None` unless isolated.
        residue_bytes: What a pass of nothing retains in that process; 0 unless it matters.
        released_blocks: How many blocks of Python's own a collection after the pass gave back:
            garbage and free lists; `None` where no later pass runs in that process.
    """

    rss_bytes: int | None = None
    residue_bytes: int = 0
    released_blocks: int | None = None


def run_tracked(  # noqa: C901, PLR0912 - what is called in the tracker is counted
    action: Callable[[], object],
    calls: int,
    scratch: ScratchFile,
    options: PassOptions,
    settle: Callable[[], None],
    *,
    stopped: Callable[[], object] = bool,
    return_last: bool = False,
) -> object:
    """Call `action` inside a tracker that writes to `scratch`.

    Args:
        action: What to call.
        calls: How often.
        scratch: Where the capture goes; overwritten.
        options: What is counted, and whether native frames are recorded.
        settle: Called last before the tracker starts, since making one leaves free objects too.
        stopped: Called first when the tracker has stopped.
        return_last: Whether to hold the last result until the tracker has stopped; where it is
            measured what is retained, only if it is an awaitable.

    Returns:
        The last result; `None` unless asked for.

    Raises:
        TrackerActiveError: Another tracker is active.
        CaptureError: The capture cannot be written.
    """
    tracker = _make_tracker(scratch, options)
    last = None
    remaining, naps = repeat(None, calls), repeat(None, _MOST_NAPS)
    stop = tracker.__exit__
    collect = gc.collect if options.retained else None
    count_threads = _thread._count  # noqa: SLF001 - what else counts them allocates
    _prepare_unprofiling()
    # Under its first profile function, CPython 3.11 gives a code object a table of its lines.
    # This function's is made here, so that the first pass does not have it.
    sys.setprofile(slice)  # called with frame, event and argument: it takes any three
    sys.setprofile(None)
    mark = bytes(_MARK_BYTES)
    settle()
    threads = count_threads()
    try:
        tracker.__enter__()
    except (RuntimeError, OSError) as error:
        raise _unstarted(error, stop) from error
    except BaseException:
        stop(None, None, None)  # an interrupt, half-way in
        raise
    try:
        # Nothing but the action belongs in here: what is done here is counted.
        del mark
        if not options.stacks:
            # The tracker's profile function serves the stacks alone; it puts back on leaving
            # what was there before.
            sys.setprofile(None)
            _unprofile_threads(None)
        try:
            if return_last:
                for _ in remaining:
                    last = None
                    last = action()
                    if type(last) is CoroutineType:
                        break  # it would have to be awaited, and so would the next
            else:
                for _ in remaining:
                    action()
        finally:
            # A thread that ends while the tracker stops can spoil the capture.
            for _ in naps:
                if count_threads() <= threads:
                    break
                sleep(_NAP_SECONDS)
        if collect is not None:
            last = last if hasattr(type(last), "__await__") else None
            collect()
    finally:
        try:
            stop(None, None, None)
        except BaseException:
            stop(None, None, None)  # an interrupt, half-way out: what is undone stays undone
            raise
    stopped()
    return last


def _unstarted(error: Exception, stop: Callable[..., object]) -> BenchmemError:
    if _ONE_TRACKER not in str(error):
        stop(None, None, None)  # it leaves its hooks in place, half-way in
        return CaptureError(unwritten(str(error)))
    return TrackerActiveError(
        "another memray tracker is active in this process, and memray allows one: is "
        "pytest-memray's `--memray` or `limit_memory` on, or a measurement running inside "
        "this one?"
    )


def _prepare_unprofiling() -> None:
    """Have the tables of its lines made for what takes profile functions away in the tracker."""
    sys.setprofile(slice)
    # With what is set already, so that an interrupt in here loses nothing of the user's.
    _unprofile_threads(threading.getprofile())
    sys.setprofile(None)


def _make_tracker(scratch: ScratchFile, options: PassOptions) -> Any:
    memray = import_memray()
    # The default, a memory-mapped file compressed at the end, costs more to write, and its
    # tail of zeros is read back byte by byte.
    destination = memray.FileDestination(
        scratch.path, overwrite=True, compress_on_exit=False, buffered=True
    )
    formats = memray.FileFormat
    try:
        # It looks up functions that somebody may have patched.
        with unpatched():
            return memray.Tracker(
                destination=destination,
                native_traces=options.native,
                trace_python_allocators=options.allocators == "python",
                file_format=(
                    formats.AGGREGATED_ALLOCATIONS
                    if options.aggregated
                    else formats.ALL_ALLOCATIONS
                ),
            )
    except (OSError, RuntimeError) as error:
        raise CaptureError(unwritten(str(error))) from error


@contextmanager
def uninstrumented() -> Iterator[None]:
    """Run the block without trace and profile functions: what they allocate is not the action's."""
    trace, profile = sys.gettrace(), sys.getprofile()
    sys.settrace(None)
    sys.setprofile(None)
    try:
        yield
    finally:
        # cProfile's is no function, and `setprofile` would not put it back as it was.
        enable = getattr(profile, "enable", None)
        if callable(profile) or enable is None:
            sys.setprofile(profile)
        else:
            enable()
        sys.settrace(trace)
