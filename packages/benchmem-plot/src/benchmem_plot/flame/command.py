"""`benchmem diff -o diff.html`: a differential flame graph."""

from pathlib import Path

from benchmem_core.whole_file import write_whole
from benchmem_io.callsites import CaptureDiff
from benchmem_io.errors import CaptureDiffError
from benchmem_plot.flame.page import flame_diff_page


def write_flame_diff(diff: CaptureDiff, output: Path) -> None:
    """Draw a differential flame graph: whole, or not at all.

    Widths are bytes in the larger capture, colours are what changed.

    Args:
        diff: The comparison.
        output: The page to write; what is there is replaced.

    Raises:
        CaptureDiffError: It cannot be written; what was there before still is.
    """
    try:
        write_whole(output, flame_diff_page(diff))
    except OSError as error:
        reason = error.strerror or error
        raise CaptureDiffError(f"`{output}` cannot be written: {reason}") from error
