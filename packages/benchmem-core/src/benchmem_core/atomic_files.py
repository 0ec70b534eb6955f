"""Write files whole or not at all."""

import errno
import os
import re
from pathlib import Path

from benchmem_core.nonblocking import open_nonblocking
from benchmem_core.system import System

# The names that `name_partial_file` makes; the number is the process id.
_PART = re.compile(r"\..*\.(\d+)\.part")


def atomic_write(output: Path, content: bytes) -> None:
    """Write a file: whole, or not at all.

    Args:
        output: The file; an older one is replaced.
        content: The new content.

    Raises:
        OSError: It cannot be written, or the path is something else than a file, such as a pipe.
            An older file stays as it was.
    """
    if os.path.exists(output) and not (os.path.isfile(output) or os.path.isdir(output)):
        raise OSError(errno.EINVAL, "it is not a regular file")
    part = name_partial_file(output)
    try:
        with System.open_binary(part, "wb") as file:
            file.write(content)
        System.replace(part, output)
    finally:
        System.remove(part)


def write_output(output: Path, content: bytes) -> None:
    """Write the output of a command: a file whole, a terminal or pipe directly.

    Args:
        output: The path. A link is replaced, not its target. A terminal or a pipe is written to.
        content: The new content.

    Raises:
        OSError: It cannot be written.
    """
    if not os.path.exists(output) or os.path.isfile(output):
        atomic_write(output, content)
        return
    with open(output, "wb", opener=open_nonblocking) as file:
        os.set_blocking(file.fileno(), True)
        file.write(content)


def name_partial_file(path: str | os.PathLike[str]) -> str:
    """Return the temporary path at which a file is written first; it has this process's id."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name[:50]}.{System.getpid()}.part")


def remove_partial_files(folder: Path) -> None:
    """Remove the unfinished files of killed processes.

    Args:
        folder: The folder of the finished files.

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
