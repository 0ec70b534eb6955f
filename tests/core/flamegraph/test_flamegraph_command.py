"""`benchmem flamegraph`: the reports of memray that it makes."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmem_core.profiles.store import INDEX, ProfileFolder
from tests.core.conftest import PATIENCE, script_environment

from .folders import ACTIONS, assert_is_one_line, few_large, fill

PAGES = ["flamegraph", "table"]
TEXTS = ["summary", "stats"]


# Something that a page would load: a script, a style sheet, a font, an image.
_FETCHED = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*=\s*["']?(?!data:)""")


def test_a_benchmark_of_an_odd_id_has_a_page_in_a_folder_of_an_odd_name(
    run: Any, tmp_path: Path
) -> None:
    id_ = "../x\ny\udc80" + "é" * 10_000
    folder = fill(ProfileFolder(tmp_path / "with space é"), {id_: few_large})
    page = Path(run(folder, "--report", "table").stdout.removesuffix("\n"))
    assert page.parent == folder.path
    assert "few_large" in page.read_text()


def test_a_page_is_written_beside_the_capture(run: Any, single: ProfileFolder) -> None:
    before = set(os.listdir(single.path))
    stdout = run(single).stdout
    (name,) = set(os.listdir(single.path)) - before
    assert name == single.capture(next(iter(ACTIONS))).with_suffix(".flamegraph.html").name
    assert stdout == f"{single.path / name}\n"


@pytest.mark.parametrize("report", PAGES)
def test_a_page_needs_no_network(
    run: Any, single: ProfileFolder, tmp_path: Path, report: str
) -> None:
    assert run(single, "--report", report, "-o", "page.html").stdout == "page.html\n"
    content = (tmp_path / "page.html").read_text()
    assert "few_large" in content
    assert [found[0] for found in _FETCHED.finditer(content)] == []


@pytest.mark.parametrize("report", TEXTS)
def test_a_text_is_printed(run: Any, single: ProfileFolder, report: str) -> None:
    before = sorted(os.listdir(single.path))
    assert "few_large" in run(single, "--report", report).stdout
    assert sorted(os.listdir(single.path)) == before


def test_the_tree_needs_a_terminal(run: Any, single: ProfileFolder) -> None:
    stderr = run(single, "--report", "tree", status=2).stderr
    assert "terminal" in stderr
    assert_is_one_line(stderr)


def test_an_unknown_report_is_refused(fail: Any, single: ProfileFolder) -> None:
    assert "nonsense" in fail(single, "--report", "nonsense")


@pytest.mark.parametrize("report", [*TEXTS, "tree"])
def test_only_a_page_can_be_opened(fail: Any, single: ProfileFolder, report: str) -> None:
    assert "`--open`" in fail(single, "--report", report, "--open")


def test_a_capture_without_native_frames_is_refused_where_they_are_asked_for(
    fail: Any, single: ProfileFolder
) -> None:
    assert "`--benchmark-memory-profile-native`" in fail(single, "--native")


def test_a_capture_with_native_frames_has_a_report(run: Any, tmp_path: Path) -> None:
    folder = fill(ProfileFolder(tmp_path / "native"), {"a": few_large}, native=True)
    assert "few_large" in run(folder, "--native", "--report", "stats").stdout


@pytest.mark.parametrize("report", [*PAGES, *TEXTS])
def test_a_file_that_exists_is_not_overwritten(
    fail: Any, single: ProfileFolder, tmp_path: Path, report: str
) -> None:
    (tmp_path / "mine").write_text("mine")
    assert "`-f`" in fail(single, "--report", report, "-o", "mine")
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_page_beside_the_capture_is_not_overwritten(fail: Any, single: ProfileFolder) -> None:
    page = single.capture(next(iter(ACTIONS))).with_suffix(".table.html")
    page.write_text("mine")
    assert "`-f`" in fail(single, "--report", "table")
    assert page.read_text() == "mine"


@pytest.mark.parametrize(("report", "flag"), [("table", "-f"), ("stats", "--force")])
def test_a_file_is_overwritten_on_request(
    run: Any, single: ProfileFolder, tmp_path: Path, report: str, flag: str
) -> None:
    (tmp_path / "mine").write_text("mine")
    assert run(single, "--report", report, "-o", "mine", flag).stdout == "mine\n"
    content = (tmp_path / "mine").read_text()
    assert not content.startswith("mine")
    assert "few_large" in content


def test_a_folder_for_the_report_that_is_not_there_is_an_error(
    fail: Any, single: ProfileFolder
) -> None:
    stderr = fail(single, "-o", "not/there/report")
    assert "`not/there/report`" in stderr
    assert "No such file" in stderr


@pytest.mark.parametrize("force", [(), ("-f",)])
def test_a_folder_is_no_place_for_a_report(
    fail: Any, single: ProfileFolder, force: tuple[str, ...]
) -> None:
    assert "directory" in fail(single, "-o", str(single.path), *force)


def test_a_text_that_does_not_fit_on_the_disk_is_an_error(
    run: Any, single: ProfileFolder, small_disk: Any
) -> None:
    disk = small_disk("4k")
    (disk / "filler").write_bytes(bytes(4096))
    assert_is_one_line(run(single, "--report", "stats", "-o", f"{disk}/report", status=2).stderr)


def test_a_page_that_does_not_fit_on_the_disk_leaves_nothing(
    run: Any, single: ProfileFolder, small_disk: Any
) -> None:
    disk = small_disk("64k")
    assert_is_one_line(run(single, "-o", f"{disk}/page.html", status=2).stderr)
    assert os.listdir(disk) == []


def test_a_folder_that_is_not_there_is_an_error(fail: Any, tmp_path: Path) -> None:
    assert f"`{tmp_path / 'none'}`" in fail(tmp_path / "none")


def test_a_folder_without_an_index_is_an_error(fail: Any, single: ProfileFolder) -> None:
    (single.path / INDEX).unlink()
    assert f"`{INDEX}`" in fail(single, "few")


def test_a_file_in_place_of_the_folder_is_an_error(fail: Any, single: ProfileFolder) -> None:
    assert "is not a folder" in fail(single.capture(next(iter(ACTIONS))))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"profiles": [{"id": "\\n"}]}'])
def test_a_damaged_index_is_an_error(fail: Any, single: ProfileFolder, content: str) -> None:
    (single.path / INDEX).write_text(content)
    assert f"`{single.path / INDEX}`" in fail(single, "--worst", "peak")


@pytest.mark.parametrize("report", [*PAGES, *TEXTS])
def test_a_capture_that_was_deleted_is_an_error(
    fail: Any, single: ProfileFolder, report: str
) -> None:
    capture = single.capture(next(iter(ACTIONS)))
    capture.unlink()
    assert f"`{capture}`" in fail(single, "--report", report)


@pytest.mark.parametrize("report", [*PAGES, *TEXTS])
@pytest.mark.parametrize("kept", [0.0, 0.5, 0.99])
def test_a_capture_that_was_cut_is_an_error(
    fail: Any, single: ProfileFolder, report: str, kept: float
) -> None:
    capture = single.capture(next(iter(ACTIONS)))
    content = capture.read_bytes()
    capture.write_bytes(content[: int(len(content) * kept)])
    assert f"`{capture}`" in fail(single, "--report", report)


def test_another_file_in_place_of_a_capture_is_an_error(fail: Any, single: ProfileFolder) -> None:
    single.capture(next(iter(ACTIONS))).write_text("no capture\n" * 100)
    assert "not a capture" in fail(single)


def test_a_damaged_capture_does_not_cost_the_page_that_was_there(
    fail: Any, single: ProfileFolder, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text("mine")
    single.capture(next(iter(ACTIONS))).write_bytes(b"")
    fail(single, "-o", "page.html", "-f")
    assert (tmp_path / "page.html").read_text() == "mine"


@pytest.mark.parametrize(
    "arguments", [(), ("none",), (".",), (".", "--worst", "nonsense")], ids=" ".join
)
def test_an_error_is_one_line_for_the_shell_too(
    tmp_path: Path, scratch: Path, arguments: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmem_core", "flamegraph", *arguments],
        env=script_environment(scratch),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert_is_one_line(done.stderr)


def test_a_page_is_named_as_its_folder_was(run: Any, single: ProfileFolder) -> None:
    assert run(Path(single.path.name)).stdout.startswith(f"{single.path.name}/")
