"""What frames are called in the picture."""

from benchmem_core.captures import Frame
from benchmem_core.text import printable


def place_of(frame: Frame) -> str:
    """The file and the line of a frame, or the file alone where the line is not known."""
    # A line that only the baseline has is counted downwards.
    return printable(f"{frame.file}:{abs(frame.line)}" if frame.line else frame.file)
