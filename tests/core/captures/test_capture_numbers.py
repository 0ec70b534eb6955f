"""The numbers are memray's own: those that `memray stats` prints for the same capture."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import memray
import pytest
from memray.commands import main

from benchmem_core import MemoryResult, measure_memory
from tests.core.isolated_actions import hold


def stats_of(capture: Path) -> dict[str, Any]:
    """What `memray stats --json` says of a capture."""
    output = capture.with_suffix(".json")
    assert main(["stats", "--json", "-f", "-o", str(output), str(capture)]) == 0
    stats: dict[str, Any] = json.loads(output.read_text())
    return stats


def uneven() -> Callable[[], list[object]]:
    """An action that takes more memory with each of three calls."""
    sizes = iter([300_000, 400_000, 500_000])

    def action() -> list[object]:
        size = next(sizes)
        return [bytearray(size), [str(number) for number in range(size // 100)]]

    return action


def assert_first_pass_is(capture: Path, result: MemoryResult) -> None:
    stats = stats_of(capture)
    first = result.samples[0]
    assert first.peak_bytes == stats["metadata"]["peak_memory"]
    assert first.allocations == stats["total_num_allocations"]
    assert first.total_bytes == stats["total_bytes_allocated"]


@pytest.mark.parametrize("allocators", ["python", "system"])
def test_numbers_are_those_of_memray_stats(tmp_path: Path, allocators: Any) -> None:
    kept = tmp_path / "kept.bin"
    result = measure_memory(uneven(), 3, warmup=0, keep_bin=kept, allocators=allocators)
    assert_first_pass_is(kept, result)
    assert result.peak_bytes < result.peak_bytes_max


def test_numbers_of_an_isolated_pass_are_those_of_memray_stats(tmp_path: Path) -> None:
    kept = tmp_path / "kept.bin"
    result = measure_memory(partial(hold, 700_000), 1, isolate=True, keep_bin=kept)
    assert_first_pass_is(kept, result)
    assert result.peak_bytes > 700_000


@pytest.mark.parametrize("native", [True, False])
def test_native_frames_are_recorded_on_request_only(tmp_path: Path, native: bool) -> None:
    kept = tmp_path / "kept.bin"
    measure_memory(lambda: bytearray(100_000), 1, keep_bin=kept, native=native)
    with memray.FileReader(kept) as reader:
        assert reader.metadata.has_native_traces is native


def test_the_python_allocators_are_traced_in_python_mode_only(tmp_path: Path) -> None:
    kept = tmp_path / "kept.bin"
    traced = {}
    for mode in ("python", "system"):
        measure_memory(lambda: bytearray(100_000), 1, keep_bin=kept, allocators=mode)
        with memray.FileReader(kept) as reader:
            traced[mode] = reader.metadata.trace_python_allocators
    assert traced == {"python": True, "system": False}
