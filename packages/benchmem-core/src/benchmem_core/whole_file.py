"""Files that are written whole or not at all."""

import re
from pathlib import Path

from benchmem_core.captures import part_of
from benchmem_core.system import System

# What `part_of` names; the number is the process.
_PART = re.compile(r"\..*\.(\d+)\.part")


def write_whole(output: Path, content: bytes) -> None:
    """Write a file: whole, or not at all.

    Args:
        output: The file; what is there is replaced.
        content: What it is to hold.

    Raises:
        OSError: It cannot be written; what was there before still is.
    """
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
    if output.exists() and not output.is_file():
        output.write_bytes(content)
    else:
        write_whole(output, content)


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
