"""Read captures from elsewhere in a child process, since a damaged one can crash it."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from typing import Any

from benchmem_core.captures import Frame, HighWater, StackUse, import_memray
from benchmem_core.child_process import build_python_command
from benchmem_core.errors import CaptureError
from benchmem_core.profiles.child import estimate_seconds
from benchmem_core.profiles.store import check_digest

# A busy machine may take longer by this factor.
_WALL_FACTOR = 10

Path = str | os.PathLike[str]


def read_captures(paths: Sequence[Path], *, native: bool = False) -> list[HighWater]:
    """Read the high-water marks of captures, with their call stacks; see `read_high_water`.

    Args:
        paths: Captures of memray.
        native: Whether call stacks have their native frames too, where the captures have them.

    Raises:
        CaptureError: One cannot be read or is damaged: the message names it.
    """
    return [
        _decode_high_water(path, answer) for path, answer in _read_answers(paths, native=native)
    ]


def check_capture(path: Path) -> None:
    """Check that a capture can be read to its end."""
    _read_answers([path], stacks=False)


def read_each(paths: Sequence[Path]) -> Iterator[HighWater | CaptureError]:
    """Read captures one by one; a damaged one does not stop the others."""
    left = [os.fspath(path) for path in paths]
    while left:
        lines, ended = _run_child(left, native=False, stacks=True)
        for path, line in zip(left, lines, strict=False):
            error = _find_error(path, line)
            yield error or _decode_high_water(path, json.loads(line))
        if len(lines) < len(left):
            yield _make_damage_error(left[len(lines)], ended)
        left = left[len(lines) + 1 :]


def _read_answers(
    paths: Sequence[Path], *, native: bool = False, stacks: bool = True
) -> list[tuple[Path, dict[str, Any]]]:
    names = [os.fspath(path) for path in paths]
    lines, ended = _run_child(names, native=native, stacks=stacks)
    for path, line in zip(names, lines, strict=False):
        if error := _find_error(path, line):
            raise error
    if len(lines) < len(names):
        raise _make_damage_error(names[len(lines)], ended)
    for name in names:
        check_digest(name)
    return [(path, json.loads(line)) for path, line in zip(paths, lines, strict=True)]


def _run_child(paths: Sequence[str], *, native: bool, stacks: bool) -> tuple[list[bytes], str]:
    """Run the child; return its output, a line for each capture, and how it ended."""
    import_memray()  # the child would not report a missing memray
    command = build_python_command(
        "from benchmem_core.profiles.child import main; "
        f"main({paths!r}, native={native!r}, stacks={stacks!r})"
    )
    limit = _WALL_FACTOR * sum(map(estimate_seconds, paths))
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        try:
            output, _ = child.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            child.kill()
            output, _ = child.communicate()
            child.returncode = -signal.SIGXCPU
        except BaseException:
            child.kill()
            raise
    return output.split(b"\n")[:-1], describe_exit(child.returncode)


def _find_error(path: str, line: bytes) -> CaptureError | None:
    # An error is a short line; the data of a capture may be many megabytes.
    if not line.startswith((b'{"error"', b'{"damaged"')):
        return None
    answer = json.loads(line)
    return (
        CaptureError(answer["error"])
        if "error" in answer
        else _make_damage_error(path, answer["damaged"])
    )


def _make_damage_error(path: str, how: str) -> CaptureError:
    return CaptureError(f"`{path}` cannot be read: it is damaged ({how}); record it again")


def describe_exit(returncode: int) -> str:
    """Say how memray ended, by the exit status of its process."""
    if returncode == -signal.SIGXCPU:
        return "reading it does not end"
    if returncode >= 0:
        return f"the process that read it ended with {returncode}"
    try:
        name = signal.Signals(-returncode).name
    except ValueError:
        name = f"signal {-returncode}"
    return f"memray crashed over it with {name}"


def _decode_high_water(path: Path, answer: dict[str, Any]) -> HighWater:
    try:
        frames = [Frame(*frame) for frame in answer["frames"]]
        stacks = tuple(
            StackUse(tuple([frames[number] for number in numbers]), size, count)
            for size, count, numbers in answer["stacks"]
        )
        return HighWater(answer["peak_bytes"], stacks, answer["allocators"], answer["has_native"])
    except (LookupError, TypeError, ValueError) as error:
        raise _make_damage_error(os.fspath(path), type(error).__name__) from None
