"""Where run files are found: by path, by folder, by pytest-benchmark's references."""

import os
import platform

import pytest

from benchmem_io import RunFileError, discover_runs
from benchmem_io.runs.locations import find_newest_run, machine_id, resolve_runs
from tests.io.run_files import entry, write_run

DAY = "2026-11-{:02}T10:00:00+00:00"
OTHER = "Darwin-CPython-3.13-64bit"


@pytest.fixture
def storage(tmp_path):
    """A storage folder with three runs of this machine and one of another."""
    folder = tmp_path / ".benchmarks"
    for machine, name in [
        (machine_id(), "0001_aaa_first"),
        (machine_id(), "0002_bbb"),
        (machine_id(), "0010_ccc"),
        (OTHER, "0001_ddd"),
        (OTHER, "0003_eee"),
    ]:
        write_run(folder / machine / f"{name}.json", [entry("m.py::f")])
    return folder


def names(references, storage):
    """Machine and name of what is found."""
    found = resolve_runs(references, storage=storage)
    return [
        f"{'here' if path.parent.name == machine_id() else 'there'}/{path.stem}" for path in found
    ]


def test_run_files_are_discovered_below_a_folder_in_the_order_of_their_paths(tmp_path):
    paths = [write_run(tmp_path / name, []) for name in ("b.json", "a/z.json", "a/b/c.json")]
    (tmp_path / "note.txt").write_text("{}")
    (tmp_path / "folder.json").mkdir()
    assert discover_runs(tmp_path) == discover_runs(str(tmp_path)) == sorted(paths)


def test_nothing_is_discovered_where_nothing_is(tmp_path):
    assert discover_runs(tmp_path / "missing") == discover_runs(tmp_path) == []


def test_the_storage_of_pytest_benchmark_is_where_runs_are_discovered(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = write_run(tmp_path / ".benchmarks" / "machine" / "0001.json", [])
    assert [found.resolve() for found in discover_runs()] == [path.resolve()]


def test_a_folder_stands_for_its_newest_run_by_the_date_inside(tmp_path):
    # Neither the name nor the time of the file says when a run was made: copies keep neither.
    newest = write_run(tmp_path / "a" / "0001.json", [], datetime=DAY.format(20))
    older = write_run(tmp_path / "0009.json", [], datetime=DAY.format(3))
    os.utime(newest, (1, 1))
    os.utime(older, (2_000_000_000, 2_000_000_000))
    assert resolve_runs([str(tmp_path)]) == [newest]


def test_of_one_date_the_last_name_is_the_newest(tmp_path):
    for name in ("0002", "0010", "0001"):
        write_run(tmp_path / f"{name}.json", [])
    assert find_newest_run(tmp_path).stem == "0010"


def test_a_run_without_a_date_is_older_than_any(tmp_path):
    write_run(tmp_path / "z.json", [], datetime=None)
    dated = write_run(tmp_path / "a.json", [], datetime=DAY.format(1))
    assert find_newest_run(tmp_path) == dated
    dated.unlink()
    assert find_newest_run(tmp_path).stem == "z"


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"name": "settings"}', "\0", "[" * 10**5]
)
def test_files_that_are_no_runs_do_not_stand_for_a_folder(tmp_path, content):
    run = write_run(tmp_path / "a.json", [])
    (tmp_path / "z.json").write_text(content)
    assert find_newest_run(tmp_path) == run
    run.unlink()
    with pytest.raises(RunFileError, match="holds no run file"):
        find_newest_run(tmp_path)


def test_a_run_with_nan_in_it_can_be_the_newest(tmp_path):
    write_run(tmp_path / "a.json", [], datetime=DAY.format(1))
    nan = [entry("m.py::f", extra_info={"x": float("nan")})]
    newest = write_run(tmp_path / "b.json", nan, datetime=DAY.format(2))
    assert find_newest_run(tmp_path) == newest


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        # The machine's own runs are preferred; another's are taken where it has none.
        ("0001", ["here/0001_aaa_first"]),
        ("0003", ["there/0003_eee"]),
        ("0001_aaa", ["here/0001_aaa_first"]),
        ("00", ["here/0001_aaa_first", "here/0002_bbb", "here/0010_ccc"]),
        ("*_bbb", ["here/0002_bbb"]),
        ("000?", ["here/0001_aaa_first", "here/0002_bbb"]),
        ("00[0]2", ["here/0002_bbb"]),
        (f"{OTHER}/0001", ["there/0001_ddd"]),
        ("*/0001", ["here/0001_aaa_first", "there/0001_ddd"]),
        ("Darwin*/000", ["there/0001_ddd", "there/0003_eee"]),
        # `pathlib` takes two asterisks for something else.
        ("00**2", ["here/0002_bbb"]),
        ("Dar**/0003", ["there/0003_eee"]),
    ],
)
def test_a_reference_is_the_start_of_a_saved_name(storage, reference, found):
    assert names([reference], storage) == found


def test_references_find_what_pytest_benchmark_finds(storage):
    from pytest_benchmark.storage.file import FileStorage

    theirs = FileStorage(str(storage), logger=None, default_machine_id=machine_id())
    for reference in ("0001", "00", "0010_c", "*_bbb", "000?", "*/0001", f"{OTHER}/0001"):
        expected = [str(path) for path in theirs.query(reference)]
        assert expected
        assert [str(path) for path in resolve_runs([reference], storage=storage)] == expected


def test_this_machine_is_called_as_pytest_benchmark_calls_it():
    from pytest_benchmark.utils import get_machine_id

    assert machine_id() == get_machine_id()
    assert platform.system() in machine_id()


def test_a_file_comes_before_a_saved_run_of_its_name(storage, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "0001").write_text("{}")
    assert [str(path) for path in resolve_runs(["0001"], storage=storage)] == ["0001"]


def test_references_keep_their_order_and_may_repeat(storage):
    assert names(["0010", "0001", "0010"], storage) == [
        *("here/0010_ccc", "here/0001_aaa_first", "here/0010_ccc")
    ]


def test_a_reference_to_nothing_is_refused_in_one_line(storage):
    nothing = ["", "9999", "missing.json", "a/b/0001", "../0001", "/0001", "a\0b", "[", "x" * 5000]
    for reference in [*nothing, "two\nlines"]:
        with pytest.raises(RunFileError, match="no file, no folder and no saved run") as caught:
            resolve_runs([reference], storage=storage)
        assert "\n" not in str(caught.value)
