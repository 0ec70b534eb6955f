"""`benchmem flamegraph -o`: never through a link, and never over what it reads."""

import os
from pathlib import Path
from typing import Any

import pytest

from benchmem_core.profiles.store import INDEX, ProfileFolder

from .folders import ACTIONS


@pytest.fixture
def capture(single: ProfileFolder) -> Path:
    return single.capture(next(iter(ACTIONS)))


@pytest.mark.parametrize("report", ["flamegraph", "summary"])
def test_a_link_is_not_written_through(
    run: Any, fail: Any, single: ProfileFolder, tmp_path: Path, report: str
) -> None:
    (tmp_path / "other.txt").write_text("other")
    (tmp_path / "page.html").symlink_to("other.txt")
    assert "exists" in fail(single, "--report", report, "-o", "page.html")
    run(single, "--report", report, "-f", "-o", "page.html")
    assert (tmp_path / "other.txt").read_text() == "other"
    assert not (tmp_path / "page.html").is_symlink()
    assert "few_large" in (tmp_path / "page.html").read_text()


@pytest.mark.parametrize("report", ["table", "stats"])
def test_a_link_that_leads_nowhere_makes_no_file_there(
    fail: Any, single: ProfileFolder, tmp_path: Path, report: str
) -> None:
    (tmp_path / "page.html").symlink_to("nowhere.html")
    assert "`-f` overwrites it" in fail(single, "--report", report, "-o", "page.html")
    assert not (tmp_path / "nowhere.html").exists()


@pytest.mark.parametrize("way", ["path", "symbolic link", "hard link"])
@pytest.mark.parametrize("report", ["flamegraph", "summary"])
def test_a_capture_is_never_overwritten(
    fail: Any, single: ProfileFolder, tmp_path: Path, capture: Path, report: str, way: str
) -> None:
    output, content = capture, capture.read_bytes()
    if way != "path":
        output = tmp_path / "page.html"
        (output.symlink_to if way == "symbolic link" else output.hardlink_to)(capture)
    text = fail(single, "--report", report, "-f", "-o", str(output))
    assert "would overwrite a profile" in text
    assert capture.read_bytes() == content


def test_neither_are_the_index_and_the_captures_of_others(
    fail: Any, several: ProfileFolder
) -> None:
    first, second = list(several.profiles())[:2]
    for output in (several.path / INDEX, several.capture(second)):
        before = output.read_bytes()
        assert "profile" in fail(several, first, "-f", "-o", str(output))
        assert output.read_bytes() == before


def test_a_changed_capture_is_refused_by_its_digest(
    fail: Any, single: ProfileFolder, capture: Path
) -> None:
    # Room at the end changes no number: only the digest tells.
    capture.write_bytes(capture.read_bytes() + bytes(8))
    for report in ("flamegraph", "summary"):
        assert "its digest differs" in fail(single, "--report", report)
    assert not [name for name in os.listdir(single.path) if name.endswith((".html", ".part"))]
