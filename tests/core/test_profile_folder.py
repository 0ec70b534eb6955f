"""`ProfileFolder`: captures that are kept and found again, and the index of them."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmem_core import CaptureError, Measurement, MemoryResult, ProfileError
from benchmem_core.frames import read_high_water
from benchmem_core.measure import trace_workload
from benchmem_core.profiles import INDEX, SUFFIX, Profile, ProfileFolder, capture_name
from benchmem_core.workload import PassOptions, Workload

from .conftest import PATIENCE, Script
from .leftovers import soon
from .properties import unhurried

RESULT = MemoryResult((Measurement(3000, 20, 50_000), Measurement(2000, 10, 40_000)))
RUN = {"datetime": "2026-01-02T03:04:05", "python": "3.13.0", "commit": "abc", "root": "/root"}

# JSON makes one character of two surrogates that follow each other as in UTF-16.
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
IDS = st.text(st.characters(exclude_categories=[])).filter(lambda text: not _PAIR.search(text))


@pytest.fixture
def folder(tmp_path: Path) -> ProfileFolder:
    folder = ProfileFolder(tmp_path / "profiles")
    folder.prepare()
    return folder


def add(folder: ProfileFolder, *ids: str, result: MemoryResult = RESULT) -> None:
    for each in ids:
        folder.add(each, result, native=False, run=RUN)


@contextlib.contextmanager
def error(folder: ProfileFolder) -> Iterator[None]:
    """Expect an error of one line that names the folder."""
    with pytest.raises(ProfileError) as caught:
        yield
    assert f"`{folder.path}" in str(caught.value)
    assert str(caught.value).isprintable()


# --- names ------------------------------------------------------------------------------------


@unhurried
@given(IDS)
def test_a_name_is_valid_on_every_file_system(id_: str) -> None:
    name = capture_name(id_)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*\.bin", name)
    assert len(name.encode()) <= 200


@unhurried
@given(IDS, IDS)
def test_two_ids_have_two_names_even_where_case_does_not_count(first: str, second: str) -> None:
    if first != second:
        assert capture_name(first).casefold() != capture_name(second).casefold()


def test_ids_that_differ_only_in_what_a_name_cannot_hold_have_names_of_their_own() -> None:
    ids = [
        "a[1-b]",
        "a[1.b]",
        "a[1/b]",
        "a[1\\b]",
        "A[1-b]",
        "a[1-b] ",
        "a-1-b-",
        "a[1\nb]",
        "x/" * 999,
    ]
    ids += ["x" * 10_000, "x" * 10_001, "", ".", "..", "-", "\udc80", "\udc81", "é", "e\u0301"]
    assert len({capture_name(each).casefold() for each in ids}) == len(ids)


def test_a_name_tells_whose_it_is() -> None:
    assert capture_name("tests/test_it.py::test_sum[100]").startswith(
        "tests-test_it.py-test_sum-100-"
    )


def test_an_id_has_the_same_name_in_every_run(run_script: Script) -> None:
    code = "from benchmem_core.profiles import capture_name; print(capture_name('a::b[é]'))"
    assert run_script(code, PYTHONHASHSEED="1").stdout.strip() == capture_name("a::b[é]")


@pytest.mark.parametrize("id_", ["a", "x" * 10_000, "\udc80", "a/../../b", "..", "-f"])
def test_a_capture_lies_in_the_folder(folder: ProfileFolder, id_: str) -> None:
    capture = folder.capture(id_)
    assert capture.resolve().parent == folder.path.resolve()
    capture.write_bytes(b"")
    assert os.listdir(folder.path) == [capture.name]


# --- the index --------------------------------------------------------------------------------


def test_a_profile_holds_the_headline_numbers_and_the_run(folder: ProfileFolder) -> None:
    expected = Profile(
        id="a::b",
        file=capture_name("a::b"),
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


# --- finding ----------------------------------------------------------------------------------


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


# --- folders that are none --------------------------------------------------------------------


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


# --- a damaged index --------------------------------------------------------------------------


def entry(**changes: Any) -> dict[str, Any]:
    """A good entry of the index, with other values; `...` takes one out."""
    good = {
        "id": "a",
        "file": capture_name("a"),
        "peak_bytes": 1,
        "total_bytes": 2,
        "allocations": 3,
        "allocators": "python",
        "native": False,
        "run": {},
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not ...}


def index_of(*entries: object) -> str:
    return json.dumps({"schema": 1, "profiles": entries})


NO_COUNTS = [..., None, -1, 2**63, True, 1.5, "1", [], {}]

DAMAGE = {
    "empty": "",
    "text": "no json\n",
    "cut": index_of(entry())[:-20],
    "no unicode": b"\xff\xfe\xfd",
    "nested too deep": "[" * 100_000,
    "too many digits": '{"profiles": [{"peak_bytes": ' + "9" * 10_000 + "}]}",
    "zeros": bytes(4096),
    "null": "null",
    "number": "3",
    "list": "[]",
    "mapping": "{}",
    "profiles mapping": '{"profiles": {}}',
    "profiles text": '{"profiles": "abc"}',
    **{f"entry {value!r}": index_of(entry(), value) for value in (None, 3, "a", [], True)},
    **{f"id {value!r}": index_of(entry(id=value)) for value in (..., None, 3, [], {}, "b")},
    **{f"file {value!r}": index_of(entry(file=value)) for value in (..., None, 3, [], "a.bin", "")},
    "file elsewhere": index_of(entry(file="../" + capture_name("a"))),
    "file absolute": index_of(entry(file="/" + capture_name("a"))),
    **{
        f"allocators {value!r}": index_of(entry(allocators=value))
        for value in (..., None, 3, "Python", "")
    },
    **{
        f"{name} {value!r}": index_of(entry(**{name: value}))
        for name in ("peak_bytes", "total_bytes", "allocations")
        for value in NO_COUNTS
    },
}


@pytest.mark.parametrize("content", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_index_is_an_error_and_stays_as_it_is(
    folder: ProfileFolder, content: str | bytes
) -> None:
    index = folder.path / INDEX
    content = content.encode() if isinstance(content, str) else content
    index.write_bytes(content)
    for use in (folder.profiles, folder.prepare, folder.find, lambda: add(folder, "b")):
        with error(folder):
            use()
    assert index.read_bytes() == content
    assert os.listdir(folder.path) == [INDEX]


def test_an_error_of_the_index_quotes_little_of_it(folder: ProfileFolder) -> None:
    (folder.path / INDEX).write_text(index_of(entry(file="x\n" * 10_000)))
    with pytest.raises(ProfileError) as caught:
        folder.profiles()
    assert len(str(caught.value)) < len(str(folder.path)) + 250


def test_an_error_of_an_entry_names_the_field(folder: ProfileFolder) -> None:
    (folder.path / INDEX).write_text(index_of(entry(), entry(peak_bytes=-1)))
    with pytest.raises(ProfileError, match=r"`profiles\[1\]\.peak_bytes`"):
        folder.profiles()


def test_an_index_that_is_a_folder_is_an_error(folder: ProfileFolder) -> None:
    (folder.path / INDEX).mkdir()
    with error(folder):
        folder.profiles()
    with error(folder):
        add(folder, "a")


def test_keys_that_are_not_known_are_ignored(folder: ProfileFolder) -> None:
    document = {"schema": 2, "profiles": [{**entry(), "new": 1}], "more": []}
    (folder.path / INDEX).write_text(json.dumps(document))
    assert list(folder.profiles()) == ["a"]


# --- processes that are killed, or run at the same time ---------------------------------------


def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait(PATIENCE)
    return process.pid


def test_what_a_killed_process_left_is_cleared(folder: ProfileFolder) -> None:
    pid = ended_process()
    for name in (capture_name("a"), INDEX):
        (folder.path / f".{name}.{pid}.part").write_text("half")
    folder.prepare()
    assert os.listdir(folder.path) == []


def test_what_a_running_process_writes_is_kept(folder: ProfileFolder) -> None:
    part = folder.path / f".{capture_name('a')}.{os.getpid()}.part"
    part.write_text("half")
    folder.prepare()
    assert os.listdir(folder.path) == [part.name]


def test_files_of_others_are_kept(folder: ProfileFolder) -> None:
    names = ["notes.part", ".hidden", ".a.part", f"a.{ended_process()}.part", "page.html"]
    for name in names:
        (folder.path / name).write_text("text")
    folder.prepare()
    assert sorted(os.listdir(folder.path)) == sorted(names)


ADDS = """
    import sys
    from benchmem_core import Measurement, MemoryResult
    from benchmem_core.profiles import ProfileFolder

    folder = ProfileFolder(sys.argv[1])
    result = MemoryResult((Measurement(1, 1, 1),))
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(sys.argv[3])):
        folder.add(f"{sys.argv[2]}[{number}]", result, native=False, run={})
"""


@contextlib.contextmanager
def adding(folder: ProfileFolder, names: str, number: int, env: Any) -> Iterator[list[Any]]:
    """Have one process for each name add so many ids, all at the same time."""
    processes = []
    try:
        for name in names:
            command = [sys.executable, "-c", textwrap.dedent(ADDS), str(folder.path), name]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            processes.append(
                subprocess.Popen([*command, str(number)], env=env, text=True, bufsize=1, **pipes)
            )
        assert [each.stdout.readline() for each in processes] == ["ready\n"] * len(names)
        for each in processes:
            each.stdin.write("go\n")
        yield processes
    finally:
        for each in processes:
            each.kill()
            each.communicate(timeout=PATIENCE)


def test_processes_that_add_at_the_same_time_lose_nothing(
    folder: ProfileFolder, environment: dict[str, str]
) -> None:
    with adding(folder, "abc", 40, environment) as processes:
        assert [each.wait(PATIENCE) for each in processes] == [0, 0, 0]
    expected = {f"{name}[{number}]" for name in "abc" for number in range(40)}
    assert set(folder.profiles()) == expected
    assert os.listdir(folder.path) == [INDEX]


@pytest.mark.parametrize("delay", [0.0, 0.01, 0.04])
def test_a_process_killed_while_it_adds_leaves_a_whole_index(
    folder: ProfileFolder, environment: dict[str, str], delay: float
) -> None:
    add(folder, "before")
    with adding(folder, "a", 1_000_000, environment) as (process,):
        assert soon(lambda: len(folder.profiles()) > 5)
        time.sleep(delay)
        process.kill()
    found = list(folder.profiles())
    assert found == ["before", *(f"a[{number}]" for number in range(len(found) - 1))]
    folder.prepare()
    add(folder, "after")
    assert os.listdir(folder.path) == [INDEX]


def test_a_process_killed_at_half_of_the_index_leaves_the_old_one(
    folder: ProfileFolder, run_script: Script
) -> None:
    add(folder, "before")
    code = """
        import os, signal, sys
        from pathlib import Path
        from benchmem_core import Measurement, MemoryResult
        from benchmem_core.profiles import ProfileFolder

        def write_half(path, content):
            with open(path, "wb") as file:
                file.write(content[: len(content) // 2])
            os.kill(os.getpid(), signal.SIGKILL)

        Path.write_bytes = write_half
        result = MemoryResult((Measurement(1, 1, 1),))
        ProfileFolder(sys.argv[1]).add("a", result, native=False, run={})
    """
    run_script(code, str(folder.path), status=-signal.SIGKILL)
    assert list(folder.profiles()) == ["before"]
    assert len(os.listdir(folder.path)) == 2
    folder.prepare()
    assert os.listdir(folder.path) == [INDEX]


def test_a_process_killed_at_half_of_a_capture_leaves_none_that_looks_whole(
    folder: ProfileFolder, run_script: Script
) -> None:
    code = """
        import os, shutil, signal, sys
        from benchmem_core.measure import trace_workload
        from benchmem_core.profiles import ProfileFolder
        from benchmem_core.workload import PassOptions, Workload

        def copy_half(source, target, length=0):
            content = source.read()
            target.write(content[: len(content) // 2])
            target.flush()
            os.kill(os.getpid(), signal.SIGKILL)

        shutil.copyfileobj = copy_half
        kept = ProfileFolder(sys.argv[1]).capture("a")
        trace_workload(Workload(list), PassOptions(), keep_bin=kept)
    """
    run_script(code, str(folder.path), status=-signal.SIGKILL)
    assert not [name for name in os.listdir(folder.path) if name.endswith(SUFFIX)]
    (part,) = folder.path.iterdir()
    with pytest.raises(CaptureError):
        read_high_water(part)
    folder.prepare()
    assert os.listdir(folder.path) == []
