"""Odd surroundings of captures, sites and profiles: each was a defect once."""

import itertools
import json
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

import pytest

from benchmem_core import CaptureError, Measurement, MemoryResult, ProfileError, measure_memory
from benchmem_core.callsites.source_files import SourceFiles
from benchmem_core.captures.frames import read_high_water
from benchmem_core.profiles.reports import render_text, write_page
from benchmem_core.profiles.store import INDEX, ProfileFolder

RESULT = MemoryResult((Measurement(1, 1, 1),))


@pytest.fixture
def capture(tmp_path):
    """A kept capture."""
    path = tmp_path / "kept.bin"
    measure_memory(list, 1, keep_bin=path)
    return path


def test_a_profile_function_is_still_there_after_measuring_what_is_retained():
    code = """
import sys
from benchmem_core import measure_memory
seen = lambda *event: None
sys.setprofile(seen)
measure_memory(bytearray, 1, retained=True)
assert sys.getprofile() is seen
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_module_of_the_project_does_not_stand_in_for_one_that_memray_needs(
    capture, tmp_path, monkeypatch
):
    (tmp_path / "html.py").write_text("raise RuntimeError('of the project')")
    monkeypatch.chdir(tmp_path)
    assert "Total allocations" in render_text("stats", capture)


def test_a_summary_is_drawn_in_a_locale_that_has_ascii_only(capture, monkeypatch):
    for name, value in (("LC_ALL", "C"), ("PYTHONUTF8", "0"), ("PYTHONCOERCECLOCALE", "0")):
        monkeypatch.setenv(name, value)
    assert "Total" in render_text("summary", capture)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/proj/../secret/x.py", "x.py"),
        ("/a/proj/tests/../src/m.py", "src/m.py"),
        ("/v/site-packages/../../secret/x.py", "x.py"),
        ("x/../../secret/y.c", "y.c"),
    ],
)
def test_a_path_with_dots_tells_nothing_outside_of_the_root(path, name):
    assert SourceFiles("/a/proj").name(path) == name


@pytest.mark.parametrize("odd", [3, b"/x", None, ""])
def test_odd_entries_of_a_search_path_are_ignored(odd):
    assert SourceFiles("/a", search_path=[odd, "/b"]).name("/b/c/x.py") == "c/x.py"


@pytest.mark.parametrize("value", [[], {}, "arena", None])
def test_an_index_that_names_no_allocators_is_refused(tmp_path, value):
    folder = ProfileFolder(tmp_path)
    folder.add("a", RESULT, native=False, run={})
    document = json.loads((tmp_path / INDEX).read_text())
    document["profiles"][0]["allocators"] = value
    (tmp_path / INDEX).write_text(json.dumps(document))
    with pytest.raises(ProfileError, match="allocators"):
        folder.profiles()


def test_a_capture_with_damaged_bytes_is_refused(tmp_path):
    def named():
        return bytearray(100_000)

    path = tmp_path / "kept.bin"
    measure_memory(named, 1, keep_bin=path)
    path.write_bytes(path.read_bytes().replace(b"named", b"n\xff\xffed"))
    with pytest.raises(CaptureError, match="damaged"):
        read_high_water(path)


def test_an_action_that_changes_the_folder_does_not_change_what_files_are_called(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(Path(__file__).parent.parent)

    def go():
        monkeypatch.chdir(tmp_path)
        return bytearray(100_000)

    (first, *_) = measure_memory(go, 1, warmup=0, sites=1).sites
    assert first.frame.file == "callsites/test_where_edges.py"


def test_sites_are_found_where_the_current_folder_is_gone(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    (first, *_) = measure_memory(lambda: bytearray(1000), 1, sites=1).sites
    assert first.frame.file.endswith("test_where_edges.py")


def test_a_page_takes_the_place_of_a_link(capture, tmp_path):
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "link.html").symlink_to("real.html")
    write_page("table", capture, tmp_path / "link.html")
    assert (tmp_path / "real.html").read_text() == "old"
    assert "<html" in (tmp_path / "link.html").read_text()


def test_a_page_does_not_replace_a_device(capture):
    with pytest.raises(ProfileError, match="not a file"):
        write_page("table", capture, Path("/dev/null"))


def test_what_is_known_of_a_run_may_be_any_mapping(tmp_path):
    folder = ProfileFolder(tmp_path)
    folder.add("a", RESULT, native=False, run=MappingProxyType({"python": "3.11"}))
    assert folder.find("a").run == {"python": "3.11"}


def test_an_id_whose_surrogates_are_one_character_in_json_is_found(tmp_path):
    folder = ProfileFolder(tmp_path)
    folder.add("\ud800\udc00", RESULT, native=False, run={})
    assert folder.find("\ud800\udc00") == folder.find("\U00010000")
    assert folder.capture("\ud800\udc00") == folder.capture("\U00010000")


def test_ids_with_line_breaks_are_listed_in_one_line(tmp_path):
    folder = ProfileFolder(tmp_path)
    for id_ in ("a\nb", "a\nc"):
        folder.add(id_, RESULT, native=False, run={})
    with pytest.raises(ProfileError) as caught:
        folder.find("a")
    assert "\n" not in str(caught.value)


def test_a_result_that_went_through_a_blob_has_its_sites():
    result = measure_memory(list, 1, sites=1)
    assert MemoryResult.from_blob(result.as_dict(), meta=result.meta()) == result


def test_what_a_killed_render_left_is_cleared(tmp_path):
    folder = ProfileFolder(tmp_path)
    page = folder.capture("a").with_suffix(".flamegraph.html")
    (tmp_path / f".{page.name[:50]}.999999999.part").touch()
    (tmp_path / ".folder.999999999.part").mkdir()
    folder.prepare()
    assert [path.name for path in tmp_path.iterdir()] == [".folder.999999999.part"]


def test_finding_sites_runs_the_warmup_once():
    calls = []
    measure_memory(lambda: calls.append(1), 3, warmup=1, sites=1)
    assert len(calls) == 5


def test_a_package_whose_name_ends_like_the_engine_s_has_sites(tmp_path):
    path = tmp_path / "my_benchmem_core" / "tracker.py"
    path.parent.mkdir()
    path.write_text("def build():\n    return bytearray(100_000)\n")
    namespace = {}
    exec(compile(path.read_text(), str(path), "exec"), namespace)
    (first, *_) = measure_memory(namespace["build"], 1, sites=1).sites
    assert first.frame.function == "build"


def test_an_action_that_differs_from_call_to_call_is_traced_in_a_pass_like_the_measured_ones():
    calls = itertools.count()

    def small():
        return bytearray(1_000_000)

    def large():
        return bytearray(2_000_000)

    # The warmup, two measured passes that agree, and then a large one.
    action = lambda: large() if next(calls) % 3 == 0 else small()  # noqa: E731
    (first, *_) = measure_memory(action, sites=3).sites
    assert first.frame.function == "small"


def test_an_action_that_never_agrees_is_traced_three_times():
    calls = itertools.count(1)
    result = measure_memory(lambda: bytearray(1_000_000 * next(calls)), 1, warmup=0, sites=3)
    assert next(calls) == 1 + 1 + 3
    assert sum(site.bytes for site in result.sites) == result.peak_bytes


def test_a_relative_path_for_a_capture_is_meant_where_the_measurement_began(tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    measure_memory(lambda: monkeypatch.chdir(tmp_path / "elsewhere"), 1, warmup=0, keep_bin="a.bin")
    assert (tmp_path / "a.bin").exists()


def test_a_traced_pass_that_is_cut_short_names_no_descriptor(monkeypatch):
    def cut(path, *, aggregated):
        raise CaptureError(f"`{path}` is cut short")

    monkeypatch.setattr("benchmem_core.captures.read_high_water", cut)
    with pytest.raises(CaptureError, match="Set `TMPDIR`"):
        measure_memory(list, 1, sites=1)
