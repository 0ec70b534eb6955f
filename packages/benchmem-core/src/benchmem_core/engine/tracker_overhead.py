"""Measure what the tracker itself leaves in a pass: the same pass, of an empty function."""

import functools
import statistics

from benchmem_core.captures import ScratchFile, make_scratch_file
from benchmem_core.checks import Allocators
from benchmem_core.engine.heap import collect_alone, count_released
from benchmem_core.engine.reading import read_capture, read_retained_bytes
from benchmem_core.engine.tracker import ProcessStats, pause_instrumentation, run_tracked
from benchmem_core.engine.workload import PassOptions
from benchmem_core.errors import CaptureError
from benchmem_core.system import undo_patches

# The first pass may fill caches of the interpreter, and another thread may disturb one.
_PASSES = 3


def measure_tracker_bytes(allocators: Allocators) -> int:
    """Measure the bytes that an empty pass retains: the tracker allocates while it stops.

    The number depends on the modules imported in this process; with greenlet it is higher.
    """
    options = PassOptions(allocators=allocators, retained=True)
    found = []
    with make_scratch_file() as scratch, pause_instrumentation():
        for _ in range(_PASSES):
            run_tracked(bool, 1, scratch, options, collect_alone)
            found.append(read_retained_bytes(scratch.path))
    return min(found)


@functools.cache
def measure_tracker_blocks(options: PassOptions) -> int:
    """Measure the growth in blocks over an empty pass, without garbage.

    The number depends on the version of the interpreter. It is negative where the tracker lets go
    of more objects than it makes.
    """
    if options.allocators != "python":
        return 0  # the objects of the tracker do not reach the system's allocator
    with make_scratch_file() as scratch, pause_instrumentation():
        found = [_count_blocks(scratch, options) for _ in range(_PASSES)]
    read = [blocks for blocks in found if blocks is not None]
    return statistics.median_low(read) if read else 0


def _count_blocks(scratch: ScratchFile, options: PassOptions) -> int | None:
    released = 0

    def count() -> None:
        nonlocal released
        released = count_released()

    try:
        run_tracked(bool, 1, scratch, options, collect_alone, stopped=count)
        # memray looks up functions that somebody may have patched.
        with undo_patches():
            finished = read_capture(scratch, options, ProcessStats(released_blocks=released))
    except CaptureError:
        return None  # leave this pass out: the user's own measurement is complete
    return finished.kept_blocks
