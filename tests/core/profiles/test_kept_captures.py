"""`keep_bin`: the first pass's capture, whole or not at all."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import memray
import pytest
from memray.commands import main

from benchmem_core import CaptureError, measure_memory
from benchmem_core.system import System


def many() -> list[bytearray]:
    return [bytearray(number % 100) for number in range(30_000)]


def is_readable(capture: Path) -> bool:
    with memray.FileReader(capture) as reader:
        return any(reader.get_high_watermark_allocation_records(merge_threads=True))


def test_the_capture_can_be_rendered(tmp_path: Path) -> None:
    kept, report = tmp_path / "kept.bin", tmp_path / "report.html"
    measure_memory(many, 1, keep_bin=kept)
    assert main(["flamegraph", "-o", str(report), str(kept)]) == 0
    assert "many" in report.read_text()


def test_nothing_but_the_capture_is_left_in_its_folder(tmp_path: Path) -> None:
    measure_memory(many, 2, keep_bin=tmp_path / "kept.bin")
    assert os.listdir(tmp_path) == ["kept.bin"]


def test_the_path_may_be_a_text(tmp_path: Path) -> None:
    measure_memory(many, 1, keep_bin=str(tmp_path / "kept.bin"))
    assert is_readable(tmp_path / "kept.bin")


def test_missing_folders_are_made(tmp_path: Path) -> None:
    kept = tmp_path / "not" / "there" / "kept.bin"
    measure_memory(many, 1, keep_bin=kept)
    assert is_readable(kept)


def test_a_relative_path_is_taken_from_where_the_measurement_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    measure_memory(many, 1, keep_bin="kept.bin")
    assert is_readable(tmp_path / "kept.bin")


def test_an_earlier_capture_is_replaced(tmp_path: Path) -> None:
    kept = tmp_path / "kept.bin"
    kept.write_bytes(b"old" * 100_000)
    measure_memory(many, 1, keep_bin=kept)
    assert is_readable(kept)


def test_a_long_name_is_no_problem(tmp_path: Path) -> None:
    kept = tmp_path / ("x" * 251 + ".bin")
    measure_memory(many, 1, keep_bin=kept)
    assert is_readable(kept)


def _count() -> tuple[list[int], Callable[[], None]]:
    calls: list[int] = []
    return calls, lambda: calls.append(1)


def test_a_folder_is_refused_before_anything_runs(tmp_path: Path) -> None:
    calls, action = _count()
    with pytest.raises(CaptureError, match="folder") as caught:
        measure_memory(action, 1, keep_bin=tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert not calls
    assert os.listdir(tmp_path) == []


def test_a_path_below_a_file_is_refused_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    calls, action = _count()
    with pytest.raises(CaptureError, match=r"kept\.bin"):
        measure_memory(action, 1, keep_bin=tmp_path / "file" / "kept.bin")
    assert not calls


def test_a_read_only_folder_is_refused_before_anything_runs(small_disk: Any) -> None:
    calls, action = _count()
    with pytest.raises(CaptureError, match=r"kept\.bin"):
        measure_memory(action, 1, keep_bin=small_disk("64k", "ro") / "kept.bin")
    assert not calls


def test_nothing_is_kept_when_the_first_pass_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        measure_memory(lambda: 1 / 0, 2, warmup=0, keep_bin=tmp_path / "kept.bin")
    assert os.listdir(tmp_path) == []


def test_an_earlier_capture_survives_a_first_pass_that_fails(tmp_path: Path) -> None:
    kept = tmp_path / "kept.bin"
    measure_memory(many, 1, keep_bin=kept)
    before = kept.read_bytes()
    with pytest.raises(ZeroDivisionError):
        measure_memory(lambda: 1 / 0, 2, warmup=0, keep_bin=kept)
    assert kept.read_bytes() == before


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copying a file writes a little of it, and then the disk is full."""

    def copy(source: BinaryIO, target: BinaryIO, length: int = 0) -> None:
        target.write(source.read(100))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(System, "copy", copy)


@pytest.mark.usefixtures("full_disk")
def test_a_capture_that_cannot_be_written_whole_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="No space left"):
        measure_memory(many, 1, keep_bin=tmp_path / "kept.bin")
    assert os.listdir(tmp_path) == []


@pytest.mark.usefixtures("full_disk")
def test_an_earlier_capture_survives_one_that_cannot_be_written(tmp_path: Path) -> None:
    kept = tmp_path / "kept.bin"
    kept.write_bytes(b"old")
    with pytest.raises(CaptureError, match="No space left"):
        measure_memory(many, 1, keep_bin=kept)
    assert kept.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["kept.bin"]


def test_a_capture_larger_than_the_disk_is_not_kept(small_disk: Any) -> None:
    folder = small_disk("16k")
    with pytest.raises(CaptureError, match="No space left"):
        measure_memory(many, 1, keep_bin=folder / "kept.bin")
    assert os.listdir(folder) == []
