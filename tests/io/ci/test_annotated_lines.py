"""`benchmem compare --format github`: on which line of which file an annotation is."""

import pytest

from tests.io.run_files import entry, write_run

from .action_runner import obeyed
from .checkout import FILES, TEST, sited, write_files

PEAK = ("--fail-on", "peak:10%")


def f(peak=(1000,), id_=TEST):
    return entry(id_, peak=peak)


def places(found):
    return [each.place for each in found]


def test_it_is_the_line_of_the_site_that_grew_most(commands):
    base = [sited(("app.py", 2, 1000), ("app.py", 3, 1000), ("test_app.py", 5, 9000))]
    head = [sited(("app.py", 2, 2000), ("app.py", 3, 7000), ("test_app.py", 5, 9000))]
    assert places(commands(base, head, *PEAK)) == [("app.py", "3")]


def test_a_line_that_appeared_is_found_where_it_is_now(commands):
    base = [sited(("app.py", 2, 4000))]
    head = [sited(("app.py", 3, 9000))]
    assert places(commands(base, head, *PEAK)) == [("app.py", "3")]


def test_a_site_outside_of_the_checkout_is_the_line_that_called_it(commands):
    base = [sited(("json/decoder.py", 353, 1000, "app.py", 2))]
    head = [sited(("json/decoder.py", 353, 5000, "app.py", 2))]
    assert places(commands(base, head, *PEAK)) == [("app.py", "2")]


OUTSIDE = {
    "installed": ("json/decoder.py", 353),
    "absolute": ("/etc/passwd", 1),
    "after the end": ("app.py", 400),
    "no line": ("app.py", 0),
    "no file": ("<string>", 1),
    "a folder": (".", 1),
    "empty": ("", 1),
    "no path": ("a\0b.py", 1),
    "too long": ("x" * 5000 + ".py", 1),
}


@pytest.mark.parametrize("site", OUTSIDE.values(), ids=OUTSIDE)
def test_a_site_that_is_nowhere_in_the_checkout_is_the_test(commands, site):
    found = commands([sited((*site, 1000))], [sited((*site, 5000))], *PEAK)
    assert places(found) == [("test_app.py", "4")]


def test_nothing_above_the_checkout_is_looked_at(commands, tmp_path, monkeypatch):
    inside = tmp_path / "inside"
    inside.mkdir()
    monkeypatch.setenv("GITHUB_WORKSPACE", str(inside))
    for site in ("../app.py", "app.py", "inside/../../app.py"):
        found = commands([sited((site, 3, 1000))], [sited((site, 3, 5000))], *PEAK)
        assert places(found) == [("test_app.py", None)]


def test_a_time_is_on_its_test(commands):
    base = [sited(("app.py", 3, 1000))]
    head = [sited(("app.py", 3, 1010), time=2e-3)]
    assert places(commands(base, head, "--fail-on", "time:10%")) == [("test_app.py", "4")]


def test_without_sites_on_one_side_it_is_the_test(commands):
    base, head = [f((1000,))], [sited(("app.py", 3, 5000))]
    assert places(commands(base, head, *PEAK)) == [("test_app.py", "4")]


def test_damaged_sites_are_refused_before_anything_is_printed(compared, summary):
    head = sited(("app.py", 3, 5000))
    head["extra_info"]["benchmem_meta"]["sites"] = []
    result = compared([sited(("app.py", 3, 1000))], [head], *PEAK)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "head.json" in result.stderr
    assert not summary.exists()


def test_a_pivot_is_on_a_test_that_there_is(command, summary, tmp_path):
    run = [
        entry(f"test_app.py::test_rows[{kind}]", peak=(peak,), params={"kind": kind})
        for kind, peak in (("a", 1000), ("b", 5000))
    ]
    write_run(tmp_path / "run.json", run)
    result = command("compare", "run.json", "--pivot", "kind", "--format", "github", *PEAK)
    assert places(obeyed(result.stdout)) == [("test_app.py", "4")]


TESTS = {
    "m.py::test_a": "3",
    "m.py::test_a[1-x::y]": "3",
    "m.py::TestB::test_b": "8",
    "m.py::TestB::TestInner::test_c[0]": "12",
    "m.py::TestB::test_inherited": "6",
    "m.py::test_twice": "20",
    "m.py::test_maybe": "16",
    "m.py::test_nowhere": None,
}
MODULE = '''\
"""A module."""

def test_a():
    pass

class TestB(Base):
    @decorated
    def test_b(self):
        test_a = 1

    class TestInner:
        async def test_c(self):
            pass

if "\\d":
    def test_maybe(): pass

def test_twice(): pass

def test_twice(): pass
'''


@pytest.mark.parametrize(("id_", "line"), TESTS.items())
def test_a_test_is_found_by_its_definition(commands, tmp_path, id_, line):
    write_files(tmp_path, {"m.py": MODULE})
    assert places(commands([f(id_=id_)], [f((5000,), id_=id_)], *PEAK)) == [("m.py", line)]


UNREADABLE = {
    "no python": "def (:\n",
    "null byte": "def f(): pass\n\0",
    "too deep": "(" * 5000,
    "a wrong encoding": "# coding: nonsense\ndef f(): pass\n",
    "empty": "",
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_a_test_file_that_is_no_python_is_named_without_a_line(commands, tmp_path, content):
    write_files(tmp_path, {"m.py": content})
    id_ = "m.py::f"
    assert places(commands([f(id_=id_)], [f((5000,), id_=id_)], *PEAK)) == [("m.py", None)]


NO_FILES = {
    "tests/gone.py::f": "tests/gone.py",
    "../above.py::f": None,
    "/etc/passwd::f": None,
    "README.md::f": None,
    "::f": None,
    "": None,
}


@pytest.mark.parametrize(("id_", "file"), NO_FILES.items())
def test_a_test_file_that_is_not_there_is_named_if_it_can_be_one(commands, id_, file):
    found = commands([f(id_=id_)], [f((5000,), id_=id_)], *PEAK)
    assert places(found) == [(file, None)]


def test_paths_are_relative_to_the_workspace_and_found_from_the_working_folder(
    command, summary, tmp_path, monkeypatch
):
    for name in FILES:
        (tmp_path / name).unlink()
    write_files(tmp_path / "python" / "part")
    runs = [
        write_run(tmp_path / f"{peak}.json", [sited(("app.py", 3, peak)), f((peak,), "m.py::f")])
        for peak in (1000, 5000)
    ]
    monkeypatch.chdir(tmp_path / "python" / "part")
    found = obeyed(command("compare", *runs, "--format", "github", *PEAK).stdout)
    assert places(found) == [("m.py", None), ("python/part/app.py", "3")]


def test_files_are_found_in_any_folder_from_the_working_one_up(
    command, summary, tmp_path, monkeypatch
):
    runs = [
        write_run(tmp_path / f"{peak}.json", [sited(("app.py", 3, peak))]) for peak in (1000, 5000)
    ]
    (tmp_path / "reports").mkdir()
    monkeypatch.chdir(tmp_path / "reports")
    found = obeyed(command("compare", *runs, "--format", "github", *PEAK).stdout)
    assert places(found) == [("app.py", "3")]


def test_without_a_workspace_paths_are_relative_to_the_working_folder(commands, monkeypatch):
    monkeypatch.delenv("GITHUB_WORKSPACE")
    base, head = [sited(("app.py", 3, 1000))], [sited(("app.py", 3, 5000))]
    assert places(commands(base, head, *PEAK)) == [("app.py", "3")]
