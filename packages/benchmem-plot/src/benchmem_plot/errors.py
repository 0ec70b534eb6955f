"""What may go wrong with a picture."""

from benchmem_core.errors import BenchmemError


class PlotError(BenchmemError):
    """A picture cannot be made, or cannot be written."""
