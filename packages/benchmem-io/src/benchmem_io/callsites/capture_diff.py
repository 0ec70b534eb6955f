"""Two captures, compared call stack by call stack."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmem_core.callsites import SourceFiles
from benchmem_core.captures import Frame, HighWater
from benchmem_core.profiles import read_captures
from benchmem_io.callsites.checkouts import FileNames
from benchmem_io.callsites.line_matching import match_lines
from benchmem_io.errors import CaptureDiffError

BY = ("line", "function", "file", "stack")
"""The kinds of rows: by allocating line, by its function, by its file, or by whole call stack."""

Key = tuple[Frame | None, ...]
StrPath = str | os.PathLike[str]


@dataclass(slots=True)
class StackChange:
    """The memory that some call stacks held at the two high-water marks.

    Attributes:
        frames: The stack, innermost frame first, its files named as a report names them.
        caller: The project's line that called the innermost frame, if that frame is outside of
            the project.
        base: Bytes at the baseline's high-water mark.
        head: Bytes at the new high-water mark.
        base_allocations: The number of allocations in the baseline.
        head_allocations: The number of allocations now.
    """

    frames: tuple[Frame, ...]
    caller: Frame | None
    base: int = 0
    head: int = 0
    base_allocations: int = 0
    head_allocations: int = 0

    @property
    def delta(self) -> int:
        """The growth in bytes."""
        return self.head - self.base

    def add(self, other: "StackChange") -> None:
        """Add the bytes and allocations of another change."""
        self.base += other.base
        self.head += other.head
        self.base_allocations += other.base_allocations
        self.head_allocations += other.head_allocations


@dataclass(frozen=True)
class CaptureDiff:
    """The difference between two captures.

    Attributes:
        base_peak: The baseline's high-water mark in bytes.
        head_peak: The new high-water mark in bytes.
        stacks: Every call stack of either capture; their deltas sum to the difference of the
            peaks.
    """

    base_peak: int
    head_peak: int
    stacks: Sequence[StackChange]

    def rows(self, by: str) -> list[StackChange]:
        """Sum up the call stacks in rows, the largest growth first.

        Args:
            by: One of `BY`. A row's `frames` are the frames that all of its stacks share. For a
                file, that is one frame without function and line.
        """
        found: dict[Key, StackChange] = {}
        for stack in self.stacks:
            key = _key(stack, by)
            row = found.get(key)
            if row is None:
                frames = stack.frames if by == "stack" else (key[0] or Frame(),)
                row = found[key] = StackChange(frames, key[1] if by != "stack" else stack.caller)
            row.add(stack)
        return sorted(found.values(), key=_rank)


def compare_captures(
    base: StrPath,
    head: StrPath,
    *,
    roots: tuple[StrPath, StrPath] | None = None,
    native: bool = False,
    absolute: bool = False,
) -> CaptureDiff:
    """Compare two captures.

    Lines that only moved inside their function count as the same lines.

    Args:
        base: The baseline.
        head: The capture to compare with the baseline.
        roots: The folder of each capture that its files are named relative to; by default the
            current folder.
        native: Whether call stacks include native frames.
        absolute: Whether files are named by their whole paths.

    Raises:
        CaptureError: A capture cannot be read, is incomplete, or is of another version of memray.
        CaptureDiffError: The two counted with different allocators, or one lacks native frames.
    """
    before, after = read_captures([base, head], native=native)
    _check_alike([(base, before), (head, after)], native=native)
    here = os.getcwd()
    names = FileNames(_paths(before), _paths(after), roots or (here, here), absolute=absolute)
    of_base, of_head = _FrameNames(names.of_base), _FrameNames(names.of_head)
    old = [_rename(use.frames, of_base, names.base_files) for use in before.stacks]
    new = [_rename(use.frames, of_head, names.head_files) for use in after.stacks]
    move = match_lines(
        ((frames, use.bytes) for (frames, _), use in zip(old, before.stacks, strict=True)),
        ((frames, use.bytes) for (frames, _), use in zip(new, after.stacks, strict=True)),
    )
    found: dict[tuple[Frame, ...], StackChange] = {}
    for (frames, caller), use in zip(new, after.stacks, strict=True):
        change = found.setdefault(frames, StackChange(frames, caller))
        change.head += use.bytes
        change.head_allocations += use.allocations
    for (old_frames, old_caller), use in zip(old, before.stacks, strict=True):
        frames = tuple(map(move, old_frames))
        caller = None if old_caller is None else move(old_caller)
        change = found.setdefault(frames, StackChange(frames, caller))
        change.base += use.bytes
        change.base_allocations += use.allocations
    return CaptureDiff(before.peak_bytes, after.peak_bytes, list(found.values()))


def _rank(change: StackChange) -> tuple[int, int, str]:
    return -change.delta, -change.head, repr(change.frames)


def _key(stack: StackChange, by: str) -> Key:
    if by == "stack":
        return stack.frames
    if not stack.frames:
        return Frame(), None
    frame, caller = stack.frames[0], stack.caller
    if by == "line":
        return frame, caller
    if by == "function":
        return _without_line(frame), None if caller is None else _without_line(caller)
    return Frame("", frame.file, 0), None


def _without_line(frame: Frame) -> Frame:
    return frame._replace(line=0)


def _check_alike(sides: Sequence[tuple[StrPath, HighWater]], *, native: bool) -> None:
    (base, before), (head, after) = sides
    if before.allocators != after.allocators:
        raise CaptureDiffError(
            f"`{base}` counted with {before.allocators} allocators, `{head}` with "
            f"{after.allocators}: record both alike"
        )
    for path, high_water in sides:
        if native and not high_water.has_native:
            raise CaptureDiffError(
                f"`{path}` has no native frames: record it with `--benchmark-memory-profile-native`"
            )


def _paths(high_water: HighWater) -> set[str]:
    return {frame.file for use in high_water.stacks for frame in use.frames}


class _FrameNames(dict[Frame, Frame]):
    """Maps each frame to the same frame with its file named as in a report; cached."""

    def __init__(self, name: Callable[[str], str]) -> None:
        super().__init__()
        self._name = name

    def __missing__(self, frame: Frame) -> Frame:
        named = self[frame] = frame._replace(file=self._name(frame.file))
        return named


def _rename(
    frames: Sequence[Frame], named: _FrameNames, files: SourceFiles
) -> tuple[tuple[Frame, ...], Frame | None]:
    caller = files.find_caller(frames)
    renamed = tuple([named[frame] for frame in frames])
    return renamed, None if caller is None else named[caller]
