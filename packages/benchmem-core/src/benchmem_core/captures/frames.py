"""Read the call stacks of a capture, with the memory that each holds at the high-water mark."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from benchmem_core.captures.integrity import is_whole
from benchmem_core.captures.memray_module import import_memray
from benchmem_core.checks import Allocators
from benchmem_core.errors import CaptureError
from benchmem_core.system import System
from benchmem_core.text import escape_controls

# The modules of this package that call the action: frames outside of them are not the action's.
_CALLERS = ("/benchmem_core/engine/tracker.py", "/benchmem_core/engine/async_actions.py")
# The errors that memray raises over a damaged file.
_DAMAGED = (OSError, RuntimeError, ValueError, LookupError, ArithmeticError)
# Above the levels of memray's log: besides raising, it writes to stderr about a damaged file.
_SILENT, _WARNING = 60, 30


class Frame(NamedTuple):
    """A line of a function, in a call stack; the default is memory of no Python code.

    Attributes:
        function: The function's name.
        file: The path of its file, as the interpreter knows it; of a native frame, its library's
            source where that is known.
        line: The line, from 1; 0 where it is not known.
    """

    function: str = "(no Python frame)"
    file: str = ""
    line: int = 0

    def describe(self, caller: "Frame | None" = None) -> str:
        """Write the line, and the line that called it: `load (app/io.py:14), called by ...`."""
        where = f"{self.file}:{abs(self.line)}" if self.line else self.file
        text = f"{self.function} ({where})" if where else self.function
        return text if caller is None else f"{text}, called by {caller.describe()}"


@dataclass(frozen=True, slots=True)
class StackUse:
    """The memory that one call stack holds at the high-water mark.

    Attributes:
        frames: The stack, innermost frame first; empty for memory that no Python code asked for.
        bytes: Bytes that are allocated.
        allocations: The number of allocations of these bytes.
    """

    frames: tuple[Frame, ...]
    bytes: int
    allocations: int


@dataclass(frozen=True)
class HighWater:
    """The high-water mark of a capture.

    Attributes:
        peak_bytes: Bytes allocated at that moment.
        stacks: The stacks that hold them, each once; their bytes sum to the peak.
        allocators: The allocator mode.
        has_native: Whether the capture has C, C++ and Rust frames.
    """

    peak_bytes: int
    stacks: tuple[StackUse, ...]
    allocators: Allocators
    has_native: bool


def read_high_water(
    path: str | os.PathLike[str], *, native: bool = False, aggregated: bool = False
) -> HighWater:
    """Read the high-water mark of a capture, with its call stacks.

    Frames outside of the measured action (the engine's, pytest's) are left out.
    """
    path = os.fspath(path)
    reader = _open(path)
    try:
        with _silence_memray():
            metadata = reader.metadata
            is_aggregated = (
                metadata.file_format == type(metadata.file_format).AGGREGATED_ALLOCATIONS
            )
            if is_aggregated is not aggregated:
                raise CaptureError(
                    f"`{path}` is an aggregated capture, and cannot be checked for completeness: "
                    f"record it without `--aggregate`"
                    if is_aggregated
                    else f"`{path}` is not an aggregated capture"
                )
            uses = _merge_stacks(reader, native=native and metadata.has_native_traces)
            metadata = reader.metadata
    except CaptureError:
        raise
    except _DAMAGED as error:
        raise CaptureError(f"`{path}` cannot be read: {_explain(error)}") from None
    finally:
        reader.close()
    total = sum(use.bytes for use in uses)
    if total != metadata.peak_memory or not (aggregated or is_whole(path, metadata)):
        raise CaptureError(
            f"`{path}` is cut short: the process that wrote it was killed, or its disk was full; "
            f"record it again"
        )
    return HighWater(
        peak_bytes=total,
        stacks=tuple(uses),
        allocators="python" if metadata.trace_python_allocators else "system",
        has_native=metadata.has_native_traces,
    )


def _open(path: str) -> Any:
    try:
        if System.stat(path).st_size == 0:
            raise CaptureError(
                f"`{path}` is empty: was the process killed that wrote it? Record it again"
            )
        with _silence_memray():
            return import_memray().FileReader(path)
    except CaptureError:
        raise
    except _DAMAGED as error:
        raise CaptureError(f"`{path}` cannot be read: {_explain(error)}") from None


def _explain(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = str(error)
    if "incompatible" in text:
        from importlib.metadata import version

        return (
            f"another version of memray wrote it than {version('memray')}, which is installed "
            f"here; record both with the same"
        )
    if "does not look like" in text:
        return "it is not a capture of memray, or it is cut short"
    return f"it is damaged ({escape_controls(text)})"


@contextlib.contextmanager
def _silence_memray() -> Iterator[None]:
    from memray._memray import set_log_level

    set_log_level(_SILENT)
    try:
        yield
    finally:
        set_log_level(_WARNING)


class _Frames(dict[tuple[str, str, int], Frame]):
    """Each frame once, however many stacks it is on."""

    def __missing__(self, key: tuple[str, str, int]) -> Frame:
        frame = self[key] = Frame(*key)
        return frame


def _merge_stacks(reader: Any, *, native: bool) -> list[StackUse]:
    """Merge the records of memray by call stack, across allocators and threads."""
    frames = _Frames()
    found: dict[tuple[Frame, ...], list[int]] = {}
    for record in reader.get_high_watermark_allocation_records(merge_threads=True):
        # Also for an allocation without any Python frame: its stack is empty.
        trace = record.hybrid_stack_trace() if native else record.stack_trace()
        stack = tuple([frames[each] for each in _cut_callers(trace)])
        use = found.setdefault(stack, [0, 0])
        use[0] += record.size
        use[1] += record.n_allocations
    return [StackUse(stack, size, count) for stack, (size, count) in found.items()]


def _cut_callers(trace: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    for i, (_, file, _) in enumerate(trace):
        if file.endswith(_CALLERS):
            return trace[:i]
    return trace
