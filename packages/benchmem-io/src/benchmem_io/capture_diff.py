"""Two captures, compared call stack by call stack."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from benchmem_core.frames import Frame, HighWater, StackUse, read_high_water
from benchmem_core.sites import OUTSIDE, caller_of
from benchmem_core.source_files import SourceFiles
from benchmem_io.errors import CaptureDiffError
from benchmem_io.line_matching import match_lines

BY = ("line", "function", "file", "stack")
"""What makes a row: the line that allocates, its function, its file, or the whole call stack."""

Key = tuple[Frame | None, ...]


@dataclass(frozen=True, slots=True)
class Capture:
    """One side of a comparison.

    Attributes:
        path: The capture.
        root: The folder that its files are named relative to.
    """

    path: str | os.PathLike[str]
    root: str | os.PathLike[str]


@dataclass(slots=True)
class Change:
    """What some call stacks held at the two high-water marks.

    Attributes:
        frames: The stack, innermost frame first, its files named as a report names them.
        caller: The project's line that called the innermost frame, where that is not of the
            project.
        base: Bytes at the baseline's high-water mark.
        head: Bytes at that of now.
        base_allocations: In how many allocations, in the baseline.
        head_allocations: The same, now.
    """

    frames: tuple[Frame, ...]
    caller: Frame | None
    base: int = 0
    head: int = 0
    base_allocations: int = 0
    head_allocations: int = 0

    @property
    def delta(self) -> int:
        """By how many bytes it grew."""
        return self.head - self.base

    def add(self, other: "Change") -> None:
        """Count another one's bytes in."""
        self.base += other.base
        self.head += other.head
        self.base_allocations += other.base_allocations
        self.head_allocations += other.head_allocations


@dataclass(frozen=True)
class CaptureDiff:
    """How two captures differ.

    Attributes:
        base_peak: The baseline's high-water mark in bytes.
        head_peak: That of now.
        stacks: Every call stack of the one or the other; their deltas sum to the difference of
            the peaks.
    """

    base_peak: int
    head_peak: int
    stacks: Sequence[Change]

    def rows(self, by: str) -> list[Change]:
        """Sum up, the largest growth first.

        Args:
            by: One of `BY`. A row's `frames` are those that all of its stacks share: of a file,
                a frame without function and line.
        """
        found: dict[Key, Change] = {}
        for stack in self.stacks:
            key = _key(stack, by)
            row = found.get(key)
            if row is None:
                frames = stack.frames if by == "stack" else (key[0] or OUTSIDE,)
                row = found[key] = Change(frames, key[1] if by != "stack" else stack.caller)
            row.add(stack)
        return sorted(found.values(), key=_rank)


def compare_captures(
    base: Capture, head: Capture, *, native: bool = False, absolute: bool = False
) -> CaptureDiff:
    """Compare two captures.

    Lines that merely moved inside of their function count as the same lines.

    Args:
        base: The baseline.
        head: What it became.
        native: Whether call stacks have their native frames too.
        absolute: Whether files are named by their whole paths.

    Raises:
        CaptureError: One cannot be read, is no whole capture, or is of another version of memray.
        CaptureDiffError: The two counted with different allocators, or one lacks native frames.
    """
    sides = [(side, read_high_water(side.path, native=native)) for side in (base, head)]
    before, after = (high_water for _, high_water in sides)
    _check_alike(sides, native=native)
    names = _Names(base, head, before, after, absolute=absolute)
    old = [_named(use, names.of_base, names.base_files) for use in before.stacks]
    new = [_named(use, names.of_head, names.head_files) for use in after.stacks]
    move = match_lines(
        ((frames, use.bytes) for (frames, _), use in zip(old, before.stacks, strict=True)),
        ((frames, use.bytes) for (frames, _), use in zip(new, after.stacks, strict=True)),
    )
    found: dict[tuple[Frame, ...], Change] = {}
    for (frames, caller), use in zip(new, after.stacks, strict=True):
        change = found.setdefault(frames, Change(frames, caller))
        change.head += use.bytes
        change.head_allocations += use.allocations
    for (old_frames, old_caller), use in zip(old, before.stacks, strict=True):
        frames = tuple(map(move, old_frames))
        caller = None if old_caller is None else move(old_caller)
        change = found.setdefault(frames, Change(frames, caller))
        change.base += use.bytes
        change.base_allocations += use.allocations
    return CaptureDiff(before.peak_bytes, after.peak_bytes, list(found.values()))


def _rank(change: Change) -> tuple[int, int, str]:
    return -change.delta, -change.head, repr(change.frames)


def _key(stack: Change, by: str) -> Key:
    if by == "stack":
        return stack.frames
    frame, caller = stack.frames[0] if stack.frames else OUTSIDE, stack.caller
    if by == "line":
        return frame, caller
    if by == "function":
        return _without_line(frame), None if caller is None else _without_line(caller)
    return Frame("", frame.file, 0), None


def _without_line(frame: Frame) -> Frame:
    return frame._replace(line=0)


def _check_alike(sides: Sequence[tuple[Capture, HighWater]], *, native: bool) -> None:
    (base, before), (head, after) = sides
    if before.allocators != after.allocators:
        raise CaptureDiffError(
            f"`{base.path}` counted with {before.allocators} allocators, `{head.path}` with "
            f"{after.allocators}: record both alike"
        )
    for side, high_water in sides:
        if native and not high_water.has_native:
            raise CaptureDiffError(
                f"`{side.path}` has no native frames: record it with "
                f"`--benchmark-memory-profile-native`"
            )


class _Names:
    """What the files of two captures are called: the same file alike, wherever it was."""

    def __init__(
        self,
        base: Capture,
        head: Capture,
        before: HighWater,
        after: HighWater,
        *,
        absolute: bool,
    ) -> None:
        self.base_files = SourceFiles(base.root, absolute=absolute)
        self.head_files = SourceFiles(head.root, absolute=absolute)
        paths = {path: self.head_files.name(path) for path in _paths(after.stacks)}
        known = set(paths.values())
        by_basename: dict[str, list[str]] = {}
        for path in paths:
            by_basename.setdefault(PurePosixPath(path).name, []).append(path)
        self._base: dict[str, str] = {}
        for path in _paths(before.stacks):
            name = self.base_files.name(path)
            if name not in known and (twin := _twin(path, by_basename)) is not None:
                name = paths[twin]
            self._base[path] = name

    def of_base(self, path: str) -> str:
        """What a file of the baseline is called."""
        return self._base[path]

    def of_head(self, path: str) -> str:
        """What a file of now is called."""
        return self.head_files.name(path)


def _paths(stacks: Iterable[StackUse]) -> set[str]:
    return {frame.file for use in stacks for frame in use.frames}


def _twin(path: str, by_basename: dict[str, list[str]]) -> str | None:
    """The file whose path ends most like this one's, in another checkout perhaps."""
    parts = PurePosixPath(path).parts
    candidates = by_basename.get(PurePosixPath(path).name, ())
    scored = sorted(
        ((_shared_end(parts, PurePosixPath(each).parts), each) for each in candidates),
        reverse=True,
    )
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return scored[0][1]


def _shared_end(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        count += 1
    return count


def _named(
    use: StackUse, name: Callable[[str], str], files: SourceFiles
) -> tuple[tuple[Frame, ...], Frame | None]:
    frames = tuple([Frame(each.function, name(each.file), each.line) for each in use.frames])
    caller = caller_of(use.frames, files)
    return frames, None if caller is None else frames[use.frames.index(caller)]
