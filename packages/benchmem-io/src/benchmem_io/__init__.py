"""Read and compare benchmark run files that carry memory: reserved, nothing here yet."""

from benchmem_io.__about__ import __version__

__all__ = ["__version__"]
