"""The page is written whole or not at all, and holds all that it needs."""

import json
import os
import re
from pathlib import Path

import pytest

from benchmem_core.system import System
from benchmem_io.callsites.capture_diff import StackChange
from benchmem_io.errors import CaptureDiffError
from benchmem_plot.flame.command import write_flame_diff
from tests.plot.diffs import MIB, diff_of, many_stacks, some_diff, stack


@pytest.fixture
def written(tmp_path):
    def write(diff):
        output = tmp_path / "diff.html"
        write_flame_diff(diff, output)
        return output.read_text(encoding="utf-8")

    return write


def embedded(page):
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])


def test_page_replaces_what_was_there(tmp_path):
    output = tmp_path / "diff.html"
    output.write_text("old")
    write_flame_diff(some_diff(), output)
    assert output.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert os.listdir(tmp_path) == ["diff.html"]


def test_file_is_as_readable_as_any_other(tmp_path):
    (tmp_path / "other").touch()
    write_flame_diff(some_diff(), tmp_path / "diff.html")
    assert (tmp_path / "diff.html").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_missing_folder_is_one_line_that_names_the_page(tmp_path):
    output = tmp_path / "no\nfolder" / "diff.html"
    with pytest.raises(CaptureDiffError) as caught:
        write_flame_diff(some_diff(), output)
    shown = str(output).replace("\n", "\\n")
    assert str(caught.value) == f"`{shown}` cannot be written: No such file or directory"


def test_failure_leaves_what_was_there(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    output = tmp_path / "diff.html"
    output.write_text("old")
    monkeypatch.setattr(System, "replace", fail)
    with pytest.raises(CaptureDiffError, match=r"^`.*diff\.html` cannot be written: No space left"):
        write_flame_diff(some_diff(), output)
    assert output.read_text() == "old"
    assert os.listdir(tmp_path) == ["diff.html"]


def test_page_as_a_folder_is_an_error(tmp_path):
    (tmp_path / "diff.html").mkdir()
    with pytest.raises(CaptureDiffError, match="cannot be written: Is a directory"):
        write_flame_diff(some_diff(), tmp_path / "diff.html")
    assert os.listdir(tmp_path) == ["diff.html"]


def test_long_file_name_is_written(tmp_path):
    output = tmp_path / f"{'x' * 250}.html"
    write_flame_diff(some_diff(), output)
    assert output.exists()


def test_colours_are_symmetric_around_zero(written):
    marker = embedded(written(some_diff()))["figures"][0]["data"][0]["marker"]
    assert (marker["cmin"], marker["cmax"]) == (-3 * MIB, 3 * MIB)
    assert marker["colorbar"]["ticktext"][:3] == ["-3.00 MiB", "-1.50 MiB", "0 B"]
    assert [stop for stop, _ in marker["colorscale"]] == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_captures_that_are_the_same_have_one_colour(written):
    marker = embedded(written(diff_of(stack("a b", 5, 5))))["figures"][0]["data"][0]["marker"]
    assert marker["colors"] == [0, 0, 0]
    assert "colorbar" not in marker


def test_two_empty_captures_say_so(written):
    page = written(diff_of())
    assert "Neither capture holds anything" in page
    assert len(page) < 20_000


def test_page_says_which_capture_gives_the_widths(written):
    assert "bytes it holds in head, the larger of the two;" in written(some_diff())
    assert "bytes it holds in base, the larger of the two;" in written(diff_of(stack("a", 2, 1)))
    assert "bytes it holds in head;" in written(diff_of(stack("a", 2, 2)))


def test_page_says_what_the_search_does_not_see(written):
    assert "(N smaller)" in written(some_diff())
    assert "(N smaller)" not in written(diff_of(stack("a", 2, 1)))


def test_stacks_without_a_width_are_listed_largest_first(written):
    gone = [stack(f"main gone{i}", i * MIB, 0) for i in range(1, 24)]
    page = written(diff_of(stack("main", 0, 300 * MIB), *gone))
    rows = re.findall(r'<tr><td class="number">(.*?)</td>', page)
    assert rows == [f"-{i}.00 MiB" for i in range(23, 3, -1)]
    assert "Gone: call stacks" in page
    assert "and 3 more, 6.00 MiB together" in page


def test_stacks_that_a_larger_baseline_lacks_are_listed_as_new(written):
    page = written(diff_of(stack("main", 300, 0), stack("main fresh", 0, 100)))
    assert "New: call stacks" in page
    assert '<td class="text">fresh</td><td class="text">app.py:2</td>' in page


def test_line_of_the_baseline_alone_is_shown_as_it_was(written):
    frame = stack("main", 1, 1).frames[0]._replace(line=-12)
    page = written(diff_of(StackChange((frame,), None, 0, 5)))
    assert "app.py:12" in page
    assert "app.py:-12" not in page


def test_no_text_ends_the_script_or_breaks_the_encoding(written):
    page = written(diff_of(stack("</script><!-- \udc80", 0, 5, file="\udcff\x00.py")))
    assert page.count("</script>") == 3
    assert "\\udc80" in page


def test_page_of_many_stacks_is_small(written):
    assert len(written(many_stacks(10_000)).encode()) < 6e6


def test_page_names_no_machine_and_no_date(written):
    page = written(some_diff())
    assert page == written(some_diff())
    assert str(Path.cwd()) not in page
