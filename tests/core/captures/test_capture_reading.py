"""Captures from elsewhere: whatever a damaged one does to its reader, it ends as one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmem_core import CaptureError, measure_memory
from benchmem_core.captures.frames import read_high_water
from benchmem_core.profiles import reading as capture_reading
from benchmem_core.profiles.reading import check_capture, read_captures, read_each
from benchmem_core.profiles.store import ProfileFolder
from tests.core.capture_files import buffer, numbers, record, work

ROOT = Path(__file__).parents[3]


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    return record(tmp_path / "c.bin", work, trace_python_allocators=True)


def refusal(path: Path) -> str:
    with pytest.raises(CaptureError) as caught:
        check_capture(path)
    text = str(caught.value)
    assert text.startswith(f"`{path}` ")
    assert text.isprintable()
    return text


def test_several_captures_are_read_as_they_would_be_here(tmp_path: Path, capture: Path) -> None:
    other = record(tmp_path / "é\udcff 'x'.bin", buffer, native_traces=True)
    for native in (False, True):
        found = read_captures([capture, other], native=native)
        here = [read_high_water(path, native=native) for path in (capture, other)]
        assert [numbers(each) for each in found] == [numbers(each) for each in here]
        assert [(each.peak_bytes, each.allocators, each.has_native) for each in found] == [
            (each.peak_bytes, each.allocators, each.has_native) for each in here
        ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os; os.abort()", "SIGABRT"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("import os; os._exit(3)", "ended with 3"),
        ("while True: pass", "does not end"),
        ("import time; time.sleep(1000)", "does not end"),
    ],
)
def test_a_reader_that_dies_or_hangs_is_an_error_that_names_the_file(
    capture: Path, monkeypatch: pytest.MonkeyPatch, code: str, expected: str
) -> None:
    monkeypatch.setattr(
        capture_reading, "build_python_command", lambda _: [sys.executable, "-c", code]
    )
    monkeypatch.setattr(capture_reading, "estimate_seconds", lambda _: 0.1)
    text = refusal(capture)
    assert expected in text
    assert "record it again" in text


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        ("KeyError(7)", "KeyError"),
        ("MemoryError()", "more memory than a capture of its size"),
        ("AssertionError()", "AssertionError"),
    ],
)
def test_whatever_memray_raises_is_one_line(
    capture: Path, monkeypatch: pytest.MonkeyPatch, raised: str, expected: str
) -> None:
    build_python_command = capture_reading.build_python_command
    patched = (
        "from benchmem_core.profiles import child as capture_child; "
        f"capture_child.read_high_water = lambda *_, **__: (_ for _ in ()).throw({raised}); "
    )
    monkeypatch.setattr(
        capture_reading, "build_python_command", lambda code: build_python_command(patched + code)
    )
    assert expected in refusal(capture)


def test_memory_beyond_what_a_capture_can_need_is_refused(
    capture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_python_command = capture_reading.build_python_command
    greedy = (
        "from benchmem_core.profiles import child as capture_child; "
        "capture_child.read_high_water = lambda *_, **__: bytearray(200 << 20); "
    )
    monkeypatch.setattr(
        capture_reading, "build_python_command", lambda code: build_python_command(greedy + code)
    )
    assert "more memory" in refusal(capture)


def test_one_that_ends_its_reader_does_not_end_the_others(
    tmp_path: Path, capture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "bad.bin"
    bad.write_bytes(capture.read_bytes())
    build_python_command = capture_reading.build_python_command
    crashing = (
        "import os; from benchmem_core.profiles import child as capture_child; "
        "read = capture_child.read_high_water; "
        "capture_child.read_high_water = "
        "lambda path, **kw: os.abort() if 'bad' in path else read(path, **kw); "
    )
    monkeypatch.setattr(
        capture_reading, "build_python_command", lambda code: build_python_command(crashing + code)
    )
    first, second, third = read_each([capture, bad, capture])
    assert isinstance(second, CaptureError)
    assert f"`{bad}`" in str(second)
    assert not isinstance(first, CaptureError)
    assert not isinstance(third, CaptureError)
    assert numbers(first) == numbers(third)


def test_one_changed_byte_of_a_kept_profile_is_noticed(tmp_path: Path) -> None:
    folder = ProfileFolder(tmp_path / "profiles")
    folder.prepare()
    capture = folder.capture("a")
    folder.add("a", measure_memory(work, 1, keep_bin=capture), native=False, run={})
    check_capture(capture)
    # Room at the end changes no number: only the digest tells.
    capture.write_bytes(capture.read_bytes() + b"\0")
    assert "its digest differs" in refusal(capture)
    # By another name, nothing is known of it.
    os.rename(capture, tmp_path / "other.bin")
    assert list(read_each([tmp_path / "other.bin"]))


@pytest.mark.parametrize("seed", [11, 14])
def test_damaged_captures_are_refused_or_read_as_they_were(seed: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "studies.fuzzing.captures", "--count", "60", f"--seed={seed}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "0 bad of 60" in done.stdout
