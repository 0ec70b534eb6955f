"""Where captures live: a scratch file that leaves nothing behind, and files kept for good."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from benchmem_core.errors import CaptureError


@dataclass(frozen=True)
class ScratchFile:
    """A temporary file, opened by path here and in a child that inherits `descriptors`."""

    path: str
    descriptors: tuple[int, ...]


@contextmanager
def scratch_file(purpose: str = "a capture", *, in_memory: bool = False) -> Iterator[ScratchFile]:
    """Make a temporary file for one measurement; every pass overwrites it.

    On Linux it never has a name in the temporary directory: not even a kill leaves it behind.

    Args:
        purpose: What it is for; an error names it.
        in_memory: Prefer memory to the disk, so that a small file can be written also where
            the disk is full.

    Raises:
        CaptureError: The temporary directory cannot be written.
    """
    try:
        file = _memory_file() if in_memory else None
        file = file or tempfile.TemporaryFile(prefix="benchmem-")  # noqa: SIM115 - entered below
    except OSError as error:
        raise CaptureError(_unwritable(purpose, error)) from error
    with file:
        path = f"/proc/self/fd/{file.fileno()}"
        if os.path.exists(path):
            yield ScratchFile(path, (file.fileno(),))
            return
    # No /proc (macOS): opening a descriptor's path there shares its offset, so use a name.
    descriptor, path = tempfile.mkstemp(prefix="benchmem-")
    os.close(descriptor)
    try:
        yield ScratchFile(path, ())
    finally:
        Path(path).unlink(missing_ok=True)


def _memory_file() -> BinaryIO | None:
    try:
        return os.fdopen(os.memfd_create("benchmem"), "w+b")
    except (AttributeError, OSError):  # not Linux
        return None


def prepare_kept(path: str | os.PathLike[str]) -> Path:
    """Check that a capture can be kept at `path`, before anything runs.

    Missing folders are made.

    Raises:
        CaptureError: The path is a folder, or its folder cannot be made or written.
    """
    kept = Path(os.path.abspath(path))  # the action may change folders
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CaptureError(f"cannot keep a capture at `{kept}`: {error.strerror}") from error
    if kept.is_dir() or not os.access(kept.parent, os.W_OK):
        reason = "it is a folder" if kept.is_dir() else "its folder cannot be written"
        raise CaptureError(f"cannot keep a capture at `{kept}`: {reason}")
    return kept


def keep(scratch: ScratchFile, kept: Path) -> None:
    """Copy a capture to where it is kept: whole, or not at all.

    Raises:
        CaptureError: It cannot be written; what was at `kept` before is still there.
    """
    part = part_of(kept)
    try:
        with open(scratch.path, "rb") as source, open(part, "wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        os.replace(part, kept)
    except OSError as error:
        raise CaptureError(
            f"cannot keep a capture at `{kept}`: {error.strerror}; free some space there, or name "
            f"another place"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Where a file is written before it is moved to its place; names this process."""
    return path.with_name(f".{path.name[:50]}.{os.getpid()}.part")


def _unwritable(purpose: str, error: OSError) -> str:
    return (
        f"cannot write {purpose} to the temporary directory: {error.strerror or error}; "
        f"set `TMPDIR` to a directory that can be written"
    )
