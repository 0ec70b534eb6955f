"""What is no whole capture is refused, and the reason is named."""

import os
import signal
from pathlib import Path

import memray
import pytest

from benchmem_core import CaptureError, measure_memory
from benchmem_core.captures.frames import read_high_water
from tests.core.capture_files import numbers, record, refused, work
from tests.core.conftest import Script

FORMATS = memray.FileFormat


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
