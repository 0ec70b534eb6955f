"""The bytes of a file that a user names, whatever it turns out to be."""

import os
import select
import stat
import time
from pathlib import Path

from benchmem_core.whole_file import open_at_once
from benchmem_io.errors import RunFileError

WRITER_SECONDS = 5.0
"""How long a pipe may stay without a writer."""


def read_file(path: Path) -> bytes:
    """Read a file or a pipe.

    Args:
        path: The file.

    Raises:
        RunFileError: It cannot be read, or reading it would never end: it is a device, or a pipe
            that nobody writes to.
    """
    try:
        with open(path, "rb", buffering=0, opener=open_at_once) as file:
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
    """Read what is in a pipe by now; from then on, reading it waits for its writer."""
    events = select.poll()
    events.register(descriptor, select.POLLIN)
    until = time.monotonic() + WRITER_SECONDS
    while True:
        try:
            start = os.read(descriptor, 1 << 16)
        except BlockingIOError:  # there is a writer, and nothing to read yet
            start, has_writer = b"", True
        else:
            # Without a writer a pipe seems to be at its end, and hangs up only if it had one.
            has_writer = bool(start or events.poll(0))
        if has_writer:
            os.set_blocking(descriptor, True)
            return start
        if time.monotonic() > until:
            raise RunFileError(f"`{path}` is a pipe that nobody writes to: give a file")
        time.sleep(0.02)
