"""Files that are written whole or not at all."""

import os
from pathlib import Path

from benchmem_core.captures import part_of


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
        part.write_bytes(content)
        os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)
