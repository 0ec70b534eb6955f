"""`benchmem diff` of two checkouts: files that moved, and which paths are told."""

import json
import os
import sys

import pytest

from benchmem_io.callsites.checkouts import FileNames

from .captures import document, listed, record, write


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
