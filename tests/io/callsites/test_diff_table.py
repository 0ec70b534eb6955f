"""`benchmem diff`: what it shows."""

import json
import re
import sys

import pytest
from rich.cells import cell_len

from benchmem_core.captures.frames import Frame
from benchmem_io.callsites.capture_diff import CaptureDiff, StackChange
from benchmem_io.callsites.diff_tables import capture_json, capture_table
from benchmem_io.cli.output import print_table
from tests.io.commands import body, process

from .captures import document, listed, record, write


def rows_of(table):
    """The lines of a table that have numbers: the name of a row may take several lines."""
    return [line for line in body(table) if line.endswith("B")]


@pytest.mark.parametrize("by", ["line", "function", "file", "stack"])
def test_the_table_fits_a_pipe(recorded, by):
    result = process("diff", "base.bin", "head.bin", "--by", by, "--absolute", cwd=recorded)
    assert (result.returncode, result.stderr) == (0, "")
    assert max(map(len, result.stdout.splitlines())) <= 100
    assert "Peak: " in result.stdout


def test_the_largest_growth_is_first(diff):
    rows = listed(diff("base.bin", "head.bin", "--format", "json"))
    deltas = [row["delta_bytes"] for row in rows]
    assert deltas == sorted(deltas, reverse=True)
    assert rows[0]["function"] == "<listcomp>" or sys.version_info >= (3, 12)
    assert (rows[0]["file"], rows[0]["line"]) == ("src/pkg/head/app.py", 11)


def test_the_table_says_what_the_json_says(diff):
    table = rows_of(diff("base.bin", "head.bin"))
    rows = document(diff("base.bin", "head.bin", "--format", "json"))["rows"]
    assert len(table) == len(rows)
    assert "other" in table[-1]
    for line, row in zip(table, rows, strict=True):
        assert ("+" in line) == (row["delta_bytes"] > 0)


@pytest.mark.parametrize("by", ["line", "stack"])
def test_the_table_tells_every_line_s_number(recorded, by):
    result = process("diff", "base.bin", "head.bin", "--by", by, cwd=recorded)
    for line in rows_of(result.stdout)[:-1]:
        assert re.search(r"\S+\.py:\d+ ", line), line


def test_markdown_is_one_table_of_the_same_rows(diff):
    lines = diff("base.bin", "head.bin", "--format", "md").splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in table}) == 1
    assert len(table) - 2 == len(rows_of(diff("base.bin", "head.bin")))


@pytest.mark.parametrize("by", ["line", "function", "file", "stack"])
def test_json_has_its_keys_whatever_a_row_is(diff, by):
    found = document(diff("base.bin", "head.bin", "--format", "json", "--by", by))
    assert list(found) == [
        "schema",
        "version",
        "by",
        "base_peak_bytes",
        "head_peak_bytes",
        "rows",
    ]
    assert (found["schema"], found["version"], found["by"]) == ("benchmem.diff", 1, by)
    place = {"function", "file", "line"}
    counts = {f"{side}_{what}" for side in ("base", "head") for what in ("bytes", "allocations")}
    for row in found["rows"][:-1]:
        stack = {"stack"} if by == "stack" else set()
        assert row.keys() == place | counts | {"caller", "delta_bytes"} | stack
        assert row["caller"] is None or row["caller"].keys() == place
        assert all(frame.keys() == place for frame in row.get("stack", ()))
        assert (row["line"] is None) == (by in ("function", "file"))
        assert (row["function"] is None) == (by == "file")
        assert row["file"]


def test_the_last_row_of_json_is_the_remainder(diff):
    last = document(diff("base.bin", "head.bin", "--format", "json"))["rows"][-1]
    assert [last[key] for key in ("function", "file", "line", "caller")] == [None] * 4


def test_top_bounds_the_rows_besides_the_remainder(diff):
    everything = listed(diff("base.bin", "head.bin", "--format", "json", "--top", "1000"))
    assert len(everything) > 2
    for top in (1, 2):
        rows = listed(diff("base.bin", "head.bin", "--format", "json", "--top", top))
        assert rows == everything[:top]
        assert len(rows_of(diff("base.bin", "head.bin", "--top", top))) == top + 1


def test_a_row_of_top_can_be_one_that_shrank(diff):
    (row,) = listed(diff("head.bin", "base.bin", "--format", "json", "--top", "1"))
    assert row["delta_bytes"] < 0


def test_a_file_is_one_row(diff):
    rows = listed(diff("base.bin", "head.bin", "--format", "json", "--by", "file"))
    files = [row["file"] for row in rows]
    assert len(set(files)) == len(files)
    assert {row["caller"] for row in rows} == {None}


def test_a_row_of_a_library_names_the_project_s_line_that_called_it(diff):
    rows = listed(diff("base.bin", "head.bin", "--format", "json", "--top", "100"))
    encoder = [row for row in rows if row["file"] == "json/encoder.py"]
    assert encoder
    for row in encoder:
        assert row["caller"]["file"] == "src/pkg/head/app.py"
        assert row["caller"]["function"].startswith("load_a_name")
    assert "Called by" in diff("base.bin", "head.bin")


def test_a_capture_beside_itself_has_no_change(diff):
    for by in ("line", "function", "file", "stack"):
        found = document(diff("base.bin", "base.bin", "--format", "json", "--by", by))
        assert [row["delta_bytes"] for row in found["rows"]] == [0]
        assert found["base_peak_bytes"] == found["head_peak_bytes"]
    assert "(0 B)" in diff("base.bin", "base.bin")


def test_a_compressed_capture_is_read_like_any_other(diff):
    found = document(diff("base.bin", "compressed.bin", "--format", "json"))
    plain = document(diff("base.bin", "base.bin", "--format", "json"))
    assert [row["delta_bytes"] for row in found["rows"]] == [0]
    assert found["head_peak_bytes"] == plain["head_peak_bytes"]


def test_a_call_stack_that_grew_and_moved_is_one_row(diff):
    rows = listed(diff("base.bin", "head.bin", "--format", "json", "--by", "stack"))
    assert all(row["base_bytes"] and row["head_bytes"] for row in rows)
    assert rows[0]["stack"][-2]["function"] == "main"


def _two_stacks(file):
    frame = Frame("f", file, 3)
    return CaptureDiff(
        0, 3000, [StackChange((), None, 0, 2000, 0, 2), StackChange((frame,), None, 0, 1000)]
    )


@pytest.mark.parametrize("by", ["line", "function", "file", "stack"])
def test_what_no_python_frame_asked_for_has_a_name(by):
    found = json.loads(capture_json(_two_stacks("app.py"), by=by, top=5))["rows"]
    assert [row["function"] for row in found if row["head_bytes"] == 2000] == ["(no Python frame)"]


def test_a_table_of_wide_letters_fits(capsys):
    print_table(capture_table(_two_stacks("漢字" * 30 + ".py"), by="line", top=5), "table")
    assert max(map(cell_len, capsys.readouterr().out.splitlines())) <= 100


def test_lines_that_merely_moved_are_no_rows(diff):
    for by in ("line", "stack"):
        rows = document(diff("base.bin", "moved.bin", "--format", "json", "--by", by))["rows"]
        assert [row["delta_bytes"] for row in rows] == [0]


def test_a_function_with_another_name_is_another_row(tmp_path, command):
    for side, name in (("base", "load"), ("head", "fetch")):
        code = f"def {name}():\n    return bytes(50_000)\n\ndef main():\n    return {name}()\n"
        write(tmp_path / side / "app.py", code)
    record(tmp_path, *(f"{each}/app.py={each}.bin=python=plain" for each in ("base", "head")))
    result = command("diff", "base.bin", "head.bin", "--format", "json")
    found = {row["function"]: row for row in listed(result.stdout)}
    assert (found["fetch"]["base_bytes"], found["load"]["head_bytes"]) == (0, 0)
    assert found["fetch"]["delta_bytes"] == -found["load"]["delta_bytes"] > 50_000
