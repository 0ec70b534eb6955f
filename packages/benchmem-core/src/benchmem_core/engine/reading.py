"""Run a pass and read its capture, a second time where that capture cannot be read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from benchmem_core.blob import Allocators
from benchmem_core.captures import ScratchFile, import_memray, is_whole, scratch_file, unwritten
from benchmem_core.engine.measurement import Measurement
from benchmem_core.engine.tracker import Surroundings, run_tracked, uninstrumented
from benchmem_core.engine.workload import PassOptions
from benchmem_core.errors import CaptureError
from benchmem_core.system import unpatched

if TYPE_CHECKING:
    from benchmem_core.captures import HighWater

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class FinishedPass:
    """One pass, as it was read.

    Attributes:
        measurement: Its numbers.
        kept_blocks: How many blocks more were allocated after it than before, without garbage.
    """

    measurement: Measurement
    kept_blocks: int


class Reading(Generic[Read]):
    """How the captures of one measurement are read.

    Threads that end in the moment in which the tracker does can spoil a capture.

    Attributes:
        repeated: How many passes ran a second time.
    """

    def __init__(self, read: Callable[[Surroundings], Read], *, may_repeat: bool = True) -> None:
        """Keep in mind how.

        Args:
            read: Reads the capture that the last pass left.
            may_repeat: Whether a pass may run again.
        """
        self.repeated = 0
        self._read = read
        self._may_repeat = may_repeat

    def run(self, track: Callable[[], Surroundings]) -> Read:
        """Run a pass and read its capture.

        Args:
            track: Runs the pass; an error of its own leaves as it is.

        Raises:
            CaptureError: The capture cannot be read, nor that of the second run.
        """
        surroundings = track()
        try:
            return self._read_unpatched(surroundings)
        except CaptureError:
            if not self._may_repeat:
                raise
        self.repeated += 1
        return self._read_unpatched(track())

    def _read_unpatched(self, surroundings: Surroundings) -> Read:
        # memray looks up functions that somebody may have patched.
        with unpatched():
            return self._read(surroundings)


def read_capture(
    scratch: ScratchFile, options: PassOptions, surroundings: Surroundings
) -> FinishedPass:
    """Read the numbers of a capture, the same as `memray stats` prints, and what it left.

    Args:
        scratch: Where the capture is.
        options: How the pass was measured.
        surroundings: What is no part of the capture.

    Raises:
        CaptureError: The capture is not whole. When its disk is full, memray stops tracking
            with a line on stderr and no exception.
    """
    from memray._memray import compute_statistics

    try:
        stats = compute_statistics(scratch.path, num_largest=1)
    except RuntimeError as error:
        raise CaptureError(_damaged(str(error))) from None
    except OSError as error:
        raise CaptureError(unwritten(str(error))) from None
    if not (stats.metadata.total_allocations and is_whole(scratch.path, stats.metadata)):
        raise CaptureError(unwritten("memray stopped tracking before the pass ended"))
    retained = None
    if options.retained:
        retained = max(0, _retained(scratch.path) - surroundings.residue_bytes)
    measurement = Measurement(
        peak_bytes=stats.peak_memory_allocated,
        allocations=stats.total_num_allocations,
        total_bytes=stats.total_memory_allocated,
        rss_bytes=surroundings.rss_bytes,
        retained_bytes=retained,
    )
    return FinishedPass(measurement, _kept_blocks(stats, options, surroundings.released_blocks))


def _kept_blocks(stats: Any, options: PassOptions, released: int | None) -> int:
    if released is None:
        return 0
    # memray counts records: one for each allocation, and one for each free.
    # The mark is freed, and was allocated before.
    frees = stats.metadata.total_allocations - stats.total_num_allocations - 1
    kept = stats.total_num_allocations - frees
    # What a collection gives back is Python's own, which the system's allocator does not see.
    return int(kept - released if options.allocators == "python" else kept)


def read_traced(scratch: ScratchFile, *, aggregated: bool) -> "HighWater":
    """Read who holds what at the high-water mark of a capture.

    Args:
        scratch: Where it is.
        aggregated: Whether memray summed up while it recorded.

    Raises:
        CaptureError: The capture is not whole.
    """
    # Only who traces needs it; what a child has loaded counts in its rss.
    from benchmem_core.captures import read_high_water

    try:
        return read_high_water(scratch.path, aggregated=aggregated)
    except CaptureError:
        raise CaptureError(unwritten("memray stopped tracking before the pass ended")) from None


def _retained(path: str) -> int:
    try:
        with import_memray().FileReader(path) as reader:
            return sum(record.size for record in reader.get_leaked_allocation_records())
    except RuntimeError as error:
        raise CaptureError(_damaged(str(error))) from None
    except OSError as error:
        raise CaptureError(unwritten(str(error))) from None


def measure_residue(allocators: Allocators) -> int:
    """Measure what a pass of nothing retains, in bytes: the tracker allocates while it stops.

    How much that is depends on what is imported in this process; of greenlet it keeps more.
    """
    options = PassOptions(allocators=allocators, retained=True)
    found = []
    with scratch_file() as scratch, uninstrumented():
        # The first may fill caches of the interpreter's.
        for _ in range(3):
            run_tracked(bool, 1, scratch, options, lambda: None)
            found.append(_retained(scratch.path))
    return min(found)


def _damaged(reason: str) -> str:
    return (
        f"the capture is damaged ({reason}): did threads end while the pass did? Wait for them in "
        f'the action, or measure with `isolate=True` or `allocators="system"`'
    )
