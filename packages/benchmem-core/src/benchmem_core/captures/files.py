"""The files of captures: a scratch file that leaves nothing behind, and kept files."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmem_core.atomic_files import name_partial_file
from benchmem_core.errors import CaptureError
from benchmem_core.system import System


@dataclass(frozen=True)
class ScratchFile:
    """A temporary file, opened by path here and in a child that inherits `descriptors`."""

    path: str
    descriptors: tuple[int, ...]


@contextmanager
def make_scratch_file(
    purpose: str = "a capture", *, in_memory: bool = False
) -> Iterator[ScratchFile]:
    """Make a temporary file for one measurement; every pass overwrites it.

    On Linux it never has a name in the temporary directory: not even a kill leaves it behind.

    Args:
        purpose: The content of the file; an error names it.
        in_memory: Prefer memory to the disk, so that a small file can be written also where
            the disk is full.

    Raises:
        CaptureError: The temporary directory cannot be written.
    """
    file, name = System.open_memory_file() if in_memory else None, ""
    try:
        if file is None:
            file, name = System.open_temporary_file()
    except OSError as error:
        raise CaptureError(explain_write_error(purpose, error)) from error
    try:
        with file:
            path = f"/proc/self/fd/{file.fileno()}"
            if System.exists(path):
                if name:
                    System.remove(name)
                yield ScratchFile(path, (file.fileno(),))
                return
        # No /proc (macOS): opening a descriptor's path there shares its offset, so use a name.
        yield ScratchFile(name, ())
    finally:
        if name:
            System.remove(name)


def prepare_capture_path(path: str | os.PathLike[str]) -> str:
    """Check that a capture can be kept at `path`, before anything runs.

    Missing folders are made.
    """
    # The action may change folders.
    is_absolute = os.path.isabs(path)
    kept = os.path.normpath(path if is_absolute else os.path.join(System.getcwd(), path))
    folder = os.path.dirname(kept)
    try:
        System.make_folder(folder)
    except OSError as error:
        raise CaptureError(f"cannot keep a capture at `{kept}`: {error.strerror}") from error
    is_folder = System.is_folder(kept)
    if is_folder or not System.access(folder, os.W_OK):
        reason = "it is a folder" if is_folder else "its folder cannot be written"
        raise CaptureError(f"cannot keep a capture at `{kept}`: {reason}")
    return kept


def keep(scratch: ScratchFile, kept: str) -> None:
    """Copy a capture to `kept`: whole, or not at all."""
    part = name_partial_file(kept)
    try:
        with (
            System.open_binary(scratch.path, "rb") as source,
            System.open_binary(part, "wb") as target,
        ):
            System.copy(source, target, 1 << 20)
        System.replace(part, kept)
    except OSError as error:
        raise CaptureError(
            f"cannot keep a capture at `{kept}`: {error.strerror}; free some space there, or name "
            f"another place"
        ) from error
    finally:
        System.remove(part)


def explain_spoiled_capture(reason: str) -> str:
    """Say that a capture is not whole, and what to do about it."""
    if os.strerror(errno.EMFILE) in reason:
        return f"a capture cannot be written: {explain_open_files(reason)}"
    return (
        f"the capture is not whole ({reason}): is the disk of the temporary directory full? "
        f"Set `TMPDIR` to a directory with more room"
    )


def explain_write_error(purpose: str, error: OSError) -> str:
    """Say that something cannot be written to the temporary directory, and what to do about it."""
    reason = error.strerror or str(error)
    if error.errno in {errno.EMFILE, errno.ENFILE}:
        return f"cannot write {purpose}: {explain_open_files(reason)}"
    return (
        f"cannot write {purpose} to the temporary directory: {reason}; "
        f"set `TMPDIR` to a directory that can be written"
    )


def explain_open_files(reason: str) -> str:
    """Say what to do where a process has too many open files."""
    return f"{reason}; close files that this process holds open, or raise `ulimit -n`"
