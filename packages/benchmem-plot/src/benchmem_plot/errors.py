"""Errors of drawing."""

from benchmem_core.errors import BenchmemError


class PlotError(BenchmemError):
    """A figure cannot be drawn, or cannot be written."""
