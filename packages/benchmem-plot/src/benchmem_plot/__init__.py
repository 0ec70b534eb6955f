"""Views of benchmark times and memory."""

from benchmem_plot.__about__ import __version__

__all__ = ["__version__"]
