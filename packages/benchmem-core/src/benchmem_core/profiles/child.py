"""Read captures in a child process, which may crash over a damaged one."""

import json
import os
from collections.abc import Sequence
from typing import Any

from benchmem_core.captures import HighWater, read_high_water
from benchmem_core.errors import CaptureError

# A capture of a million allocations is read in seconds.
_SECONDS, _SECONDS_PER_MB = 60, 10
# A compressed one takes some hundred times its size in memory.
_BYTES, _BYTES_PER_BYTE = 40 << 20, 500


def main(paths: Sequence[str], *, native: bool, stacks: bool) -> None:
    """Read captures one after the other, and write a line of JSON for each."""
    # memray and the C library write their complaints to standard output.
    with os.fdopen(os.dup(1), "w", encoding="ascii") as lines:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        for path in paths:
            lines.write(json.dumps(_read_capture(path, native=native, stacks=stacks)) + "\n")
            lines.flush()
    # Exit without the cleanup, which could crash over a damaged capture.
    os._exit(0)


def _read_capture(path: str, *, native: bool, stacks: bool) -> dict[str, Any]:
    try:
        _set_limits(path)
        high_water = read_high_water(path, native=native)
    except CaptureError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"damaged": "it asks for more memory than a capture of its size can need"}
    except Exception as error:  # noqa: BLE001 - memray can raise anything over a damaged file
        return {"damaged": type(error).__name__}
    return _encode(high_water) if stacks else {}


def _set_limits(path: str) -> None:
    """Bound the time and the memory that a capture may take, by its size."""
    import resource

    from benchmem_core.captures import import_memray

    import_memray()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = usage.ru_utime + usage.ru_stime + estimate_seconds(path)
    _lower_limit(resource.RLIMIT_CORE, 0)
    _lower_limit(resource.RLIMIT_CPU, int(seconds))
    _lower_limit(
        resource.RLIMIT_DATA, _read_data_bytes() + _BYTES + _BYTES_PER_BYTE * _read_size(path)
    )


def estimate_seconds(path: str) -> float:
    """Return the processor time that reading a capture may take, in seconds."""
    return _SECONDS + _SECONDS_PER_MB * _read_size(path) / 1e6


def _read_size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except (OSError, ValueError):
        return 0


def _lower_limit(which: int, limit: int) -> None:
    import resource

    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(which, (limit, hard))


def _read_data_bytes() -> int:
    """Return the bytes that count for `RLIMIT_DATA` so far; a huge number where none is known."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 40


def _encode(high_water: HighWater) -> dict[str, Any]:
    numbers: dict[tuple[str, str, int], int] = {}
    stacks = [
        [
            use.bytes,
            use.allocations,
            [numbers.setdefault(frame, len(numbers)) for frame in use.frames],
        ]
        for use in high_water.stacks
    ]
    return {
        "peak_bytes": high_water.peak_bytes,
        "allocators": high_water.allocators,
        "has_native": high_water.has_native,
        "frames": list(numbers),
        "stacks": stacks,
    }
