"""`benchmem sweep` over several axes: commits, interpreters and what is installed beside."""

import json
import os
import sys

import pytest

from benchmem_io import load_samples
from tests.sweep import needs
from tests.sweep.sweeping import git, make_repository, sweep

pytestmark = [needs.plugin, pytest.mark.slow]

SUITE = """\
import six
import tiny

def test_make(benchmark):
    benchmark(lambda: bytearray(tiny.SIZE))
"""
PYTHON = os.path.realpath(sys.executable)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    folder = tmp_path_factory.mktemp("matrix") / "repository"
    ids = make_repository(folder, ["SIZE = 1000", None, "SIZE = 90_000"])
    (folder / "suite").mkdir()
    (folder / "suite" / "test_tiny.py").write_text(SUITE)
    # Is not committed, and not measured.
    (folder / "src" / "tiny" / "__init__.py").write_text("SIZE = 7_000_000")
    hook = folder / ".git" / "hooks" / "post-checkout"
    hook.write_text("#!/bin/sh\ntouch hooked\nexit 1\n")
    hook.chmod(0o755)
    return folder, ids


@pytest.fixture(scope="module")
def swept(repository, installed_python):
    folder, ids = repository
    done = sweep(
        folder,
        f"--git={ids[0]}..{ids[-1]}",
        f"--python={PYTHON},3.99",
        "--with=six==1.16.0",
        "--with=six==1.17.0",
        "--suite=suite",
        "--out=suite/results",
        "--memory-only",
        "--jobs=2",
        # As in one of git's hooks.
        env={"GIT_DIR": "nowhere", "GIT_INDEX_FILE": "nowhere"},
        python=installed_python,
    )
    assert os.listdir(folder / "tmp") == []
    return done


@pytest.fixture(scope="module")
def runs(swept, repository):
    folder = repository[0] / "suite" / "results"
    return sorted(folder.glob("*.json"))


def test_every_combination_that_can_be_built_has_a_run_file(swept, runs, repository):
    _, ids = repository
    assert swept.returncode == 1
    seen = set()
    for path in runs:
        ((id_, _, dims),) = load_samples(path, metric="peak")[1]
        assert id_ == "test_tiny.py::test_make"
        assert dims["python"] == PYTHON
        seen.add((dims["commit"], dims["with"]))
    commits = (ids[0][:10], ids[2][:10])
    assert seen == {(c, w) for c in commits for w in ("six==1.16.0", "six==1.17.0")}


def test_each_commit_is_measured_as_it_was_committed(runs, repository):
    _, ids = repository
    for path in runs:
        ((_, peak, dims),) = load_samples(path, metric="peak")[1]
        size = 1000 if ids[0].startswith(dims["commit"]) else 90_000
        assert size <= peak < size + 2000


def test_a_run_file_says_which_commit_it_measured(runs, repository, swept):
    _, ids = repository
    for path in runs:
        document = json.loads(path.read_text())
        commit = document["commit_info"]
        assert commit["id"] in ids
        assert commit["id"].startswith(document["benchmem_sweep"]["coordinates"]["commit"])
        assert not commit["dirty"]


def test_memory_alone_has_no_times(runs):
    assert all(load_samples(path)[1] == [] for path in runs)


def test_what_is_not_committed_is_said_not_to_be_measured(swept):
    assert swept.stderr.splitlines()[0] == "Warning: uncommitted changes are not measured"


def test_a_commit_that_does_not_build_is_told_once_with_its_log(swept, repository):
    folder, ids = repository
    name = ids[1][:10]
    lines = [line for line in swept.stderr.splitlines() if line.startswith(f"`{name}, {PYTHON}")]
    (line,) = lines
    assert line.count(name) == 2
    assert "stage `install` failed: TOML parse error" in line
    logs = sorted(path.name for path in (folder / "suite/results/logs").glob(f"{name}*"))
    assert len(logs) == 2


def test_an_interpreter_that_is_missing_is_told_once(swept):
    (line,) = [line for line in swept.stderr.splitlines() if "3.99, six==1.16.0`, " in line]
    assert "stage `venv` failed: uv finds no Python `3.99`" in line


def test_checkouts_are_gone_and_hooks_did_not_run(swept, repository):
    folder, _ = repository
    assert len(git(folder, "worktree", "list").splitlines()) == 1
    assert not (folder / "hooked").exists()
    assert (folder / "src/tiny/__init__.py").read_text() == "SIZE = 7_000_000"


def test_results_in_the_folder_of_the_suite_are_no_part_of_it(runs, repository, installed_python):
    folder, ids = repository
    done = sweep(
        folder,
        f"--git={ids[0]}",
        f"--python={PYTHON}",
        "--with=six==1.16.0",
        "--suite=suite",
        "--out=suite/results",
        "--memory-only",
        "--resume",
        python=installed_python,
    )
    assert done.returncode == 0
    assert "done before" in done.stderr
    assert "making" not in done.stderr


def test_a_suite_beside_the_package_is_not_taken_for_what_is_installed(tmp_path, installed_python):
    for name in ("six.py", "test_six.py"):
        (tmp_path / name).write_text("def test_it(benchmark): benchmark(int)")
    done = sweep(
        tmp_path,
        "six",
        "1.17.0",
        "--suite=test_six.py",
        "--memory-only",
        python=installed_python,
    )
    assert done.returncode == 1
    assert "stage `isolation` failed: `six` would be imported from the copy" in done.stderr
    assert not (tmp_path / ".benchmarks/sweep/1.17.0.json").exists()


def test_a_suite_without_benchmarks_is_told(tmp_path, installed_python):
    (tmp_path / "test_six.py").write_text("def test_it(): pass")
    done = sweep(
        tmp_path,
        "six",
        "1.17.0",
        "--suite=test_six.py",
        "--memory-only",
        python=installed_python,
    )
    assert done.returncode == 1
    assert "`1.17.0`: stage `run` failed: no benchmark was run" in done.stderr
