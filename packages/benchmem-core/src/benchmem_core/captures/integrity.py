"""Check whether memray wrote a capture to its end, which memray does not report."""

import os
import struct
from typing import Any, BinaryIO

from benchmem_core.system import System

# memray's header after its magic word and version: Python's version, two flags, allocations and
# frees written, frames written, start and end in milliseconds. The counts are written first as
# zeros and again at the end.
_HEADER = struct.Struct("<IBBQQqq")
_HEADER_OFFSET = 11
# Up to this version of Python, a capture with Python's allocators records the tracker's own end.
_RECORDS_ITS_END = 0x030DFFFF
# The byte that ends a whole capture: a record of type `OTHER` with the flag `TRAILER`.
_TRAILER = b"\x01"
# The start of a compressed capture, and the layout of its parts:
# https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
_LZ4_MAGIC = b"\x04\x22\x4d\x18"
_LZ4_BLOCK = struct.Struct("<I")


def is_whole(path: str, metadata: Any) -> bool:
    """Say whether a capture holds everything that its tracker recorded."""
    has_ended = bool(metadata.end_time != metadata.start_time)
    with System.open_binary(path, "rb") as capture:
        head = capture.read(_HEADER_OFFSET + _HEADER.size)
        if head.startswith(_LZ4_MAGIC):
            # It was compressed at the end, and so its own header is compressed too.
            return has_ended and _has_every_block(capture, head)
        if _read_last_byte(capture) != _TRAILER:
            return False
    python, _, _, written, _, start, _ = _HEADER.unpack_from(head, _HEADER_OFFSET)
    if start != round(metadata.start_time.timestamp() * 1000):
        # An unknown layout: only the end time can be checked.
        return has_ended
    may_be_empty = not metadata.trace_python_allocators or python > _RECORDS_ITS_END
    return bool(written == metadata.total_allocations and (written > 0 or may_be_empty))


def _read_last_byte(capture: BinaryIO) -> bytes:
    """Return the last byte that is not zero: a memory-mapped file has zeros at its end."""
    end = capture.seek(0, os.SEEK_END)
    while end > 0:
        size = min(end, 1 << 16)
        end -= size
        capture.seek(end)
        content = capture.read(size).rstrip(b"\0")
        if content:
            return content[-1:]
    return b""


def _has_every_block(capture: BinaryIO, head: bytes) -> bool:
    flags = head[4]
    position = 4 + 2 + (8 if flags & 0x08 else 0) + (4 if flags & 0x01 else 0) + 1
    size = capture.seek(0, os.SEEK_END)
    while position + _LZ4_BLOCK.size <= size:
        capture.seek(position)
        (block,) = _LZ4_BLOCK.unpack(capture.read(_LZ4_BLOCK.size))
        position += _LZ4_BLOCK.size
        if not block:  # the mark of the end
            # More bytes mean that the file was cut at the end of a block, and then filled up.
            return position + (4 if flags & 0x04 else 0) == size
        # The highest bit says that the block is stored as it was.
        position += (block & 0x7FFFFFFF) + (4 if flags & 0x10 else 0)
    return False
