"""`benchmem bisect --git`: a real repository, a real command."""

import os
import subprocess
import sys
from pathlib import Path

import needs
import pytest

pytestmark = needs.plugin

PYPROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "{backend}"

[project]
name = "grown"
version = "1.0"
"""
SUITE = """
import grown


def test_grow(benchmark):
    benchmark(grown.grow)
"""


def git(*arguments):
    command = ["git", "-c", "user.name=n", "-c", "user.email=e", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(size, backend="hatchling.build"):
    """Commit a project that takes so many MiB; the beginning of its id."""
    Path("pyproject.toml").write_text(PYPROJECT.format(backend=backend))
    Path("grown").mkdir(exist_ok=True)
    Path("grown/__init__.py").write_text(f"def grow():\n    return bytearray({size} << 20)\n")
    git("add", "pyproject.toml", "grown")
    git("commit", "--quiet", "--allow-empty", "--message", f"{size} MiB")
    return git("rev-parse", "HEAD")[:10]


@pytest.fixture
def repository(tmp_path, temporary, monkeypatch):
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "--quiet")
    Path("benchmarks").mkdir()
    Path("benchmarks/test_suite.py").write_text(SUITE)
    return folder


def bisect(*arguments):
    command = [str(Path(sys.executable).with_name("benchmem")), "bisect", "--git"]
    env = {name: value for name, value in os.environ.items() if name[:7] != "PYTEST_"}
    return subprocess.run(
        [*command, "--suite=benchmarks", "--rule=peak:10%", *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=200,
        env=env,
    )


def test_the_first_bad_commit_is_found_past_one_that_cannot_be_built(repository):
    commits = [commit(1) for _ in range(4)]
    commits += [commit(1, backend="broken"), commit(1), commit(2), commit(2)]
    # What is not committed is not measured.
    Path("grown/__init__.py").write_text("def grow():\n    raise RuntimeError\n")
    run = bisect(commits[0], "HEAD")
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert f"first bad by `peak:10%`: `{commits[6]}`; last good: `{commits[5]}`" in lines
    assert any(line.startswith(f"skip  {commits[4]}  ") for line in lines)
    assert len(git("worktree", "list").splitlines()) == 1
    assert len(list(Path(".benchmarks/sweep").glob("*.json"))) <= 4


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        (("HEAD~1", "HEAD~7"), "there is no revision `HEAD~7`"),
        (("HEAD", "HEAD~1"), "`HEAD` does not come before `HEAD~1`"),
        (("HEAD", "HEAD"), "`HEAD` and `HEAD` are one commit: give GOOD, then BAD"),
    ],
)
def test_commits_that_are_no_ends_are_one_line(repository, ends, message):
    commit(1)
    commit(2)
    run = bisect(*ends)
    assert run.returncode == 2
    (line,) = run.stderr.splitlines()
    assert line.startswith("Error: ")
    assert message in line
