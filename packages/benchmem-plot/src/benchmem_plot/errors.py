"""Errors of drawing, and the check of arguments that take one of a few values."""

from collections.abc import Sequence

from benchmem_core.errors import BenchmemError
from benchmem_io.errors import SelectionError


class PlotError(BenchmemError):
    """A figure cannot be drawn, or cannot be written."""


def check_choice(name: str, value: object, known: Sequence[str]) -> None:
    """Check that an argument has one of the known values."""
    if value not in known:
        allowed = " or ".join(f"`{each}`" for each in known)
        raise SelectionError(f"`{name}` is {allowed}, not `{value}`")
