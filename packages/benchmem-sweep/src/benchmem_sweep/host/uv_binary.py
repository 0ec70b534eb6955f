"""Find the binary of uv."""

import functools
import shutil
import threading

from benchmem_sweep.errors import SweepError

_LOCK = threading.Lock()


def find_uv() -> str:
    """Find uv: first the binary of the distribution `uv`, else the one on PATH.

    Raises:
        SweepError: uv is missing.
    """
    # uv uses `sysconfig`, whose first use must not be in two threads at a time.
    with _LOCK:
        return _find_uv()


@functools.cache
def _find_uv() -> str:
    try:
        from uv import find_uv_bin

        return str(find_uv_bin())
    except (ImportError, FileNotFoundError):
        found = shutil.which("uv")
    if found is None:
        raise SweepError("`uv`, which makes the environments, is not installed: `pip install uv`")
    return found
