"""Import memray where it is needed, or explain why it is missing."""

from typing import Any

from benchmem_core.errors import UnsupportedPlatformError
from benchmem_core.system import undo_patches


def import_memray() -> Any:
    """Import memray."""
    try:
        with undo_patches():
            import memray
    except ModuleNotFoundError as error:
        if error.name != "memray":
            raise
        raise UnsupportedPlatformError(
            "memory is measured with `memray`, which is not installed here: it runs with CPython "
            "on macOS, and on Linux on x86_64, aarch64 and i686; there, `pip install memray`"
        ) from error
    return memray
