"""One tracker at a time: what happens when another is active already."""

import os
from pathlib import Path

import memray
import pytest

from benchmem_core import BenchmemError, MemoryResult, TrackerActiveError, measure_memory


def action() -> bytearray:
    return bytearray(1_000_000)


def test_the_error_names_the_likely_cause(tmp_path: Path) -> None:
    with (
        memray.Tracker(tmp_path / "other.bin"),
        pytest.raises(TrackerActiveError, match="pytest-memray's `--memray`") as caught,
    ):
        measure_memory(action)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, BenchmemError)


@pytest.mark.parametrize("repeats", [None, 2])
def test_a_measurement_works_after_the_other_tracker_has_stopped(
    tmp_path: Path, temporary_directory: Path, repeats: int | None
) -> None:
    with memray.Tracker(tmp_path / "other.bin"), pytest.raises(TrackerActiveError):
        measure_memory(action, repeats)
    assert os.listdir(temporary_directory) == []
    assert measure_memory(action, repeats).peak_bytes > 1_000_000


def test_the_other_tracker_is_not_disturbed(tmp_path: Path) -> None:
    with memray.Tracker(tmp_path / "other.bin"):
        with pytest.raises(TrackerActiveError):
            measure_memory(action)
        held = [bytearray(3_000_000)]
    with memray.FileReader(tmp_path / "other.bin") as reader:
        records = reader.get_leaked_allocation_records()
        assert sum(record.size for record in records) >= len(held[0])


def test_a_measurement_inside_a_pass_is_such_an_error() -> None:
    with pytest.raises(TrackerActiveError, match="a measurement running inside"):
        measure_memory(lambda: measure_memory(action), warmup=0)
    assert measure_memory(action).peak_bytes > 1_000_000


def test_a_measurement_inside_a_setup_is_fine() -> None:
    inner: list[MemoryResult] = []
    outer = measure_memory(action, 2, setup=lambda: inner.append(measure_memory(action, 1)))
    assert [result.peak_bytes for result in inner] == [outer.peak_bytes] * 3
