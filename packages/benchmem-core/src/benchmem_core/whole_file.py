"""Files that are written whole or not at all."""

import errno
import os
import re
from pathlib import Path

from benchmem_core.captures import part_of

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
        part.write_bytes(content)
        os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)


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
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
