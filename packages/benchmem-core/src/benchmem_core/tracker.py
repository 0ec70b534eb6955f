"""One tracked pass: memray's tracker around the calls, and what memray says of the capture."""

import sys
import threading
from collections.abc import Callable
from itertools import repeat
from types import CoroutineType
from typing import Any

from benchmem_core.captures import ScratchFile
from benchmem_core.completeness import is_whole
from benchmem_core.errors import CaptureError, TrackerActiveError, UnsupportedPlatformError
from benchmem_core.measurement import Measurement
from benchmem_core.workload import PassOptions


def import_memray() -> Any:
    """Import memray.

    Raises:
        UnsupportedPlatformError: It is not installed, because there is none for this platform.
    """
    try:
        import memray
    except ModuleNotFoundError as error:
        if error.name != "memray":
            raise
        raise UnsupportedPlatformError(
            "memory is measured with `memray`, which is not installed here: it runs on Linux and "
            "macOS only; there, `pip install memray`"
        ) from error
    return memray


def run_tracked(
    action: Callable[[], object],
    calls: int,
    scratch: ScratchFile,
    options: PassOptions,
    settle: Callable[[], None],
    *,
    return_last: bool = False,
) -> object:
    """Call `action` inside a tracker that writes to `scratch`.

    Args:
        action: What to call.
        calls: How often.
        scratch: Where the capture goes; overwritten.
        options: What is counted, and whether native frames are recorded.
        settle: Called last before the tracker starts, since making one leaves free objects too.
        return_last: Whether to hold the last result until the tracker has stopped.

    Returns:
        The last result; `None` unless asked for.

    Raises:
        TrackerActiveError: Another tracker is active.
        CaptureError: The capture cannot be written.
    """
    memray = import_memray()
    # The default, a memory-mapped file compressed at the end, costs more to write, and its
    # tail of zeros is read back byte by byte.
    destination = memray.FileDestination(
        scratch.path, overwrite=True, compress_on_exit=False, buffered=True
    )
    try:
        tracker = memray.Tracker(
            destination=destination,
            native_traces=options.native,
            trace_python_allocators=options.allocators == "python",
        )
    except OSError as error:
        raise CaptureError(_unwritten(str(error))) from error
    last = None
    remaining = repeat(None, calls)
    stop = tracker.__exit__
    # Under its first profile function, CPython 3.11 gives a code object a table of its lines.
    # This function's is made here, so that the first pass does not have it.
    sys.setprofile(slice)  # called with frame, event and argument: it takes any three
    sys.setprofile(None)
    settle()
    try:
        tracker.__enter__()
    except RuntimeError as error:
        raise TrackerActiveError(
            "another memray tracker is active in this process, and memray allows one: is "
            "pytest-memray's `--memray` on, or a measurement running inside this one?"
        ) from error
    except BaseException:
        stop(None, None, None)  # an interrupt, half-way in
        raise
    try:
        # Nothing but the action belongs in here: what is done here is counted.
        if not options.stacks:
            # The tracker's profile function serves the stacks alone; it puts back on leaving
            # what was there before.
            sys.setprofile(None)
            threading.setprofile(None)
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
        try:
            stop(None, None, None)
        except BaseException:
            stop(None, None, None)  # an interrupt, half-way out: what is undone stays undone
            raise
    return last


def read_capture(scratch: ScratchFile) -> Measurement:
    """Read the numbers of a capture, the same as `memray stats` prints.

    Raises:
        CaptureError: The capture is not whole. When its disk is full, memray stops tracking
            with a line on stderr and no exception.
    """
    from memray._memray import compute_statistics

    try:
        stats = compute_statistics(scratch.path, num_largest=1)
    except OSError as error:
        raise CaptureError(_unwritten(str(error))) from None
    if not is_whole(scratch.path, stats.metadata):
        raise CaptureError(_unwritten("memray stopped tracking before the pass ended"))
    return Measurement(
        peak_bytes=stats.peak_memory_allocated,
        allocations=stats.total_num_allocations,
        total_bytes=stats.total_memory_allocated,
    )


def _unwritten(reason: str) -> str:
    return (
        f"the capture is not whole ({reason}): is the disk of the temporary directory full? "
        f"Set `TMPDIR` to a directory with more room"
    )
