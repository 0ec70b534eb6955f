"""The command `benchmem diff`, as a user calls it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from rich.cells import cell_len

from benchmem_core.frames import Frame
from benchmem_core.measure import trace_workload
from benchmem_core.measurement import Measurement, MemoryResult
from benchmem_core.profiles import INDEX, ProfileFolder
from benchmem_core.workload import PassOptions, Workload
from benchmem_io.capture_diff import CaptureDiff, Change
from benchmem_io.capture_table import capture_json, capture_table
from benchmem_io.checkouts import FileNames
from benchmem_io.cli.output import print_table

from .commands import body, environment, process

APP = """
import json


class Store:
    def __init__(self, size):
        self.items = [bytes(size) for _ in range(200)]
        self.index = {i: str(i) for i in range(400)}


def load_a_name_that_is_long_enough_to_be_cut_when_a_line_has_a_hundred_columns(size):
    text = json.dumps(list(range(size)))
    return json.loads(text), text


def main(size=1000):
    kept = []
    kept.append(Store(size))
    kept.append(load_a_name_that_is_long_enough_to_be_cut_when_a_line_has_a_hundred_columns(size))
    return kept
"""
LONGER = "# A line.\n\n\n# Another one.\n" + APP
GROWN = LONGER.replace("size=1000", "size=3000")

# Modules are what they are called in `sys.argv`, by path; each is recorded where it says.
RECORD = """
import importlib.util
import sys

import memray

for argument in sys.argv[1:]:
    module, capture, allocators, kind = argument.split("=")
    spec = importlib.util.spec_from_file_location("app", module)
    app = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(app)
    app.main()  # what is made once is there
    formats = memray.FileFormat
    with memray.Tracker(
        destination=memray.FileDestination(capture, compress_on_exit=kind == "compressed"),
        trace_python_allocators=allocators == "python",
        file_format=(
            formats.AGGREGATED_ALLOCATIONS if kind == "aggregated" else formats.ALL_ALLOCATIONS
        ),
    ):
        app.main()
"""


def record(folder, *what):
    """Record captures, each `MODULE=CAPTURE=ALLOCATORS=KIND`, in one process of the folder."""
    command = [sys.executable, "-c", RECORD, *what]
    subprocess.run(command, cwd=folder, env=environment(), check=True)


def write(path, code):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(code), encoding="utf-8")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A folder of captures and what they are of; nobody writes to it."""
    folder = tmp_path_factory.mktemp("captures")
    write(folder / "src/pkg/base/app.py", APP)
    write(folder / "src/pkg/moved/app.py", LONGER)
    write(folder / "src/pkg/head/app.py", GROWN)
    path = "src/pkg/{0}/app.py={0}.bin=python=plain"
    record(
        folder,
        # Of the first in a process, some code objects of the library have not run yet.
        "src/pkg/base/app.py=first.bin=python=plain",
        *(path.format(each) for each in ("base", "moved", "head")),
        str(folder / "src/pkg/base/app.py=absolute-base.bin=python=plain"),
        str(folder / "src/pkg/head/app.py=absolute-head.bin=python=plain"),
        "src/pkg/base/app.py=system.bin=system=plain",
        "src/pkg/base/app.py=aggregated.bin=python=aggregated",
        "src/pkg/base/app.py=compressed.bin=python=compressed",
    )
    whole = (folder / "base.bin").read_bytes()
    (folder / "short.bin").write_bytes(whole[: len(whole) // 2])
    (folder / "header.bin").write_bytes(whole[:20])
    compressed = (folder / "compressed.bin").read_bytes()
    (folder / "short-compressed.bin").write_bytes(compressed[: len(compressed) // 2])
    (folder / "empty.bin").write_bytes(b"")
    (folder / "text.bin").write_text("This is no capture.\n" * 100, encoding="utf-8")
    (folder / "version.bin").write_bytes(whole[:7] + bytes([whole[7] ^ 0x5A]) + whole[8:])
    (folder / "zeros.bin").write_bytes(bytes(5000))
    (folder / "no-index").mkdir()
    shutil.copy(folder / "base.bin", folder / "page.html")
    return folder


@pytest.fixture
def diff(command, recorded, monkeypatch):
    """Run `benchmem diff` in the folder of captures."""
    monkeypatch.chdir(recorded)

    def run(*arguments):
        result = command("diff", *arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def document(text):
    return json.loads(text)


def rows_of(table):
    """The lines of a table that have numbers: the name of a row may take several lines."""
    return [line for line in body(table) if line.endswith("B")]


def listed(text):
    """The rows of a JSON document without the remainder."""
    return [row for row in document(text)["rows"] if row["function"] or row["file"]]


# --- what is shown ----------------------------------------------------------------------------


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
    return CaptureDiff(0, 3000, [Change((), None, 0, 2000, 0, 2), Change((frame,), None, 0, 1000)])


@pytest.mark.parametrize("by", ["line", "function", "file", "stack"])
def test_what_no_python_frame_asked_for_has_a_name(by):
    found = json.loads(capture_json(_two_stacks("app.py"), by=by, top=5))["rows"]
    assert [row["function"] for row in found if row["head_bytes"] == 2000] == ["(no Python frame)"]


def test_a_table_of_wide_letters_fits(capsys):
    print_table(capture_table(_two_stacks("漢字" * 30 + ".py"), by="line", top=5), "table")
    assert max(map(cell_len, capsys.readouterr().out.splitlines())) <= 100


# --- what is the same -------------------------------------------------------------------------


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


def _checkouts(folder, *, head_size=1000):
    """A project twice, with files of one name; nothing but `pkg/app.py` differs."""
    main = "from pkg import app\n\ndef load(n):\n    return bytes(n)\n\ndef main():\n"
    main += "    return load(40_000), app.load({})\n"
    for side, above, size in (("old", "", 1000), ("new", "# More.\n# More.\n", head_size)):
        write(folder / side / "app.py", f"import sys\nsys.path.insert(0, '{side}')\n" + main)
        write(folder / side / "pkg/__init__.py", "")
        code = f"{above}def load(n):\n    rows = []\n    rows.append(bytes(100 * {size}))\n"
        write(folder / side / "pkg/app.py", code + "    return rows\n")
        record(folder, f"{folder}/{side}/app.py={side}.bin=python=plain")


CWDS = ("old", "new", "third", ".")


def test_two_checkouts_of_a_project_have_the_same_lines(tmp_path, command, monkeypatch):
    _checkouts(tmp_path)
    (tmp_path / "third").mkdir()
    for cwd in CWDS:
        monkeypatch.chdir(tmp_path / cwd)
        for more in ((), ("--absolute",)):
            captures = (tmp_path / "old.bin", tmp_path / "new.bin")
            result = command("diff", *captures, "--format", "json", *more)
            deltas = [row["delta_bytes"] for row in document(result.stdout)["rows"]]
            assert [each for each in deltas if abs(each) > 1000] == [], (cwd, more)


def test_what_grew_between_two_checkouts_is_one_line(tmp_path, command, monkeypatch):
    _checkouts(tmp_path, head_size=2000)
    (tmp_path / "third").mkdir()
    for cwd in CWDS:
        monkeypatch.chdir(tmp_path / cwd)
        captures = (tmp_path / "old.bin", tmp_path / "new.bin")
        (row,) = listed(command("diff", *captures, "--format", "json").stdout)
        assert (row["function"], row["line"], row["delta_bytes"]) == ("load", 5, 100_000), cwd
        assert row["file"].endswith("app.py")


def test_a_file_that_is_gone_is_not_called_by_a_library_s_name(tmp_path, command):
    # The standard library has a `decoder.py` too.
    write(tmp_path / "decoder.py", "def decode(n):\n    return bytes(n)\n")
    above = "import json\nimport sys\n\nsys.path.insert(0, '.')\n\n"
    base = above + "from decoder import decode\n\ndef main():\n    return decode(70_000)\n"
    head = above + "def main():\n    return json.loads('[1000, 2000]')\n"
    write(tmp_path / "base.py", base)
    write(tmp_path / "head.py", head)
    record(tmp_path, "base.py=base.bin=python=plain", "head.py=head.bin=python=plain")
    rows = listed(command("diff", "base.bin", "head.bin", "--format", "json").stdout)
    (gone,) = (row for row in rows if row["delta_bytes"] < -60_000)
    assert (gone["file"], gone["line"]) == ("decoder.py", 2)


def test_a_gone_file_beside_one_that_moved_keeps_its_name():
    base = ["/p/models/base.py", "/p/models/other.py"]
    names = FileNames(base, ["/p/api/base.py"], ("/p", "/p"))
    assert names.of_base("/p/models/other.py") == "models/other.py"


def test_two_gone_files_are_not_one_that_is_new():
    base = ["/p/a/utils.py", "/p/b/utils.py"]
    names = FileNames(base, ["/p/c/utils.py"], ("/p", "/p"))
    assert len({names.of_base(path) for path in base}) == 2


def test_two_files_of_a_checkout_have_two_names():
    base, head = (
        [f"/{side}/app.py", f"/{side}/pkg/app.py", f"/{side}/pkg/more.py"]
        for side in ("old", "new")
    )
    names = FileNames(base, head, ("/third", "/third"))
    assert [names.of_head(path) for path in head] == ["app.py", "pkg/app.py", "pkg/more.py"]
    assert [names.of_base(path) for path in base] == ["app.py", "pkg/app.py", "pkg/more.py"]


# --- paths ------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["table", "md", "json"])
@pytest.mark.parametrize("by", ["line", "function", "file", "stack"])
def test_no_whole_path_is_told_unless_asked_for(diff, recorded, tmp_path, monkeypatch, format_, by):
    for cwd in (recorded, tmp_path):
        monkeypatch.chdir(cwd)
        captures = (recorded / f"absolute-{side}.bin" for side in ("base", "head"))
        shown = diff(*captures, "--format", format_, "--by", by, "--top", "1000")
        assert str(recorded.parent) not in shown
        assert sys.prefix not in shown
        assert os.path.dirname(json.__file__) not in shown
        assert not [word for word in shown.split() if word.strip('"(,').startswith("/")]


def test_whole_paths_are_told_where_asked_for(diff, recorded):
    captures = ("absolute-base.bin", "absolute-head.bin", "--absolute")
    rows = listed(diff(*captures, "--format", "json", "--top", "100"))
    assert str(recorded / "src/pkg/head/app.py") in {row["file"] for row in rows}
    assert json.encoder.__file__ in {row["file"] for row in rows}


# --- folders ----------------------------------------------------------------------------------


def small():
    return [bytes(1000) for _ in range(30)]


def large():
    kept = [bytes(1000) for _ in range(30)]
    kept.append(bytes(90_000))
    return kept


IDS = ("tests/test_m.py::test_load[10]", "tests/test_m.py::test_load[100]", "t.py::test_other")


def profile(path, *actions, root=None):
    """Make a folder of profiles: pairs of an id and an action."""
    folder = ProfileFolder(path)
    folder.prepare()
    root = root or Path(__file__).parents[2]
    for id_, action in actions:
        options = PassOptions(warmup=0)
        found = trace_workload(Workload(action), options, keep_bin=folder.capture(id_))
        result = MemoryResult((Measurement(found.peak_bytes, 1, found.peak_bytes),))
        folder.add(id_, result, native=False, run={"root": str(root)})
    return path


@pytest.fixture
def folders(tmp_path):
    profile(tmp_path / "before", *((id_, small) for id_ in IDS))
    profile(tmp_path / "after", (IDS[0], small), (IDS[1], large), (IDS[2], small))


def test_an_id_chooses_from_two_folders(folders, command):
    # A whole id is that one, though it is a part of others; a part must be of one.
    for wanted, grown in ((IDS[1], True), ("[100]", True), (IDS[0], False), ("other", False)):
        result = command("diff", "before", "after", wanted, "--format", "json")
        assert result.exit_code == 0
        found = [row for row in document(result.stdout)["rows"] if row["delta_bytes"] > 50_000]
        assert bool(found) is grown
        if grown:
            assert [found[0][key] for key in ("function", "file")] == [
                "large",
                "tests/io/test_diff_command.py",
            ]


def test_folders_with_one_id_need_none(tmp_path, command):
    profile(tmp_path / "before", (IDS[0], small), (IDS[1], small))
    profile(tmp_path / "after", (IDS[1], large), (IDS[2], small))
    result = command("diff", "before", "after")
    assert result.exit_code == 0
    assert "large" in result.stdout


def test_rows_of_a_file_are_told_from_the_remainder(folders, command):
    # What the engine itself holds has no file.
    result = command("diff", "before", "after", "[100]", "--by", "file", "--format", "json")
    assert all(row["file"] or row["function"] for row in listed(result.stdout))


def test_captures_of_folders_are_captures(folders, command, tmp_path):
    captures = (ProfileFolder(tmp_path / side).capture(IDS[1]) for side in ("before", "after"))
    result = command("diff", *captures, "--format", "json")
    assert listed(result.stdout)[0]["function"] == "large"


REFUSED_FOLDERS = {
    "several ids are meant": (("before", "after", "test_load"), "`test_load` is in several ids"),
    "no id is meant": (("before", "after", "nothing"), "`nothing` is in no id of `before`"),
    "no id is given": (("before", "after"), "say which benchmark"),
    "a file and a folder": (("page.bin", "after"), "give two captures or two folders"),
    "a folder and a file": (("before", "page.bin"), "give two captures or two folders"),
    "a folder and nothing": (("before", "nowhere"), "`nowhere` does not exist"),
    "no index": (("no-index", "after"), "`no-index` has no `index.json`"),
    "no index in the other": (("before", "no-index"), "`no-index` has no `index.json`"),
    "a damaged index": (("before", "damaged", "other"), "damaged"),
    "no capture": (("before", "lost", "other"), "cannot be read"),
    "missing in the head": (("before", "less", "other"), "`other` is in no id of `less`"),
    "missing in the base": (("less", "before", "other"), "`other` is in no id of `less`"),
    "another id": (("one", "two"), "`t.py::test_other`"),
    "another id for the part": (("one", "two", "test"), "give the whole id"),
}


@pytest.mark.parametrize("case", REFUSED_FOLDERS)
def test_folders_that_cannot_be_compared_are_one_line(case, folders, command, tmp_path):
    arguments, message = REFUSED_FOLDERS[case]
    (tmp_path / "no-index").mkdir()
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / INDEX).write_text('{"profiles": [{"id": 3}]}', encoding="utf-8")
    shutil.copytree(tmp_path / "after", tmp_path / "lost")
    ProfileFolder(tmp_path / "lost").capture(IDS[2]).unlink()
    (tmp_path / "page.bin").write_bytes(b"x")
    profile(tmp_path / "less", (IDS[0], small))
    profile(tmp_path / "one", (IDS[0], small))
    profile(tmp_path / "two", (IDS[2], small))
    result = command("diff", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr


def test_only_options_that_there_are_are_recommended(folders, command):
    result = command("diff", "before", "after")
    assert result.exit_code == 2
    assert "--worst" not in result.stderr


def test_folders_with_another_id_each_name_both(tmp_path, command):
    profile(tmp_path / "one", (IDS[0], small))
    profile(tmp_path / "two", (IDS[2], small))
    result = command("diff", "one", "two")
    assert result.exit_code == 2
    assert IDS[0] in result.stderr
    assert IDS[2] in result.stderr
    assert "None" not in result.stderr


# --- what is refused --------------------------------------------------------------------------

REFUSED = {
    "cut short": (("short.bin", "head.bin"), "`short.bin` "),
    "cut short, the head": (("base.bin", "short.bin"), "`short.bin` "),
    "cut short in its header": (("header.bin", "head.bin"), "`header.bin` "),
    "compressed and cut short": (("short-compressed.bin", "head.bin"), "`short-compressed.bin` "),
    "empty": (("empty.bin", "head.bin"), "`empty.bin` is empty"),
    "text": (("base.bin", "text.bin"), "`text.bin` cannot be read: it is no capture"),
    "zeros": (("base.bin", "zeros.bin"), "`zeros.bin` cannot be read: it is no capture"),
    "another version": (("version.bin", "head.bin"), "another version of memray wrote it"),
    "aggregated": (("base.bin", "aggregated.bin"), "record it without `--aggregate`"),
    "other allocators": (("base.bin", "system.bin"), "record both alike"),
    "missing": (("nowhere.bin", "head.bin"), "`nowhere.bin` cannot be read"),
    "missing, the head": (("base.bin", "nowhere.bin"), "`nowhere.bin` cannot be read"),
    "a folder": (("no-index", "head.bin"), "give two captures or two folders"),
    "folders without an index": (("no-index", "no-index"), "has no `index.json`"),
    "an id for captures": (("base.bin", "head.bin", "test"), "TEST_ID"),
    "no native frames": (("base.bin", "head.bin", "--native"), "has no native frames"),
    "no head": (("base.bin",), "HEAD"),
    "another option": (("base.bin", "head.bin", "--by", "module"), "--by"),
    "no rows": (("base.bin", "head.bin", "--top", "0"), "--top"),
    "a picture that is no page": (("base.bin", "head.bin", "-o", "x.txt"), "x.html"),
    "a picture over a capture": (("page.html", "head.bin", "-o", "page.html"), "page.html"),
    "a picture over the head": (("base.bin", "page.html", "-o", "./page.html"), "page.html"),
    "a picture over a capture that is no page": (
        ("base.bin", "head.bin", "-o", "head.bin"),
        "head.html",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_compared_is_one_line(case, diff, command, recorded):
    arguments, message = REFUSED[case]
    before = {path: _content(path) for path in recorded.iterdir()}
    result = command("diff", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert {path: _content(path) for path in recorded.iterdir()} == before


def _content(path):
    return None if path.is_dir() else path.read_bytes()


@pytest.mark.parametrize(
    "case",
    [
        "cut short",
        "compressed and cut short",
        "text",
        "another version",
        "a picture over a capture",
    ],
)
def test_a_process_that_refuses_writes_one_line_and_no_traceback(case, recorded):
    arguments, message = REFUSED[case]
    result = process("diff", *arguments, cwd=recorded)
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_a_path_with_a_line_break_is_told_in_one_line(tmp_path):
    (tmp_path / "a\nb").mkdir()
    for arguments in (("a\nb", "c"), ("c\nd", "e"), ("a\nb", "a\nb")):
        result = process("diff", *arguments, cwd=tmp_path)
        assert (result.returncode, result.stdout) == (2, "")
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("cut", range(0, 100, 5))
def test_a_capture_that_is_cut_anywhere_is_refused(cut, command, recorded, tmp_path):
    whole = (recorded / "base.bin").read_bytes().rstrip(b"\0")
    (tmp_path / "cut.bin").write_bytes(whole[: len(whole) * cut // 100])
    result = command("diff", "cut.bin", recorded / "base.bin")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "`cut.bin`" in result.stderr
