"""`benchmem bisect --git`: a real repository, a real command."""

import subprocess
from pathlib import Path

import pytest

from tests.sweep import needs
from tests.sweep.sweeping import benchmem, git, make_repository

pytestmark = [needs.plugin, pytest.mark.slow]

SUITE = """
import tiny


def test_grow(benchmark):
    benchmark(tiny.grow)
"""


@pytest.fixture
def repository(tmp_path, temporary, monkeypatch):
    """Makes a repository with a commit for each size in MiB; `None` cannot be built."""
    folder = tmp_path / "repository"

    def make(*sizes):
        sources = [
            size and f"# {number}\ndef grow():\n    return bytearray({size} << 20)\n"
            for number, size in enumerate(sizes)
        ]
        commits = make_repository(folder, sources)
        (folder / "benchmarks").mkdir()
        (folder / "benchmarks" / "test_suite.py").write_text(SUITE)
        monkeypatch.chdir(folder)
        return [commit[:10] for commit in commits]

    return make


@pytest.fixture
def bisect(installed_python):
    """The command; what it says."""
    command = [benchmem(installed_python), "bisect", "--git", "--suite=benchmarks"]

    def run(*arguments):
        return subprocess.run(
            [*command, "--rule=peak:10%", *arguments],
            check=False,
            capture_output=True,
            text=True,
            timeout=200,
        )

    return run


def test_the_first_bad_commit_is_found_past_one_that_cannot_be_built(repository, bisect):
    commits = repository(1, 1, 1, 1, None, 1, 2, 2)
    # What is not committed is not measured.
    Path("src/tiny/__init__.py").write_text("def grow():\n    raise RuntimeError\n")
    run = bisect(commits[0], "HEAD")
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert f"first bad by `peak:10%`: `{commits[6]}`; last good: `{commits[5]}`" in lines
    assert any(line.startswith(f"skip  {commits[4]}  ") for line in lines)
    assert len(git(Path(), "worktree", "list").splitlines()) == 1
    assert len(list(Path(".benchmarks/sweep").glob("*.json"))) <= 4


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        (("HEAD~1", "HEAD~7"), "`HEAD~7` does not exist: give a commit"),
        (("HEAD", "HEAD~1"), "`HEAD` does not come before `HEAD~1`: give the older one first"),
        (("HEAD", "HEAD"), "`HEAD` and `HEAD` are the same commit: give GOOD, then BAD"),
    ],
)
def test_commits_that_are_no_ends_are_one_line(repository, bisect, ends, message):
    repository(1, 2)
    run = bisect(*ends)
    assert run.returncode == 2
    (line,) = run.stderr.splitlines()
    assert line.startswith("Error: ")
    assert message in line
