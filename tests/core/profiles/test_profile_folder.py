"""A folder of kept captures: what it holds, and how one of them is chosen."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from benchmem_core import Measurement, MemoryResult, ProfileError
from benchmem_core.captures.frames import read_high_water
from benchmem_core.engine.measure import trace_workload
from benchmem_core.engine.workload import PassOptions, Workload
from benchmem_core.profiles.store import INDEX, Profile, ProfileFolder, name_capture
from tests.core.properties import unhurried

from .entries import IDS, RESULT, RUN, add, error


@pytest.mark.parametrize("id_", ["a", "x" * 10_000, "\udc80", "a/../../b", "..", "-f"])
def test_a_capture_lies_in_the_folder(folder: ProfileFolder, id_: str) -> None:
    capture = folder.capture(id_)
    assert capture.resolve().parent == folder.path.resolve()
    capture.write_bytes(b"")
    assert os.listdir(folder.path) == [capture.name]


def test_a_profile_holds_the_headline_numbers_and_the_run(folder: ProfileFolder) -> None:
    expected = Profile(
        id="a::b",
        file=name_capture("a::b"),
        peak_bytes=2000,
        total_bytes=40_000,
        allocations=10,
        allocators="python",
        native=True,
        run=RUN,
    )
    assert folder.add("a::b", RESULT, native=True, run=RUN) == expected
    assert folder.profiles() == {"a::b": expected}


def test_the_index_is_a_text_that_other_tools_can_read(folder: ProfileFolder) -> None:
    add(folder, "tests/é.py::test")
    document = json.loads((folder.path / INDEX).read_text(encoding="ascii"))
    assert [each["id"] for each in document["profiles"]] == ["tests/é.py::test"]
    assert document["profiles"][0]["file"] == folder.capture("tests/é.py::test").name


@unhurried
@given(st.lists(IDS, max_size=5, unique=True))
def test_any_ids_are_found_again_in_their_order(ids: list[str]) -> None:
    with tempfile.TemporaryDirectory() as path:
        folder = ProfileFolder(path)
        add(folder, *ids)
        if ids:
            assert list(folder.profiles()) == ids
            assert [folder.find(each).id for each in ids] == ids


def test_a_very_long_id_is_found_again(folder: ProfileFolder) -> None:
    ids = ["x" * 10_000, "x" * 10_001]
    add(folder, *ids)
    assert list(folder.profiles()) == ids


def test_a_second_run_replaces_what_it_measured_again_and_keeps_the_rest(
    folder: ProfileFolder,
) -> None:
    add(folder, "a", "b", "c")
    again = ProfileFolder(folder.path)
    again.prepare()
    add(again, "b", "d", result=MemoryResult((Measurement(9, 1, 9),), "system"))
    profiles = again.profiles()
    assert {id_: each.peak_bytes for id_, each in profiles.items()} == {
        "a": 2000,
        "b": 9,
        "c": 2000,
        "d": 9,
    }
    assert [profiles[id_].allocators for id_ in "ab"] == ["python", "system"]


def test_an_id_is_listed_once_however_often_it_is_added(folder: ProfileFolder) -> None:
    add(folder, "a", "a", "a")
    assert len(json.loads((folder.path / INDEX).read_text())["profiles"]) == 1


def test_adding_leaves_nothing_but_the_index(folder: ProfileFolder) -> None:
    add(folder, "a", "b")
    assert os.listdir(folder.path) == [INDEX]


def test_a_capture_is_kept_in_its_place(folder: ProfileFolder) -> None:
    high_water = trace_workload(
        Workload(lambda: bytearray(100_000)), PassOptions(), keep_bin=folder.capture("a[1]")
    )
    add(folder, "a[1]")
    kept = folder.path / folder.find("a[1]").file
    assert read_high_water(kept).peak_bytes == high_water.peak_bytes
    assert sorted(os.listdir(folder.path)) == sorted([INDEX, kept.name])


def test_an_exact_id_is_found_also_where_it_is_a_part_of_others(folder: ProfileFolder) -> None:
    add(folder, "test_a", "test_a[1]", "test_ab")
    assert folder.find("test_a").id == "test_a"


def test_a_part_that_one_id_has_is_enough(folder: ProfileFolder) -> None:
    add(folder, "t.py::test_sum[10]", "t.py::test_sum[200]")
    assert folder.find("[200").id == "t.py::test_sum[200]"


def test_a_part_is_no_pattern(folder: ProfileFolder) -> None:
    add(folder, "test_sum[10]", "test_sum1")
    assert folder.find("[10]").id == "test_sum[10]"
    with error(folder):
        folder.find("test.*")


def test_the_only_profile_needs_no_id(folder: ProfileFolder) -> None:
    add(folder, "a")
    assert folder.find().id == "a"


def test_an_ambiguous_part_lists_the_ids_that_have_it(folder: ProfileFolder) -> None:
    add(folder, "test_a[1]", "test_a[2]", "test_b")
    with pytest.raises(ProfileError) as caught:
        folder.find("test_a")
    assert "`test_a[1]`, `test_a[2]`" in str(caught.value)
    assert "test_b" not in str(caught.value)


def test_an_unknown_id_lists_those_that_are_there(folder: ProfileFolder) -> None:
    add(folder, "test_a", "test_b")
    with pytest.raises(ProfileError, match=r"`nonsense`.*`test_a`, `test_b`"):
        folder.find("nonsense")


def test_without_an_id_several_are_listed(folder: ProfileFolder) -> None:
    add(folder, "test_a", "test_b")
    with pytest.raises(ProfileError, match="`test_a`, `test_b`"):
        folder.find()


def test_a_long_list_is_cut_and_says_how_many_more_there_are(folder: ProfileFolder) -> None:
    add(folder, *[f"test_{number:02}" for number in range(23)])
    with pytest.raises(ProfileError, match="`test_19` and 3 more") as caught:
        folder.find()
    assert "test_20" not in str(caught.value)


@pytest.mark.parametrize("wanted", [None, "a"])
def test_an_empty_index_says_that_there_is_nothing(
    folder: ProfileFolder, wanted: str | None
) -> None:
    (folder.path / INDEX).write_text('{"schema": 1, "profiles": []}')
    with error(folder):
        folder.find(wanted)


def test_missing_folders_are_made(tmp_path: Path) -> None:
    ProfileFolder(tmp_path / "not" / "there").prepare()
    assert (tmp_path / "not" / "there").is_dir()


def test_the_folder_may_be_a_text(tmp_path: Path) -> None:
    folder = ProfileFolder(str(tmp_path))
    add(folder, "a")
    assert list(folder.profiles()) == ["a"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    folder = ProfileFolder(tmp_path / "none")
    with error(folder):
        folder.profiles()
    with error(folder):
        add(folder, "a")
    assert os.listdir(tmp_path) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    folder = ProfileFolder(tmp_path / "file")
    folder.path.write_text("text")
    with error(folder):
        folder.prepare()
    with error(folder):
        folder.profiles()
    assert folder.path.read_text() == "text"


def test_a_folder_without_an_index_is_an_error(folder: ProfileFolder) -> None:
    with error(folder):
        folder.profiles()


def test_a_folder_that_cannot_be_written_is_refused(small_disk: Any) -> None:
    folder = ProfileFolder(small_disk("64k", "ro"))
    with error(folder):
        folder.prepare()
    with error(folder):
        add(folder, "a")


def test_an_index_that_does_not_fit_on_the_disk_leaves_the_old_one(small_disk: Any) -> None:
    folder = ProfileFolder(small_disk("16k"))
    add(folder, "a", "b")
    with error(folder):
        add(folder, "x" * 20_000)
    assert list(folder.profiles()) == ["a", "b"]
    assert os.listdir(folder.path) == [INDEX]
