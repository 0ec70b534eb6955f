"""`read_high_water`: who holds what at a capture's high-water mark."""

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from benchmem_core import measure_memory
from benchmem_core.captures.frames import Frame, HighWater, read_high_water
from benchmem_core.engine.measure import trace_workload
from benchmem_core.engine.workload import PassOptions, Workload
from tests.core.capture_files import buffer, numbers, record, refused, work

from .test_capture_numbers import stats_of


def functions(high_water: HighWater) -> set[str]:
    return {frame.function for use in high_water.stacks for frame in use.frames}


def files(high_water: HighWater) -> set[str]:
    return {frame.file for use in high_water.stacks for frame in use.frames}


@pytest.mark.parametrize("python", [True, False], ids=["python", "system"])
@pytest.mark.parametrize("compress", [True, False], ids=["compressed", "plain"])
def test_bytes_sum_to_the_peak_of_memray_stats(
    tmp_path: Path, compress: bool, python: bool
) -> None:
    capture = record(tmp_path / "c.bin", work, compress=compress, trace_python_allocators=python)
    found = read_high_water(capture)
    peak = stats_of(capture)["metadata"]["peak_memory"]
    assert found.peak_bytes == sum(use.bytes for use in found.stacks) == peak
    assert peak > 800_000


@pytest.mark.parametrize("allocators", ["python", "system"])
def test_bytes_of_a_kept_capture_sum_to_the_peak_of_its_pass(
    tmp_path: Path, allocators: Any
) -> None:
    kept = tmp_path / "kept.bin"
    result = measure_memory(work, 1, keep_bin=kept, allocators=allocators)
    found = read_high_water(kept)
    assert found.peak_bytes == sum(use.bytes for use in found.stacks) == result.peak_bytes


def test_a_traced_pass_tells_the_same_kept_or_not(tmp_path: Path) -> None:
    kept = tmp_path / "kept.bin"
    workload, options = Workload(work), PassOptions()
    trace_workload(workload, options)  # the first one makes tables of lines
    summed = trace_workload(workload, options)
    recorded = trace_workload(workload, options, keep_bin=kept)
    assert numbers(recorded) == numbers(read_high_water(kept))
    # Another pass may take an object more from a free list.
    assert [use[:2] for use in numbers(summed)] == [use[:2] for use in numbers(recorded)]


def test_native_captures_sum_to_the_peak_with_native_frames_or_without(tmp_path: Path) -> None:
    np = pytest.importorskip("numpy")

    def arrays() -> object:
        return [np.ones(50_000), np.arange(9_000).astype("float32")]

    capture = record(tmp_path / "c.bin", arrays, native_traces=True)
    native, python = read_high_water(capture, native=True), read_high_water(capture)
    peak = stats_of(capture)["metadata"]["peak_memory"]
    assert (
        sum(use.bytes for use in native.stacks) == sum(use.bytes for use in python.stacks) == peak
    )
    assert native.has_native
    assert python.has_native
    assert files(python) < files(native)
    assert all(file.endswith(".py") or file.startswith("<") for file in files(python))


def test_native_frames_that_were_not_recorded_are_not_there(tmp_path: Path) -> None:
    capture = record(tmp_path / "c.bin", work)
    found = read_high_water(capture, native=True)
    assert not found.has_native
    assert numbers(found) == numbers(read_high_water(capture))


@pytest.mark.parametrize(("python", "mode"), [(True, "python"), (False, "system")])
def test_it_says_which_allocators_were_counted(tmp_path: Path, python: bool, mode: str) -> None:
    capture = record(tmp_path / "c.bin", work, trace_python_allocators=python)
    assert read_high_water(capture).allocators == mode


def test_no_stack_is_listed_twice(tmp_path: Path) -> None:
    found = read_high_water(record(tmp_path / "c.bin", work, trace_python_allocators=True))
    stacks = [use.frames for use in found.stacks]
    assert len(set(stacks)) == len(stacks)


def test_the_innermost_frame_is_the_line_that_allocates(tmp_path: Path) -> None:
    measure_memory(work, 1, keep_bin=tmp_path / "c.bin")
    largest = max(read_high_water(tmp_path / "c.bin").stacks, key=lambda use: use.bytes)
    line = work.__code__.co_firstlineno + 3
    assert largest.frames == (Frame("work", work.__code__.co_filename, line),)
    assert 500_000 <= largest.bytes < 501_000


def test_callers_follow_the_line_that_allocates(tmp_path: Path) -> None:
    measure_memory(work, 1, keep_bin=tmp_path / "c.bin")
    stacks = [use.frames for use in read_high_water(tmp_path / "c.bin").stacks]
    assert ["buffer", "work"] in [[frame.function for frame in frames] for frames in stacks]


async def coroutine() -> object:
    return buffer()


def awaitable() -> object:
    return coroutine()


@pytest.mark.parametrize("action", [work, coroutine, awaitable])
def test_frames_of_the_engine_and_of_pytest_are_left_out(tmp_path: Path, action: Any) -> None:
    measure_memory(action, 1, keep_bin=tmp_path / "c.bin")
    found = read_high_water(tmp_path / "c.bin")
    assert "buffer" in functions(found)
    outside = [each for each in files(found) if "benchmem_core/" in each or "pytest" in each]
    assert outside == []


def in_threads() -> None:
    started = threading.Barrier(3)

    def hold() -> None:
        own = bytearray(200_000)
        started.wait()
        del own

    threads = [threading.Thread(target=hold) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def test_the_same_stack_of_several_threads_is_one(tmp_path: Path) -> None:
    capture = record(tmp_path / "c.bin", in_threads)
    found = read_high_water(capture)
    assert found.peak_bytes == stats_of(capture)["metadata"]["peak_memory"]
    (held,) = [use for use in found.stacks if use.bytes >= 200_000]
    assert held.frames[0].function == "hold"
    assert held.bytes // 200_000 == held.allocations == 3


def test_a_capture_of_nothing_has_no_stacks(tmp_path: Path) -> None:
    measure_memory(bool, 1, keep_bin=tmp_path / "c.bin", allocators="system")
    found = read_high_water(tmp_path / "c.bin")
    assert (found.peak_bytes, found.stacks) == (0, ())


def test_a_path_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path / "c.bin", work)
    monkeypatch.chdir(tmp_path)
    assert read_high_water("c.bin").peak_bytes > 800_000


def test_reading_leaves_no_file_open(tmp_path: Path) -> None:
    capture = record(tmp_path / "c.bin", work)
    (tmp_path / "cut.bin").write_bytes(capture.read_bytes()[:-1])
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    read_high_water(capture)
    refused(tmp_path / "cut.bin")
    after = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    assert after == before
