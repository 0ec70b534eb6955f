"""The text for the place of a frame: its file and line."""

from benchmem_core.captures import Frame
from benchmem_core.text import escape_controls


def place_of(frame: Frame) -> str:
    """Return the file and the line of a frame, or only the file if the line is unknown."""
    # A line that only the baseline has may have a negative number.
    return escape_controls(f"{frame.file}:{abs(frame.line)}" if frame.line else frame.file)
