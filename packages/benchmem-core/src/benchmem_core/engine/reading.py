"""Run a pass and read its capture; run it a second time if the capture cannot be read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from benchmem_core.captures import (
    ScratchFile,
    explain_spoiled_capture,
    import_memray,
    is_whole,
)
from benchmem_core.engine.measurement import Measurement
from benchmem_core.engine.tracker import ProcessStats
from benchmem_core.engine.workload import PassOptions
from benchmem_core.errors import CaptureError
from benchmem_core.system import undo_patches

if TYPE_CHECKING:
    from benchmem_core.captures import HighWater

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class FinishedPass:
    """One pass, as its capture tells it.

    Attributes:
        measurement: Its numbers.
        kept_blocks: The growth in allocated blocks over the pass, without garbage, of action and
            tracker; `None` if no later pass runs in that process.
    """

    measurement: Measurement
    kept_blocks: int | None


class CaptureReader(Generic[Read]):
    """The reader of the captures of one measurement.

    Threads that end at the same moment as the tracker can spoil a capture.

    Attributes:
        repeated: The number of passes that ran a second time.
    """

    def __init__(self, read: Callable[[ProcessStats], Read], *, may_repeat: bool = True) -> None:
        """Store the reading function."""
        self.repeated = 0
        self._read = read
        self._may_repeat = may_repeat

    def run(self, track: Callable[[], ProcessStats]) -> Read:
        """Run a pass and read its capture."""
        process = track()
        try:
            return self._read_unpatched(process)
        except CaptureError:
            if not self._may_repeat:
                raise
        self.repeated += 1
        return self._read_unpatched(track())

    def _read_unpatched(self, process: ProcessStats) -> Read:
        # memray looks up functions that somebody may have patched.
        with undo_patches():
            return self._read(process)


def read_capture(scratch: ScratchFile, options: PassOptions, process: ProcessStats) -> FinishedPass:
    """Read the numbers of a capture, as `memray stats` prints them, and the memory it kept."""
    from memray._memray import compute_statistics

    try:
        stats = compute_statistics(scratch.path, num_largest=1)
    except RuntimeError as error:
        raise CaptureError(_explain_damage(str(error))) from None
    except OSError as error:
        raise CaptureError(explain_spoiled_capture(str(error))) from None
    # When its disk is full, memray stops tracking with a line on stderr and no exception.
    if not (stats.metadata.total_allocations and is_whole(scratch.path, stats.metadata)):
        raise CaptureError(explain_spoiled_capture("memray stopped tracking before the pass ended"))
    retained = None
    if options.retained:
        retained = max(0, read_retained_bytes(scratch.path) - process.tracker_overhead_bytes)
    measurement = Measurement(
        peak_bytes=stats.peak_memory_allocated,
        allocations=stats.total_num_allocations,
        total_bytes=stats.total_memory_allocated,
        rss_bytes=process.rss_bytes,
        retained_bytes=retained,
    )
    return FinishedPass(measurement, _count_kept_blocks(stats, options, process.released_blocks))


def _count_kept_blocks(stats: Any, options: PassOptions, released: int | None) -> int | None:
    if released is None:
        return None
    # memray counts records: one for each allocation, and one for each free.
    # The mark is freed, and was allocated before.
    frees = stats.metadata.total_allocations - stats.total_num_allocations - 1
    kept = stats.total_num_allocations - frees
    # A collection gives back Python's own blocks, which the system's allocator does not see.
    return int(kept - released if options.allocators == "python" else kept)


def read_traced_capture(scratch: ScratchFile, *, aggregated: bool) -> "HighWater":
    """Read the high-water mark of a capture, with its call stacks."""
    # Only tracing needs it, and every module that a child loads counts in its rss.
    from benchmem_core.captures import read_high_water

    try:
        return read_high_water(scratch.path, aggregated=aggregated)
    except CaptureError:
        raise CaptureError(
            explain_spoiled_capture("memray stopped tracking before the pass ended")
        ) from None


def read_retained_bytes(path: str) -> int:
    """Read the bytes that are still allocated when the tracker stops."""
    try:
        with import_memray().FileReader(path) as reader:
            return sum(record.size for record in reader.get_leaked_allocation_records())
    except RuntimeError as error:
        raise CaptureError(_explain_damage(str(error))) from None
    except OSError as error:
        raise CaptureError(explain_spoiled_capture(str(error))) from None


def _explain_damage(reason: str) -> str:
    return (
        f"the capture is damaged ({reason}): did threads end while the pass did? Wait for them in "
        f'the action, or measure with `isolate=True` or `allocators="system"`'
    )
