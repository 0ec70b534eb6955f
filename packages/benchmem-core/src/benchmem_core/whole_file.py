"""Files that are written whole or not at all."""

import errno
import os
import re
from pathlib import Path

from benchmem_core.system import System

# What `part_of` names; the number is the process.
_PART = re.compile(r"\..*\.(\d+)\.part")


def write_whole(output: Path, content: bytes) -> None:
    """Write a file: whole, or not at all.

    Args:
        output: The file; what is there is replaced.
        content: What it is to hold.

    Raises:
        OSError: It cannot be written, or something else than a file is there, such as a pipe;
            what was there before still is.
    """
    if os.path.exists(output) and not (os.path.isfile(output) or os.path.isdir(output)):
        raise OSError(errno.EINVAL, "it is no regular file")
    part = part_of(output)
    try:
        with System.open_binary(part, "wb") as file:
            file.write(content)
        System.replace(part, output)
    finally:
        System.remove(part)


def write_output(output: Path, content: bytes) -> None:
    """Write what a command was told to: a file whole, anything else as it comes.

    Args:
        output: A link is replaced, not what it leads to. What is there and no file, such as a
            terminal or a pipe, is written to.
        content: What it is to hold.

    Raises:
        OSError: It cannot be written.
    """
    if not os.path.exists(output) or os.path.isfile(output):
        write_whole(output, content)
        return
    with open(output, "wb", opener=open_at_once) as file:
        os.set_blocking(file.fileno(), True)
        file.write(content)


def open_at_once(path: str, flags: int) -> int:
    """Open a file for `open`; a pipe without waiting for somebody at its other end.

    Args:
        path: The file.
        flags: How it is opened.

    Raises:
        OSError: It cannot be opened; a pipe that nobody reads cannot be written.
    """
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)


def part_of(path: str | os.PathLike[str]) -> str:
    """Where a file is written before it is moved to its place; names this process."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name[:50]}.{System.getpid()}.part")


def remove_unfinished(folder: Path) -> None:
    """Remove what processes that were killed had begun to write.

    Args:
        folder: Where whole files are.

    Raises:
        OSError: It cannot be read or written.
    """
    for entry in folder.iterdir():
        match = _PART.fullmatch(entry.name)
        if match and entry.is_file() and not _is_running(int(match[1])):
            entry.unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    try:
        System.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
