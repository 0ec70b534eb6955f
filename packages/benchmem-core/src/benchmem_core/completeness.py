"""Whether memray wrote a capture to its end, which it does not say itself."""

import struct
from typing import Any

# memray's header after its magic word, version and flags: allocations and frees written, frames
# written, start and end in milliseconds. It is written first with zeros and again at the end.
_HEADER = struct.Struct("<QQqq")
_HEADER_OFFSET = 17
# The byte that ends a whole capture: a record of type `OTHER` with the flag `TRAILER`.
_TRAILER = b"\x01"


def is_whole(path: str, metadata: Any) -> bool:
    """Whether an uncompressed capture holds all that its tracker recorded.

    Args:
        path: The capture.
        metadata: `memray.Metadata`, as read from all of its records.
    """
    with open(path, "rb") as capture:
        head = capture.read(_HEADER_OFFSET + _HEADER.size)
        capture.seek(-1, 2)
        if capture.read(1) != _TRAILER:
            return False
    written, _, start, _ = _HEADER.unpack_from(head, _HEADER_OFFSET)
    if start != round(metadata.start_time.timestamp() * 1000):
        # Not the layout that is known here: the end alone has to do.
        return bool(metadata.end_time != metadata.start_time)
    # With Python's allocators the tracker's own end is recorded: nothing at all was cut off.
    has_records = written > 0 or not metadata.trace_python_allocators
    return bool(written == metadata.total_allocations and has_records)
