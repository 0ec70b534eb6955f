"""Run one pass inside memray's tracker."""

import _thread
import gc
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from time import sleep
from types import CoroutineType
from typing import Any

from benchmem_core.captures import ScratchFile, explain_spoiled_capture, import_memray
from benchmem_core.engine.workload import PassOptions
from benchmem_core.errors import BenchmemError, CaptureError, TrackerActiveError
from benchmem_core.system import undo_patches

# The message of memray; its errors have no other mark.
_ONE_TRACKER = "No more than one Tracker"
# The time that a pass waits for threads that are about to end, and the most such waits.
_NAP_SECONDS = 0.0005
_MOST_NAPS = 100
# For so long the interpreter asks no thread to let another one run.
_ONE_THREAD_SECONDS = 1000.0
# A block that is freed in every pass, so that every capture has a record. Its size makes the
# interpreter hand it back to the system's allocator.
_MARK_BYTES = 1000
# Levels of memray's log, and an iterator that gives one `True`, whichever thread asks first.
_WARNING, _ERROR = 30, 40
_is_first_start = iter([True])
# Since 3.12, running threads too: they would write to the capture without the tracker's lock.
_unprofile_threads: Callable[[Any], None] = getattr(
    threading, "setprofile_all_threads", threading.setprofile
)


@dataclass(frozen=True, slots=True)
class ProcessStats:
    """The facts about a pass that its capture lacks.

    Attributes:
        rss_bytes: The resident high-water of the pass's own process; `None` unless isolated.
        tracker_overhead_bytes: Bytes that an empty pass retains in that process; 0 unless
            retained memory is measured.
        released_blocks: The number of Python's own blocks that a collection after the pass gave
            back: garbage and free lists; `None` if no later pass runs in that process.
    """

    rss_bytes: int | None = None
    tracker_overhead_bytes: int = 0
    released_blocks: int | None = None


def run_tracked(  # noqa: C901, PLR0912, PLR0915 - a call in the tracker is counted
    action: Callable[[], object],
    calls: int,
    scratch: ScratchFile,
    options: PassOptions,
    reset_heap: Callable[[], None],
    *,
    stopped: Callable[[], object] = bool,
    return_last: bool = False,
) -> object:
    """Call `action` inside a tracker that writes to `scratch`.

    Args:
        action: The function to call.
        calls: The number of calls.
        scratch: The file of the capture; overwritten.
        options: The options of the pass.
        reset_heap: Called last before the tracker starts, since making one leaves free objects too.
        stopped: Called first when the tracker has stopped.
        return_last: Whether to hold the last result until the tracker has stopped; if retained
            memory is measured, only an awaitable is held.

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
    count_threads = _thread._count  # noqa: SLF001 - other ways to count them allocate
    _prepare_unprofiling()
    # Under its first profile function, CPython 3.11 gives a code object a table of its lines.
    # The table of this function is made here, so that it does not count in the first pass.
    sys.setprofile(slice)  # called with frame, event and argument: it takes any three
    sys.setprofile(None)
    mark = bytes(_MARK_BYTES)
    set_interval, interval = sys.setswitchinterval, sys.getswitchinterval()
    mute, unmute = _take_log_switches()
    reset_heap()
    # Leave one integer in the free list of 3.14 and later: a call under the tracker's profile
    # function takes one, and gives it back.
    len(mark)
    threads = count_threads()
    others_wait = True
    try:
        # Other threads wait until they have lost the profile function that the tracker gives them.
        set_interval(_ONE_THREAD_SECONDS)
        mute()
        tracker.__enter__()
    except (RuntimeError, OSError) as error:
        unmute()
        set_interval(interval)
        raise _explain_failed_start(error, stop) from error
    except BaseException:
        unmute()
        set_interval(interval)
        stop(None, None, None)  # an interrupt, half-way in
        raise
    try:
        # Only the action belongs in here: every allocation here is counted.
        del mark
        if not options.stacks:
            # The tracker's profile function serves the stacks alone. On leaving, the tracker
            # puts the previous one back.
            sys.setprofile(None)
            _unprofile_threads(None)
        # Not before: under the tracker's profile function, every call allocates.
        unmute()
        set_interval(interval)
        others_wait = False
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
            stop(None, None, None)  # an interrupt, half-way out: a second stop does no harm
            raise
        finally:
            if others_wait:  # an interrupt, half-way in
                set_interval(interval)
    stopped()
    return last


def _explain_failed_start(error: Exception, stop: Callable[..., object]) -> BenchmemError:
    if _ONE_TRACKER not in str(error):
        stop(None, None, None)  # it leaves its hooks in place, half-way in
        return CaptureError(explain_spoiled_capture(str(error)))
    return TrackerActiveError(
        "another memray tracker is active in this process, and memray allows one: is "
        "pytest-memray's `--memray` or `limit_memory` on, or a measurement running inside "
        "this one?"
    )


def _prepare_unprofiling() -> None:
    """Make the line tables of the functions that remove profile functions in the tracker."""
    sys.setprofile(slice)
    # Set the current function again, so that an interrupt in here does not lose the user's.
    _unprofile_threads(threading.getprofile())
    sys.setprofile(None)


def _take_log_switches() -> tuple[Callable[[], object], Callable[[], object]]:
    """Return functions that mute memray's warnings and restore them; only the first pair does.

    When a tracker first starts in a statically linked interpreter, memray prints that it corrects
    the addresses of `malloc` and `free`, which says nothing about the user's code. It prints errors
    all the same. Since memray cannot be asked for its level, its default is restored.
    """
    if not next(_is_first_start, False):
        return bool, bool
    set_log_level = import_memray().set_log_level
    return partial(set_log_level, _ERROR), partial(set_log_level, _WARNING)


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
        with undo_patches():
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
        raise CaptureError(explain_spoiled_capture(str(error))) from error


@contextmanager
def pause_instrumentation() -> Iterator[None]:
    """Run the block without trace and profile functions, whose memory is not the action's."""
    trace, profile = sys.gettrace(), sys.getprofile()
    sys.settrace(None)
    sys.setprofile(None)
    try:
        yield
    finally:
        # The profiler of cProfile is not a function, and `setprofile` would not restore it.
        enable = getattr(profile, "enable", None)
        if callable(profile) or enable is None:
            sys.setprofile(profile)
        else:
            enable()
        sys.settrace(trace)


def expire_instrumentation() -> None:
    """Have the interpreter check every function for instrumentation when it is called next.

    Since 3.12 each code object gets a block at its first call after a profile function was set or
    removed, which a tracker does. In a warmup, the block does not count in the first pass.
    """
    with pause_instrumentation():
        sys.setprofile(slice)
