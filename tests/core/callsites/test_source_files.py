"""What a report calls a source file: never by a path outside of the root."""

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from benchmem_core.callsites.source_files import SourceFiles
from tests.core.properties import unhurried

ROOT = "/home/somebody/secret/project"


@pytest.fixture
def files() -> SourceFiles:
    return SourceFiles(ROOT)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"{ROOT}/tests/test_it.py", "tests/test_it.py"),
        (f"{ROOT}/setup.py", "setup.py"),
        (f"{ROOT}/native/fast.c", "native/fast.c"),
        (f"{ROOT}/with space/é.py", "with space/é.py"),
    ],
)
def test_a_file_in_the_root_is_named_relative_to_it(
    files: SourceFiles, path: str, name: str
) -> None:
    assert files.name(path) == name


def test_a_folder_whose_name_begins_like_the_root_is_outside_of_it(files: SourceFiles) -> None:
    assert files.name(f"{ROOT}-old/tests/test_it.py") == "test_it.py"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/opt/venv/lib/python3.11/site-packages/numpy/linalg.py", "numpy/linalg.py"),
        ("/usr/lib/python3/dist-packages/yaml/loader.py", "yaml/loader.py"),
        ("/home/else/.local/lib/python3.13/site-packages/six.py", "six.py"),
        (f"{ROOT}/.venv/lib/python3.12/site-packages/rich/text.py", "rich/text.py"),
        (f"{ROOT}/.venv/lib64/python3.12/site-packages/rich/text.py", "rich/text.py"),
    ],
)
def test_installed_code_is_named_as_it_is_imported(
    files: SourceFiles, path: str, name: str
) -> None:
    assert files.name(path) == name
    assert not files.is_project(path)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/usr/lib/python3.11/json/decoder.py", "json/decoder.py"),
        ("/usr/lib64/python3.12/random.py", "random.py"),
        ("/opt/python/lib/python3.13t/asyncio/runners.py", "asyncio/runners.py"),
        ("/usr/lib/python3.11/lib-dynload/_json.so", "_json.so"),
        (f"{ROOT}/.python/lib/python3.11/json/decoder.py", "json/decoder.py"),
    ],
)
def test_the_standard_library_is_named_as_it_is_imported(
    files: SourceFiles, path: str, name: str
) -> None:
    assert files.name(path) == name
    assert not files.is_project(path)


def test_the_standard_library_that_runs_here_is_no_project_code(files: SourceFiles) -> None:
    assert files.name(json.__file__) == "json/__init__.py"
    assert not files.is_project(json.__file__)


def test_the_tests_that_run_here_are_project_code() -> None:
    assert SourceFiles(Path(__file__).parent).is_project(__file__)


def test_editable_code_is_named_from_the_folder_it_is_imported_from() -> None:
    files = SourceFiles(ROOT, search_path=["/code/library/src"])
    assert files.name("/code/library/src/package/module.py") == "package/module.py"
    assert files.is_project("/code/library/src/package/module.py")


def test_of_several_such_folders_the_innermost_counts() -> None:
    for path in (["/code", "/code/src"], ["/code/src", "/code"]):
        assert SourceFiles(ROOT, search_path=path).name("/code/src/p/m.py") == "p/m.py"


def test_the_root_comes_before_the_search_path() -> None:
    files = SourceFiles(ROOT, search_path=[f"{ROOT}/src"])
    assert files.name(f"{ROOT}/src/package/module.py") == "src/package/module.py"


def test_an_empty_entry_of_the_search_path_means_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert SourceFiles(ROOT, search_path=[""]).name(f"{tmp_path}/a/b.py") == "b.py"


def test_of_any_other_file_only_its_own_name_is_told(files: SourceFiles) -> None:
    assert files.name("/home/somebody/secret/other/tool.py") == "tool.py"
    assert files.is_project("/home/somebody/secret/other/tool.py")


def test_a_root_behind_a_link_is_the_root_by_both_names(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    files = SourceFiles(tmp_path / "link")
    assert files.name(f"{tmp_path}/link/a/b.py") == "a/b.py"
    assert files.name(f"{tmp_path}/real/a/b.py") == "a/b.py"


@pytest.mark.parametrize("ending", ["", "/"])
def test_a_root_may_end_in_a_slash_and_be_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path)
    assert SourceFiles(f"project{ending}").name(f"{tmp_path}/project/a/b.py") == "a/b.py"


def test_the_file_system_may_be_the_root() -> None:
    assert SourceFiles("/").name("/srv/app/main.py") == "srv/app/main.py"


@pytest.mark.parametrize(
    ("path", "is_project"),
    [
        ("<frozen importlib._bootstrap>", False),
        ("<string>", False),
        ("<__array_function__ internals>", False),
        ("<stdin>", True),
        ("<stdin>-0", True),
        ("<ipython-input-3-0123456789ab>", True),
    ],
)
def test_what_is_in_no_file_keeps_its_name(files: SourceFiles, path: str, is_project: bool) -> None:
    assert files.name(path) == path
    assert files.is_project(path) is is_project


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("../sysdeps/x86_64/multiarch/memmove.S", "memmove.S"),
        ("numpy/_core/src/multiarray/alloc.c", "numpy/_core/src/multiarray/alloc.c"),
        ("Objects/obmalloc.c", "Objects/obmalloc.c"),
        ("/build/glibc-2.36/malloc/malloc.c", "malloc.c"),
        ("???", "???"),
        ("", ""),
    ],
)
def test_a_native_file_is_no_project_code(files: SourceFiles, path: str, name: str) -> None:
    assert files.name(path) == name
    assert not files.is_project(path)


def test_native_code_of_the_project_is_not_its_python_code(files: SourceFiles) -> None:
    assert not files.is_project(f"{ROOT}/native/fast.c")


def test_files_keep_their_whole_path_on_request() -> None:
    files = SourceFiles(ROOT, absolute=True)
    for path in (f"{ROOT}/a.py", "/opt/x.py", "/usr/lib/python3.11/json/decoder.py", "<stdin>"):
        assert files.name(path) == path


def test_whole_paths_do_not_change_what_is_project_code(files: SourceFiles) -> None:
    whole = SourceFiles(ROOT, absolute=True)
    for path in (f"{ROOT}/a.py", "/opt/x.py", "/usr/lib/python3.11/json/decoder.py", "a.c"):
        assert whole.is_project(path) is files.is_project(path)


PARTS = st.one_of(
    st.sampled_from(
        ["home", "somebody", "secret", "project", "project2", "site-packages", "lib", "python3.11"]
    ),
    st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1).filter(
        lambda part: part not in {".", ".."}
    ),
)
# As the interpreter knows files: absolute, and nothing in them leads back up.
PATHS = st.lists(PARTS, min_size=1, max_size=8).map(lambda parts: "/" + "/".join(parts))


@unhurried
@given(PATHS)
def test_a_name_is_never_a_path_outside_of_the_root(path: str) -> None:
    name = SourceFiles(ROOT).name(path)
    assert not name.startswith("/")
    assert path.endswith(f"/{name}")


@unhurried
@given(PATHS.filter(lambda path: not path.startswith(f"{ROOT}/")))
def test_outside_of_the_root_no_folder_is_told_but_those_of_installed_code(path: str) -> None:
    name = SourceFiles(ROOT).name(path)
    before = path.removesuffix(name)
    assert name == path.rpartition("/")[2] or before.endswith(
        ("/site-packages/", "/lib/python3.11/", "/lib/python3.11/lib-dynload/")
    )


@unhurried
@given(PATHS)
def test_installed_code_has_one_name_wherever_it_is_installed(path: str) -> None:
    names = {
        SourceFiles(ROOT).name(f"{prefix}/lib/python3.11/site-packages/package{path}")
        for prefix in ("/opt/venv", f"{ROOT}/.venv", sys.prefix)
    }
    assert len(names) == 1


@unhurried
@given(PATHS)
def test_a_name_does_not_depend_on_what_was_asked_before(path: str) -> None:
    files = SourceFiles(ROOT)
    first = files.name(path), files.is_project(path)
    assert (files.name(path), files.is_project(path)) == first
