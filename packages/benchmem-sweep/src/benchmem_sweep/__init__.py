"""One benchmark suite over many versions: reserved, nothing here yet."""

from benchmem_sweep.__about__ import __version__

__all__ = ["__version__"]
