"""Open files, pipes and devices without waiting."""

import os


def open_nonblocking(path: str, flags: int) -> int:
    """Open a file, as the `opener` of `open`; do not wait for the reader of a pipe.

    Raises:
        OSError: It cannot be opened; a pipe that nobody reads cannot be written.
    """
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)
