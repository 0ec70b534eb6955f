"""Captures of small actions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import memray
import pytest

from benchmem_core import CaptureError
from benchmem_core.captures.frames import Frame, HighWater, read_high_water


def record(
    path: Path, action: Callable[[], object], *, compress: bool = True, **given: Any
) -> Path:
    """Record a capture with memray alone; by default it compresses them."""
    destination = memray.FileDestination(path, overwrite=True, compress_on_exit=compress)
    with memray.Tracker(destination=destination, **given):
        action()
    return path


def buffer() -> bytearray:
    return bytearray(300_000)


def work() -> list[object]:
    """Hold some, and something larger for a moment."""
    kept: list[object] = [buffer(), [f"text {number}" for number in range(50)]]
    bytearray(500_000)
    return kept


def numbers(high_water: HighWater) -> list[tuple[tuple[Frame, ...], int, int]]:
    return sorted((use.frames, use.bytes, use.allocations) for use in high_water.stacks)


def refused(path: str | Path, **options: Any) -> str:
    """The error that a capture is refused with: one line that names it."""
    with pytest.raises(CaptureError) as caught:
        read_high_water(path, **options)
    text = str(caught.value)
    assert text.startswith(f"`{path}` ")
    assert text.isprintable()
    return text
