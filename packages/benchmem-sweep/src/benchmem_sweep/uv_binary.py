"""Where uv is."""

import functools
import shutil

from benchmem_sweep.errors import SweepError


@functools.cache
def find_uv() -> str:
    """Find uv: the one that the distribution `uv` ships, else the one on PATH.

    Raises:
        SweepError: There is none.
    """
    try:
        from uv import find_uv_bin

        return str(find_uv_bin())
    except (ImportError, FileNotFoundError):
        found = shutil.which("uv")
    if found is None:
        raise SweepError("there is no `uv`, which makes the environments: `pip install uv`")
    return found
