"""The key of a cell: another as soon as anything is that decides its result."""

import os

import pytest

from benchmem_sweep.axes.arguments import make_plan, read_axes
from benchmem_sweep.axes.cells import make_cells
from benchmem_sweep.errors import SweepError
from tests.sweep.sweeping import git, make_repository


@pytest.fixture
def suite(tmp_path):
    folder = tmp_path / "suite"
    folder.mkdir()
    (folder / "test_it.py").write_text("def test_it(benchmark): benchmark(int)")
    (folder / "data").mkdir()
    (folder / "data" / "file").write_text("1")
    return folder


def keys(suite, *, versions=("1.16.0",), withs=(), **options):
    axes, _ = read_axes("six", versions, withs=withs)
    plan = make_plan(suite=suite, **options)
    return [plan.compute_key(cell) for cell in make_cells(axes)]


def test_it_is_the_same_for_the_same_content_wherever_and_whenever_it_was_written(suite):
    before = keys(suite)
    os.utime(suite / "test_it.py", (0, 0))
    (suite / "__pycache__").mkdir()
    (suite / "__pycache__" / "test_it.pyc").write_text("")
    moved = suite.rename(suite.with_name("moved"))
    assert keys(moved) == before


@pytest.mark.parametrize(
    "options",
    [
        {"versions": ("1.17.0",)},
        {"withs": ("click==8.1.7",)},
        {"pins": ["click==8.1.7"]},
        {"as_of": "2024-01-01"},
        {"pytest_args": ["-k", "it"]},
        {"memory": True},
        {"memory": True, "sites": 3},
        {"times": False},
        {"import_check": "six"},
    ],
)
def test_it_is_another_with_another_option(suite, options):
    assert set(keys(suite)).isdisjoint(keys(suite, **options))


def test_it_is_another_when_any_file_of_the_suite_changes(suite):
    seen = {*keys(suite)}
    (suite / "data" / "file").write_text("2")
    seen.update(keys(suite))
    (suite / "data" / "file").rename(suite / "data" / "renamed")
    seen.update(keys(suite))
    (suite / "data" / "renamed").chmod(0o755)
    seen.update(keys(suite))
    (suite / "link").symlink_to("data")
    seen.update(keys(suite))
    assert len(seen) == 5


def test_it_is_another_when_what_a_path_leads_to_changes(suite, tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    before = keys(suite, versions=(str(package),))
    (package / "module.py").write_text("")
    assert keys(suite, versions=(str(package),)) != before


def test_two_projects_of_one_repository_do_not_share_results(suite, tmp_path):
    make_repository(tmp_path / "repository", [""])
    seen = set()
    for project in (tmp_path / "repository", tmp_path / "repository" / "src"):
        axes, repository = read_axes(None, (), revisions="HEAD", project=project)
        plan = make_plan(suite=suite, repository=repository)
        seen.update(plan.compute_key(cell) for cell in make_cells(axes))
    assert len(seen) == 2


def test_a_range_is_its_first_parents_and_both_ends(tmp_path):
    folder = tmp_path / "repository"
    ids = make_repository(folder, ["A = 1", "A = 2", "A = 3"])
    git(folder, "checkout", "--quiet", "-b", "side", ids[1])
    (folder / "new").write_text("")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "beside")
    git(folder, "checkout", "--quiet", "-")
    git(folder, "merge", "--quiet", "--no-ff", "-m", "merged", "side")
    head = git(folder, "rev-parse", "HEAD")
    for text in (f"{ids[0]}..HEAD", f"{ids[0]}..", f"{ids[0]}...{head}"):
        axes, repository = read_axes(None, (), revisions=text, project=folder)
        assert [value.revision for value in axes["commit"]] == [*ids, head]
    assert repository.find_commit(head).subject == "merged"


def test_passwords_in_urls_stay_out_of_names(suite):
    url = "git+https://user:secret@example.org/six.git"
    axes, _ = read_axes("six", [url], withs=["https://token@example.org/a.whl"])
    (cell,) = make_cells(axes)
    assert cell.requirements == (url, "https://token@example.org/a.whl")
    assert "secret" not in cell.label + cell.stem
    assert "token" not in cell.label + cell.stem


def test_a_folder_that_is_too_large_to_copy_is_refused(suite, monkeypatch):
    monkeypatch.setattr("benchmem_sweep.cell.suite.MOST_BYTES", 1 << 20)
    (suite / "data" / "file").write_bytes(bytes(2 << 20))
    with pytest.raises(SweepError, match="is larger than 1 MiB: give a smaller `--copy-dir`"):
        make_plan(suite=suite)
