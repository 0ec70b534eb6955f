"""`benchmem diff -o diff.html`: a differential flame graph."""

from pathlib import Path

from benchmem_core.atomic_files import atomic_write
from benchmem_io.callsites import CaptureDiff
from benchmem_io.errors import CaptureDiffError
from benchmem_plot.flame.page import flame_diff_page


def write_flame_diff(diff: CaptureDiff, output: Path) -> None:
    """Write a differential flame graph as a page: whole, or not at all.

    Widths are bytes in the larger capture, colours are changes.

    Args:
        diff: The comparison.
        output: The page to write; an existing file is replaced.

    Raises:
        CaptureDiffError: The page cannot be written; an existing file is unchanged.
    """
    try:
        atomic_write(output, flame_diff_page(diff))
    except OSError as error:
        reason = error.strerror or error
        raise CaptureDiffError(f"`{output}` cannot be written: {reason}") from error
