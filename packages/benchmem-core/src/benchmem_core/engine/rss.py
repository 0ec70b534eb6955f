"""Read the resident size of this process, and its high-water mark."""

import sys

from benchmem_core.system import System


def read_current_rss() -> int:
    """Return the resident bytes of this process; its peak where the system does not tell."""
    try:
        with System.open_binary("/proc/self/statm", "rb") as statm:  # see proc(5)
            return int(statm.read().split()[1]) * System.page_size
    except (OSError, LookupError):
        return read_peak_rss()


def read_peak_rss() -> int:
    """Return the highest number of bytes that this process has ever had resident.

    On Linux it is `VmHWM` of `/proc/self/status`, see proc(5), and not `ru_maxrss`: the latter
    survives exec, so that a small child of a large parent reports the parent's number.
    """
    try:
        with System.open_binary("/proc/self/status", "rb") as status:
            for line in status:
                if line.startswith(b"VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    import resource

    maxrss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return maxrss if sys.platform == "darwin" else maxrss * 1024
