"""`benchmem diff` of two folders of profiles."""

import shutil

import pytest

from benchmem_core.profiles.store import INDEX, ProfileFolder

from .captures import IDS, document, large, listed, profile, small


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
                "tests/io/callsites/captures.py",
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
    "no id is meant": (("before", "after", "nothing"), "no id of `before` contains `nothing`"),
    "no id is given": (("before", "after"), "say which benchmark"),
    "a file and a folder": (("page.bin", "after"), "give two captures or two folders"),
    "a folder and a file": (("before", "page.bin"), "give two captures or two folders"),
    "a folder and nothing": (("before", "nowhere"), "`nowhere` does not exist"),
    "no index": (("no-index", "after"), "`no-index` has no `index.json`"),
    "no index in the other": (("before", "no-index"), "`no-index` has no `index.json`"),
    "a damaged index": (("before", "damaged", "other"), "damaged"),
    "no capture": (("before", "lost", "other"), "cannot be read"),
    "missing in the head": (("before", "less", "other"), "no id of `less` contains `other`"),
    "missing in the base": (("less", "before", "other"), "no id of `less` contains `other`"),
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
