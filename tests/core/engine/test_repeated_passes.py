"""A capture that cannot be read is taken once more, and then it is an error."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import memray._memray
import pytest

from benchmem_core import CaptureError, MemoryResult, measure_memory
from benchmem_core.captures.files import ScratchFile
from benchmem_core.captures.integrity import is_whole
from benchmem_core.engine import reading
from benchmem_core.engine.measure import trace_workload
from benchmem_core.engine.reading import read_capture
from benchmem_core.engine.tracker import ProcessStats
from benchmem_core.engine.workload import PassOptions, Workload
from tests.core import isolated_actions as actions
from tests.core.capture_files import record

Spoil = Callable[..., None]


@pytest.fixture(params=["not whole", "damaged"])
def spoil(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Spoil:
    """Make the first readings fail, by their numbers from 0."""

    def make(*numbers: int) -> None:
        read: Callable[..., Any] = memray._memray.compute_statistics
        taken = iter(range(1000))
        last = -1

        def statistics(*args: Any, **kwargs: Any) -> Any:
            nonlocal last
            last = next(taken)
            if last in numbers and request.param == "damaged":
                raise RuntimeError("invalid capture file: FRAME_POP with no stack")
            return read(*args, **kwargs)

        monkeypatch.setattr(memray._memray, "compute_statistics", statistics)
        monkeypatch.setattr(
            reading, "is_whole", lambda *args: last not in numbers and is_whole(*args)
        )

    return make


@pytest.mark.parametrize("number", [0, 2])
def test_a_capture_that_cannot_be_read_is_taken_once_more(spoil: Spoil, number: int) -> None:
    runs: list[int] = []
    spoil(number)
    result = measure_memory(lambda: runs.append(1), 3)
    assert len(runs) == 1 + 3 + 1
    assert (result.repeats, result.repeated_passes) == (3, 1)


def test_each_pass_is_repeated_for_itself(spoil: Spoil) -> None:
    spoil(0, 2)
    assert measure_memory(list, 2).repeated_passes == 2


def test_an_isolated_pass_is_repeated(spoil: Spoil) -> None:
    spoil(0)
    result = measure_memory(actions.nothing, 1, isolate=True)
    assert (result.repeats, result.repeated_passes) == (1, 1)


def test_the_second_failure_is_an_error(spoil: Spoil) -> None:
    runs: list[int] = []
    spoil(0, 1)
    with pytest.raises(CaptureError) as caught:
        measure_memory(lambda: runs.append(1), 1)
    assert len(runs) == 1 + 2
    assert "\n" not in str(caught.value)


def test_what_may_run_only_once_runs_only_once(spoil: Spoil) -> None:
    runs: list[int] = []
    spoil(0)
    with pytest.raises(CaptureError):
        measure_memory(lambda: runs.append(1), 1, warmup=0)
    assert len(runs) == 1


def test_an_error_of_the_action_is_no_reason_to_repeat() -> None:
    runs: list[int] = []

    def action() -> None:
        runs.append(1)
        raise CaptureError("of another capture")

    with pytest.raises(CaptureError, match="of another"):
        measure_memory(action, 2, warmup=0)
    assert len(runs) == 1


def test_a_traced_pass_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmem_core.engine import measure

    read = measure.read_traced_capture
    left = iter([True])

    def fail_once(*args: Any, **kwargs: Any) -> Any:
        if next(left, False):
            raise CaptureError("cut")
        return read(*args, **kwargs)

    monkeypatch.setattr(measure, "read_traced_capture", fail_once)
    runs: list[int] = []
    trace_workload(Workload(lambda: runs.append(1)), PassOptions())
    assert len(runs) == 2


def test_an_undisturbed_measurement_repeats_nothing() -> None:
    assert measure_memory(list).repeated_passes == 0


def test_repeats_are_neither_in_the_blob_nor_in_what_makes_results_equal(spoil: Spoil) -> None:
    spoil(0)
    result = measure_memory(list, 1)
    assert set(result.as_dict()) == {"peak_bytes", "allocations", "total_bytes"}
    assert MemoryResult.from_blob(result.as_dict(), meta=result.meta()) == result
    assert "repeated" not in repr(result)


def test_a_leak_that_cannot_be_read_is_an_error_of_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("invalid capture file")

    monkeypatch.setattr(memray, "FileReader", fail)
    with pytest.raises(CaptureError, match="invalid capture file"):
        measure_memory(list, 1, retained=True)


# --- captures without a record ------------------------------------------------------------------


@pytest.mark.parametrize("allocators", ["python", "system"])
@pytest.mark.parametrize("isolate", [False, True])
def test_a_pass_that_allocates_nothing_is_whole(allocators: Any, isolate: bool) -> None:
    result = measure_memory(actions.nothing, 2, allocators=allocators, isolate=isolate)
    assert result.peak_bytes < 1000
    assert result.repeated_passes == 0


def test_a_pass_whose_capture_has_no_record_at_all_was_cut(tmp_path: Path) -> None:
    """Every pass leaves one, whatever it does."""
    capture = record(tmp_path / "c.bin", bool, compress=False, trace_python_allocators=False)
    with pytest.raises(CaptureError, match="not whole"):
        read_capture(
            ScratchFile(str(capture), ()), PassOptions(allocators="system"), ProcessStats()
        )


@pytest.mark.parametrize(("version", "whole"), [(0x030B00F0, False), (0x030F00F0, True)])
def test_an_empty_capture_is_whole_where_the_tracker_s_end_is_not_recorded(
    tmp_path: Path, version: int, whole: bool
) -> None:
    capture = record(tmp_path / "c.bin", bool, compress=False, trace_python_allocators=False)
    content = bytearray(capture.read_bytes())
    content[11:15] = version.to_bytes(4, "little")
    capture.write_bytes(content)
    with memray.FileReader(capture) as reader:
        metadata = replace(reader.metadata, trace_python_allocators=True)
    assert is_whole(str(capture), metadata) is whole
