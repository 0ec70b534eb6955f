"""Read the bytes of a path that a user names: a file, a pipe or a device."""

import os
import select
import stat
import time
from pathlib import Path

from benchmem_core.nonblocking import open_nonblocking
from benchmem_io.errors import RunFileError

WRITER_SECONDS = 5.0
"""How long to wait for the writer of a pipe."""


def read_file(path: Path) -> bytes:
    """Read a file or a pipe.

    Args:
        path: The file.

    Raises:
        RunFileError: The file cannot be read, or reading it would never end: it is a device, or a
            pipe that nobody writes to.
    """
    try:
        with open(path, "rb", buffering=0, opener=open_nonblocking) as file:
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_ISFIFO(mode):
                return _first_of_pipe(file.fileno(), path) + file.readall()
            if (stat.S_ISCHR(mode) or stat.S_ISBLK(mode)) and not file.isatty():
                raise RunFileError(f"`{path}` is a device: give a file")
            return file.readall()
    except (OSError, ValueError) as error:
        if isinstance(error, RunFileError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise RunFileError(f"`{path}` cannot be read: {reason}") from None


def _first_of_pipe(descriptor: int, path: Path) -> bytes:
    """Wait for a pipe's writer, and read the bytes written so far; later reads wait for more."""
    events = select.poll()
    events.register(descriptor, select.POLLIN)
    until = time.monotonic() + WRITER_SECONDS
    while True:
        try:
            start = os.read(descriptor, 1 << 16)
        except BlockingIOError:  # a writer exists, but has written nothing yet
            start, has_writer = b"", True
        else:
            # A pipe without a writer reads as empty; it hangs up only if it had a writer before.
            has_writer = bool(start or events.poll(0))
        if has_writer:
            os.set_blocking(descriptor, True)
            return start
        if time.monotonic() > until:
            raise RunFileError(f"`{path}` is a pipe that nobody writes to: give a file")
        time.sleep(0.02)
