"""`read_high_water`: who holds what at a capture's high-water mark."""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import memray
import pytest

from benchmem_core import CaptureError, measure_memory
from benchmem_core.frames import Frame, HighWater, read_high_water
from benchmem_core.measure import trace_workload
from benchmem_core.workload import PassOptions, Workload

from .conftest import Script
from .test_capture_numbers import stats_of

FORMATS = memray.FileFormat


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


def functions(high_water: HighWater) -> set[str]:
    return {frame.function for use in high_water.stacks for frame in use.frames}


def files(high_water: HighWater) -> set[str]:
    return {frame.file for use in high_water.stacks for frame in use.frames}


# --- whole captures ---------------------------------------------------------------------------


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
    assert numbers(summed) == numbers(trace_workload(workload, options, keep_bin=kept))
    assert numbers(summed) == numbers(read_high_water(kept))


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
    assert largest.frames == (Frame("work", __file__, line),)
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


# --- captures that are not whole --------------------------------------------------------------


def refused(path: str | Path, **options: Any) -> str:
    """The error that a capture is refused with: one line that names it."""
    with pytest.raises(CaptureError) as caught:
        read_high_water(path, **options)
    text = str(caught.value)
    assert text.startswith(f"`{path}` ")
    assert text.isprintable()
    return text


def cuts(size: int) -> list[int]:
    """Where a file is cut: everywhere at both ends, and here and there between them."""
    return sorted({*range(70), *range(70, size, 1 + size // 150), *range(size - 80, size)})


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Small captures of every kind."""
    folder = tmp_path_factory.mktemp("whole")
    found = {}
    for compress in (True, False):
        for python in (True, False):
            name = f"{'compressed' if compress else 'plain'}-{'python' if python else 'system'}"
            found[name] = record(
                folder / name, work, compress=compress, trace_python_allocators=python
            )
    measure_memory(work, 1, keep_bin=folder / "kept")
    return {**found, "kept": folder / "kept"}


KINDS = ["compressed-python", "compressed-system", "plain-python", "plain-system", "kept"]


@pytest.mark.parametrize("kind", ["compressed-python", "compressed-system"])
def test_a_compressed_capture_that_zeros_take_the_place_of_is_refused(
    tmp_path: Path, whole: dict[str, Path], kind: str
) -> None:
    """Zeros are the mark of the end where a block begins."""
    content = whole[kind].read_bytes()
    cut = tmp_path / "cut.bin"
    read_high_water(whole[kind])
    for size in [*cuts(len(content))[15:], *range(len(content) - 400, len(content) - 80)]:
        cut.write_bytes(content[:size] + bytes(300))
        with pytest.raises(CaptureError):
            read_high_water(cut)


@pytest.mark.parametrize("tail", [b"", bytes(300)], ids=["cut", "zeros"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_capture_cut_anywhere_is_refused_or_tells_all(
    tmp_path: Path,
    whole: dict[str, Path],
    capfd: pytest.CaptureFixture[str],
    kind: str,
    tail: bytes,
) -> None:
    """A file that was mapped into memory ends in zeros."""
    content = whole[kind].read_bytes().rstrip(b"\0")
    expected = numbers(read_high_water(whole[kind]))
    cut = tmp_path / "cut.bin"
    texts = set()
    for size in cuts(len(content)):
        cut.write_bytes(content[:size] + tail)
        try:
            found = read_high_water(cut)
        except CaptureError as error:
            texts.add(str(error))
        else:
            assert numbers(found) == expected, f"{size} of {len(content)} bytes"
    assert [text for text in texts if not text.startswith(f"`{cut}` ")] == []
    assert all(text.isprintable() for text in texts)
    assert capfd.readouterr() == ("", "")


KILLED = """
    import os, signal, sys
    import memray

    buffered = sys.argv[2] == "buffered"
    destination = memray.FileDestination(sys.argv[1], overwrite=True, buffered=buffered)
    with memray.Tracker(destination=destination, trace_python_allocators=True):
        kept = [bytearray(number) for number in range(20_000)]
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("way", ["buffered", "mapped"])
def test_the_capture_of_a_killed_process_is_refused(
    tmp_path: Path, run_script: Script, way: str
) -> None:
    capture = tmp_path / "killed.bin"
    run_script(KILLED, str(capture), way, status=-signal.SIGKILL)
    assert refused(capture)


def test_a_capture_cut_in_its_records_says_so(tmp_path: Path, whole: dict[str, Path]) -> None:
    cut = tmp_path / "cut.bin"
    content = whole["kept"].read_bytes()
    cut.write_bytes(content[: len(content) * 2 // 3])
    assert "cut short" in refused(cut)


def test_an_empty_file_says_that_it_is_empty(tmp_path: Path) -> None:
    (tmp_path / "c.bin").touch()
    assert "is empty" in refused(tmp_path / "c.bin")


@pytest.mark.parametrize(
    "content",
    [
        b"no capture\n",
        b"\x04\x22\x4d\x18",
        b"\x04\x22\x4d\x18" + bytes(500),
        bytes(5000),
        b"memray",
    ],
    ids=["text", "lz4 magic", "lz4 and zeros", "zeros", "magic"],
)
def test_another_file_is_no_capture(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "c.bin").write_bytes(content)
    assert refused(tmp_path / "c.bin")
    assert capfd.readouterr() == ("", "")


def test_a_capture_of_another_version_of_memray_says_so(
    tmp_path: Path, whole: dict[str, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(whole["plain-python"].read_bytes())
    content[7] += 1
    (tmp_path / "c.bin").write_bytes(content)
    text = refused(tmp_path / "c.bin")
    assert "another version of memray" in text
    assert memray.__version__ in text
    assert capfd.readouterr() == ("", "")


def test_an_aggregated_capture_is_refused_unless_it_is_expected(tmp_path: Path) -> None:
    capture = record(tmp_path / "c.bin", work, file_format=FORMATS.AGGREGATED_ALLOCATIONS)
    assert "`--aggregate`" in refused(capture)
    assert read_high_water(capture, aggregated=True).peak_bytes > 800_000


def test_a_capture_that_is_not_aggregated_is_refused_where_one_is_expected(
    whole: dict[str, Path],
) -> None:
    assert "aggregated" in refused(whole["kept"], aggregated=True)


def test_a_capture_that_is_not_there_says_so(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "c.bin")


def test_a_folder_is_no_capture(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert refused(tmp_path)
    assert capfd.readouterr() == ("", "")


def test_a_path_that_leads_nowhere_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "Not a directory" in refused(tmp_path / "file" / "c.bin")
    assert "symbolic links" in refused(tmp_path / "loop")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_capture_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    capture = record(tmp_path / "c.bin", work)
    capture.chmod(0)
    assert "Permission denied" in refused(capture)
