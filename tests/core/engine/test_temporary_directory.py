"""A temporary directory that cannot be written, or that fills up: an error, never a number."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from benchmem_core import BenchmemError, CaptureError, measure_memory
from tests.core import isolated_actions as actions
from tests.core.conftest import Script, SmallDisk


def assert_is_one_line_naming_tmpdir(error: CaptureError) -> None:
    message = str(error)
    assert "`TMPDIR`" in message
    assert "\n" not in message
    assert isinstance(error, BenchmemError)


# Permissions do not stop the superuser.
IS_SUPERUSER = hasattr(os, "geteuid") and os.geteuid() == 0
UNWRITABLE = ["missing", "a file", *([] if IS_SUPERUSER else ["not permitted"])]


@pytest.fixture(params=UNWRITABLE)
def unwritable(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A temporary directory that cannot be written, without mounting anything."""
    path = tmp_path / request.param
    if request.param == "a file":
        path.write_text("text")
    if request.param == "not permitted":
        path.mkdir(mode=0o500)
    return path


@pytest.mark.parametrize("isolate", [False, True])
def test_an_unwritable_temporary_directory_is_a_clear_error(
    unwritable: Path, isolate: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(unwritable))
    with pytest.raises(CaptureError) as caught:
        measure_memory(actions.nothing, 2, isolate=isolate)
    assert_is_one_line_naming_tmpdir(caught.value)


def test_nothing_runs_where_no_capture_can_be_written(
    unwritable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[int] = []
    monkeypatch.setattr(tempfile, "tempdir", str(unwritable))
    with pytest.raises(CaptureError):
        measure_memory(lambda: called.append(1))
    assert not called


def test_no_usable_temporary_directory_at_all_is_a_clear_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/nowhere"])
    with pytest.raises(CaptureError) as caught:
        measure_memory(actions.nothing)
    assert_is_one_line_naming_tmpdir(caught.value)


@pytest.mark.parametrize("isolate", [False, True])
def test_a_read_only_disk_is_a_clear_error(
    small_disk: SmallDisk, isolate: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk("64k", "ro")))
    with pytest.raises(CaptureError, match="Read-only") as caught:
        measure_memory(actions.nothing, 2, isolate=isolate)
    assert_is_one_line_naming_tmpdir(caught.value)


# --- full in mid-pass -------------------------------------------------------------------------
# A limit of the size of files stops memray as a full disk does, and needs no permission.

LIMITED = """
import resource, tempfile, time
from functools import partial

import memray
from benchmem_core import CaptureError, measure_memory
from isolated_actions import strings

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

def limited(size, action, *, warmup=0, **options):
    limit(size)
    try:
        return measure_memory(action, warmup=warmup, **options)
    except CaptureError as error:
        assert "`TMPDIR`" in str(error), error
        assert "not whole" in str(error), error
        assert "\\n" not in str(error), error
        return None
    finally:
        limit(resource.RLIM_INFINITY)

action = partial(strings, 100_000)
tempfile.gettempdir()  # which looks whether it can be written
"""


@pytest.fixture
def run_limited(run_script: Script, scratch: Path) -> Iterator[Callable[[str], object]]:
    yield lambda code: run_script(LIMITED + code)
    assert os.listdir(scratch) == []


def test_a_capture_that_was_cut_short_is_an_error(run_limited: Callable[[str], object]) -> None:
    run_limited("""
assert limited(300_000, action, repeats=1) is None
assert limited(300_000, action) is None
buffers = lambda: [bytearray(1000) for _ in range(50_000)]
assert limited(100_000, buffers, repeats=1, allocators="system") is None
    """)


def test_a_capture_without_room_for_its_header_is_an_error(
    run_limited: Callable[[str], object],
) -> None:
    run_limited("""
for size in (0, 1, 100, 500):
    assert limited(size, action, repeats=1) is None
    """)


def test_a_later_pass_that_was_cut_short_is_an_error(
    run_limited: Callable[[str], object],
) -> None:
    run_limited("""
sizes = iter([10, 100_000, 100_000])  # the last one twice
assert limited(300_000, lambda: strings(next(sizes)), repeats=2) is None
assert list(sizes) == []
    """)


def test_a_measurement_works_after_one_that_was_cut_short(
    run_limited: Callable[[str], object],
) -> None:
    run_limited("""
assert limited(300_000, action, repeats=1) is None
assert measure_memory(action).peak_bytes > 5_000_000
    """)


def test_an_exception_of_the_action_comes_before_the_full_disk(
    run_limited: Callable[[str], object],
) -> None:
    run_limited("""
def fail():
    action()
    raise LookupError

try:
    limited(300_000, fail, repeats=1)
except LookupError:
    pass
else:
    raise SystemExit("no exception")
    """)


def test_a_slow_start_does_not_make_a_cut_capture_look_whole(
    run_limited: Callable[[str], object],
) -> None:
    """memray stamps a capture's end when it starts, too: some time after the beginning."""
    run_limited("""
def slow(real=memray.Tracker, **options):
    tracker = real(**options)
    time.sleep(0.02)
    return tracker

memray.Tracker = slow
for _ in range(3):
    assert limited(300_000, action, repeats=1) is None
    """)


def test_a_capture_cut_before_its_first_record_is_an_error_whatever_it_ends_with(
    run_limited: Callable[[str], object],
) -> None:
    """By chance it may end with the byte that ends a whole one: no records, none announced."""
    run_limited("""
def tracker(real=memray.Tracker, **options):
    inner = real(**options)

    class Cut:
        __enter__ = inner.__enter__

        def __exit__(self, *exc_info):
            inner.__exit__(*exc_info)
            with open(options["destination"].path, "r+b") as capture:
                capture.seek(-1, 2)
                capture.write(bytes([1]))

    return Cut()

memray.Tracker = tracker
short = partial(strings, 300)
for size in range(520, 1200, 15):
    assert limited(size, short, repeats=1) is None
    """)


@pytest.mark.slow
def test_under_every_limit_the_number_is_right_or_an_error(
    run_limited: Callable[[str], object],
) -> None:
    """Wherever it happens to end, part of a capture is never taken for the whole of it."""
    run_limited("""
short = partial(strings, 2_000)
peak = measure_memory(short).peak_bytes
wrong = {}
errors = 0
for size in [*range(600, 3_000, 150), *range(9_000, 9_250)]:
    result = limited(size, short, repeats=1)
    errors += result is None
    if result is not None and abs(result.peak_bytes - peak) > 500:
        wrong[size] = result.peak_bytes
assert not wrong, f"{peak} is right, not {wrong}"
assert errors > 200
    """)


def test_an_isolated_capture_that_was_cut_short_is_an_error(
    run_limited: Callable[[str], object],
) -> None:
    run_limited("""
if __name__ == "__main__":
    assert limited(300_000, action, repeats=1, isolate=True) is None
    """)


@pytest.fixture
def tiny_disk(small_disk: SmallDisk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary directory of 256 KiB, which is empty before and after."""
    disk = small_disk("256k")
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    yield disk
    assert os.listdir(disk) == []


@pytest.mark.usefixtures("tiny_disk")
@pytest.mark.parametrize("repeats", [None, 1])
def test_a_disk_that_fills_up_is_an_error(repeats: int | None) -> None:
    def action() -> list[object]:
        return [bytearray(128 << 20), *actions.strings(100_000)]

    with pytest.raises(CaptureError) as caught:
        measure_memory(action, repeats)
    assert_is_one_line_naming_tmpdir(caught.value)


@pytest.mark.usefixtures("tiny_disk")
def test_a_disk_that_fills_up_in_an_isolated_pass_is_the_same_error() -> None:
    with pytest.raises(CaptureError) as caught:
        measure_memory(partial(actions.strings, 100_000), 1, isolate=True)
    assert_is_one_line_naming_tmpdir(caught.value)


@pytest.mark.usefixtures("tiny_disk")
def test_an_action_of_any_size_fits_as_long_as_its_capture_does() -> None:
    size = 128 << 20
    assert size < measure_memory(lambda: bytearray(size), 1).peak_bytes < 1.01 * size


@pytest.mark.parametrize("isolate", [False, True])
def test_a_disk_that_is_full_already_is_an_error(tiny_disk: Path, isolate: bool) -> None:
    with open(tiny_disk / "full", "wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    try:
        with pytest.raises(CaptureError):
            measure_memory(actions.nothing, 1, isolate=isolate)
    finally:
        (tiny_disk / "full").unlink()
