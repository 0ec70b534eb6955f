"""The engine's front door: measure the memory of an action."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

from benchmem_core.callsites import SourceFiles, find_cell_name, find_sites
from benchmem_core.captures import (
    HighWater,
    ScratchFile,
    import_memray,
    keep,
    make_scratch_file,
    prepare_capture_path,
)
from benchmem_core.checks import Allocators, Argument
from benchmem_core.engine.async_actions import Action
from benchmem_core.engine.measurement import Measurement, MemoryResult
from benchmem_core.engine.passes import InProcessPasses
from benchmem_core.engine.reading import (
    CaptureReader,
    FinishedPass,
    read_capture,
    read_traced_capture,
)
from benchmem_core.engine.sampling import Sampler, Sampling
from benchmem_core.engine.tracker import ProcessStats
from benchmem_core.engine.tracker_overhead import measure_tracker_blocks
from benchmem_core.engine.workload import PassOptions, Workload
from benchmem_core.errors import UnsupportedPlatformError
from benchmem_core.system import System, undo_patches

_STACKS_COST = 1 << 16
_MOST_TRACED = 3


def preload() -> None:
    """Import what a measurement needs, before anybody patches the functions of the system.

    Where memray is missing, the measurement reports it.
    """
    with contextlib.suppress(UnsupportedPlatformError):
        import_memray()


def measure_peak(action: Action, repeats: int | None = None) -> int:
    """Measure the peak memory of `action()`.

    Args:
        action: Called without arguments.
        repeats: Exactly so many passes; `None` samples adaptively, see `measure_memory`.

    Returns:
        The lowest high-water mark of all passes, in bytes.

    Raises:
        BenchmemError: See `measure_memory`.
    """
    return measure_memory(action, repeats).peak_bytes


def measure_memory(
    action: Action,
    repeats: int | None = None,
    *,
    warmup: int = 1,
    isolate: bool = False,
    calls: int = 1,
    max_time: float | None = None,
    min_passes: int = 2,
    max_passes: int = 10,
    patience: int = 2,
    keep_bin: str | os.PathLike[str] | None = None,
    native: bool = False,
    setup: Action | None = None,
    allocators: Allocators = "python",
    timeout: float | None = None,
    retained: bool = False,
    sites: int | None = None,
) -> MemoryResult:
    """Measure the memory of `action()` over several passes.

    A pass is: `setup()`, then `calls` calls of `action` inside one memray tracker. Every pass
    starts from the same state of the interpreter's heap. An awaitable that `action` returns
    is awaited inside the pass.

    Args:
        action: Called without arguments. Its exceptions are raised unchanged.
        repeats: Exactly so many passes. `None` samples adaptively: at least `min_passes`;
            until two passes agree in every series, or `patience` passes bring no new lowest
            peak, or there are `max_passes`, or `max_time` is over. The first two reasons count
            once a pass has left nothing allocated, or there are five passes: passes that all
            fill a cache agree too.
        warmup: Untracked runs before the first pass; an isolated pass has none.
        isolate: Run every pass in a fresh process, cold, and record its resident high-water
            too. Action and setup must pickle.
        calls: Calls of `action` in one pass.
        max_time: Bound on adaptive sampling, in seconds.
        min_passes: Fewest passes of adaptive sampling.
        max_passes: Most passes of adaptive sampling.
        patience: Passes without a new lowest peak that end adaptive sampling.
        keep_bin: The path at which to keep the first pass's capture, for `memray` to render. All
            passes then record call stacks, for which the interpreter makes an object of every
            frame: with `"python"` allocators that adds some 100 bytes to the peak for every level
            of the call stack, and an allocation for every call of a Python function.
        native: Record C, C++ and Rust frames in the capture.
        setup: Called before every pass and warmup run, not tracked.
        allocators: `"python"` counts every Python object, so that the number is a property of
            the code; `"system"` counts the allocations that reach the system's allocator, which
            depend on the free room in Python's arenas.
        timeout: Seconds after which an isolated pass is killed.
        retained: Measure too how many bytes are still allocated after the pass, once the result
            has been dropped and garbage collected: memory that leaks, or grows with every call.
            CaptureReader it makes a pass up to twice as long.
        sites: Find this many call sites, those that own most bytes at the high-water mark, in one
            more pass that serves only this. Files are named relative to the current folder.

    Returns:
        The passes, and the numbers that derive from them (bytes and counts).

    Raises:
        ArgumentError: An argument has no meaning.
        UnsupportedPlatformError: memray does not exist for this platform.
        TrackerActiveError: Another memray tracker is active.
        CaptureError: A capture could not be written whole, also not at a second try. With
            `repeats=1, warmup=0` there is only one try.
        IsolationError: An isolated pass could not start or ended without a result.
    """
    if sites is not None:
        Argument("sites", sites).as_count()
    workload = Workload(action, setup=setup, calls=calls)
    options = PassOptions(
        warmup=warmup,
        isolate=isolate,
        allocators=allocators,
        native=native,
        stacks=native or keep_bin is not None,
        retained=retained,
        timeout=timeout,
    )
    sampling = Sampling(repeats, max_time, min_passes, max_passes, patience)
    # Read the current folder now: the action may change it.
    with undo_patches():
        files = None if sites is None else _make_source_files()
    result = measure_workload(workload, sampling, options, keep_bin=keep_bin)
    if files is None or sites is None:
        return result
    stacks = trace_workload(workload, options, peak_bytes=result.peak_bytes).stacks
    with undo_patches():
        found = find_sites(stacks, files, top=sites, peak_bytes=result.peak_bytes)
    return replace(result, sites=found)


def measure_workload(
    workload: Workload,
    sampling: Sampler,
    options: PassOptions,
    *,
    keep_bin: str | os.PathLike[str] | None = None,
) -> MemoryResult:
    """Measure a workload: `measure_memory`, with its arguments grouped in objects.

    Args:
        workload: The workload to measure.
        sampling: The rule for the number of passes.
        options: The options of one pass.
        keep_bin: The path at which to keep the first pass's capture.

    Returns:
        The passes, and the numbers that derive from them.

    Raises:
        BenchmemError: As for `measure_memory`.
    """
    import_memray()
    kept = None if keep_bin is None else prepare_capture_path(keep_bin)
    last: FinishedPass | None = None
    with make_scratch_file() as scratch, _open_passes(workload, options, scratch) as track:
        reading = CaptureReader(
            lambda process: read_capture(scratch, options, process),
            may_repeat=not _runs_once(sampling, options),
        )

        def run_and_keep() -> Measurement:
            nonlocal kept, last
            last = reading.run(track)
            if kept is not None:
                keep(scratch, kept)
                kept = None
            return last.measurement

        def has_kept() -> bool:
            if last is None or last.kept_blocks is None:
                return False
            return last.kept_blocks > measure_tracker_blocks(options)

        samples = sampling.collect(run_and_keep, has_kept)
        return MemoryResult(samples, options.allocators, repeated_passes=reading.repeated)


def trace_workload(
    workload: Workload,
    options: PassOptions,
    *,
    peak_bytes: int | None = None,
    keep_bin: str | os.PathLike[str] | None = None,
) -> HighWater:
    """Run one more pass of a workload, to read the call stacks at its high-water mark.

    An action that varies from pass to pass gets up to three passes. The pass with the closest
    peak counts.

    Recording call stacks costs memory of its own. So no number of a `MemoryResult` comes from
    this pass.

    Args:
        workload: The measured workload.
        options: The options of the measured passes.
        peak_bytes: The lowest measured peak; `None` takes the first traced pass as it is.
        keep_bin: The path at which to keep the capture; without one, memray aggregates while it
            records.

    Returns:
        The high-water mark, with its call stacks.

    Raises:
        BenchmemError: As for `measure_memory`.
    """
    import_memray()
    kept = None if keep_bin is None else prepare_capture_path(keep_bin)
    is_aggregated = kept is None
    # The passes before have warmed it up.
    traced = replace(options, stacks=True, aggregated=is_aggregated, retained=False, warmup=0)
    with make_scratch_file() as scratch, _open_passes(workload, traced, scratch) as track:
        found: list[HighWater] = []
        reading = CaptureReader(lambda _: read_traced_capture(scratch, aggregated=is_aggregated))
        while not _is_representative(found, peak_bytes):
            found.append(reading.run(track))
            closest = min(found, key=lambda each: abs(each.peak_bytes - (peak_bytes or 0)))
            if kept is not None and closest is found[-1]:
                keep(scratch, kept)
        return closest


def _runs_once(sampling: Sampler, options: PassOptions) -> bool:
    """Say whether the caller has asked for a single run, as for code that must not run twice."""
    return isinstance(sampling, Sampling) and sampling.repeats == 1 and options.warmup == 0


def _is_representative(found: list[HighWater], peak_bytes: int | None) -> bool:
    """Say whether tracing is done: a peak is close to the measured one, or came twice."""
    if not found or peak_bytes is None:
        return bool(found)
    *before, last = (each.peak_bytes for each in found)
    is_close = abs(last - peak_bytes) <= peak_bytes // 20 + _STACKS_COST
    return is_close or last in before or len(found) >= _MOST_TRACED


def _make_source_files() -> SourceFiles:
    return SourceFiles(_find_current_folder(), search_path=sys.path, special=find_cell_name)


def _find_current_folder() -> str | None:
    try:
        return System.getcwd()
    except FileNotFoundError:  # it was deleted
        return None


@contextlib.contextmanager
def _open_passes(
    workload: Workload, options: PassOptions, scratch: ScratchFile
) -> Iterator[Callable[[], ProcessStats]]:
    """Yield a function that runs one pass, which leaves its capture."""
    if options.isolate:
        with undo_patches():
            from benchmem_core.engine.isolation import open_isolated_passes

        with open_isolated_passes(workload, options, scratch) as track:
            yield track
    else:
        with contextlib.ExitStack() as stack:
            yield InProcessPasses(workload, options, scratch, stack, options.warmup).run
