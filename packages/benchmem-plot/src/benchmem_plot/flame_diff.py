"""`benchmem diff -o diff.html`: a differential flame graph."""

import os
from pathlib import Path

from benchmem_core.captures import part_of
from benchmem_io.capture_diff import CaptureDiff
from benchmem_io.errors import CaptureDiffError
from benchmem_plot.page import flame_diff_page


def write_flame_diff(diff: CaptureDiff, output: Path) -> None:
    """Draw a differential flame graph: whole, or not at all.

    Widths are bytes in the larger capture, colours are what changed.

    Args:
        diff: The comparison.
        output: The page to write; what is there is replaced.

    Raises:
        CaptureDiffError: It cannot be written; what was there before still is.
    """
    page = flame_diff_page(diff)
    part = part_of(output)
    try:
        try:
            part.write_text(page, encoding="utf-8")
            os.replace(part, output)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise CaptureDiffError(f"`{output}` cannot be written: {reason}") from error
