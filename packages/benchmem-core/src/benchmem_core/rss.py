"""The resident high-water mark of this process."""

import sys

from benchmem_core.system import System


def peak_rss() -> int:
    """Return the most bytes that this process has ever had resident.

    On Linux it is `VmHWM` of `/proc/self/status`, see proc(5), and not `ru_maxrss`: that one
    survives exec there, so that a small child of a large parent reports the parent's.
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
