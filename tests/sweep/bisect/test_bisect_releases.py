"""`benchmem bisect` over releases: a real command, a real uv, releases in a folder."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.sweep import needs, sweeping
from tests.sweep.releases_folder import write_broken_release, write_wheel

pytestmark = [needs.plugin, pytest.mark.slow]

# `SIZES` are what passes take, in turns.
MODULE = """
SIZES = {sizes}
turn = iter(range(10**9))


def grow():
    return bytearray(SIZES[next(turn) % len(SIZES)] << 20)
"""
SUITE = """
import pytest
import grown


@pytest.mark.benchmem(repeats=2, warmup=0)
def test_grow(benchmark):
    benchmark(grown.grow)


def test_steady(benchmark):
    benchmark(bytearray, 1 << 20)
"""


@pytest.fixture
def project(tmp_path, temporary, monkeypatch):
    """A folder with a suite, and with an empty registry beside the usual one."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("UV_FIND_LINKS", str(folder / "registry"))
    (folder / "test_suite.py").write_text(SUITE)
    return folder


def release(project, version, *sizes):
    write_wheel(project / "registry", version, MODULE.format(sizes=sizes))


@pytest.fixture
def benchmem(installed_python):
    """The command; what it says."""

    def run(*arguments):
        command = [sweeping.benchmem(installed_python), *arguments]
        return subprocess.run(command, check=False, capture_output=True, text=True, timeout=200)

    return run


@pytest.fixture
def bisect(benchmem):
    def run(good, bad, *arguments, rule="peak:50%"):
        options = ("--suite=test_suite.py", f"--rule={rule}", *arguments)
        return benchmem("bisect", "grown", good, bad, *options)

    return run


def built(run):
    """The cells for which an environment was made, in order."""
    lines = [line.partition("] ")[2] for line in run.stderr.splitlines()]
    return [line.partition(": ")[0] for line in lines if line.endswith("environment")]


def judgements(run):
    """Each cell that was judged, and how."""
    lines = run.stdout.partition("\n\n")[0].splitlines()
    return {line.split()[1]: line.split()[0] for line in lines}


def test_the_first_bad_of_thirty_releases_takes_six_builds_and_then_none(project, bisect, benchmem):
    for minor in range(30):
        release(project, f"1.{minor}", 2 if minor >= 23 else 1)
    run = bisect("1.0", "1.29")
    assert run.returncode == 0, run.stderr
    assert "30 cells from `1.0` to `1.29`: at most 6 runs" in run.stderr
    assert len(built(run)) <= 6
    lines = run.stdout.splitlines()
    assert "first bad by `peak:50%`: `1.23`; last good: `1.22`" in lines
    grown = "regression: `test_suite.py::test_grow`: peak grew by 100.0%, 1.00 MiB -> 2.00 MiB"
    assert any(line.startswith(grown) for line in lines)
    # The site that grew, and no other.
    assert [line.split()[:3] for line in lines if "(grown.py:" in line] == [
        ["+1.00", "MiB", "grew:"]
    ]
    assert lines[-1] == "against `1.22`: 1 regression, 1 good"
    assert judgements(run)["1.22"] == "good"
    assert judgements(run)["1.23"] == "bad"
    # Each judgement was told as it was made.
    assert [line for line in run.stderr.splitlines() if "] 1.23: bad: `test_suite.py" in line]

    again = bisect("1.0", "1.29")
    assert built(again) == []
    assert again.stdout == run.stdout

    swept = benchmem(
        *("sweep", "grown", "1.22", "1.23", "--suite=test_suite.py"),
        *("--memory-only", "--sites=10", "--resume"),
    )
    assert swept.returncode == 0
    assert built(swept) == []


def test_run_files_of_a_sweep_serve_a_bisection_and_keep_their_times(project, bisect, benchmem):
    for version, size in [("1.0", 1), ("1.1", 2)]:
        release(project, version, size)
    swept = benchmem(
        *("sweep", "grown", "1.0", "1.1", "--suite=test_suite.py", "--memory"),
        "--pytest-arg=--benchmark-max-time=0.01",
    )
    assert swept.returncode == 0, swept.stderr
    run = bisect("1.0", "1.1", "--pytest-arg=--benchmark-max-time=0.01")
    assert built(run) == []
    assert "first bad by `peak:50%`: `1.1`; last good: `1.0`" in run.stdout
    document = json.loads(Path(".benchmarks/sweep/1.1.json").read_text())
    assert all(benchmark["stats"]["min"] > 0 for benchmark in document["benchmarks"])


def test_what_cannot_be_built_is_skipped(project, bisect):
    write_broken_release(project / "registry", "1.1")
    for version, size in [("1.0", 1), ("1.2", 2), ("1.3", 2)]:
        release(project, version, size)
    run = bisect("1.0", "1.3")
    assert run.returncode == 1
    assert judgements(run) == {"1.0": "good", "1.2": "bad", "1.1": "skip"}
    (skip,) = [line for line in run.stdout.splitlines() if line.startswith("skip")]
    assert "no_such_backend" in skip
    assert Path(skip.rpartition("full log: ")[2]).is_file()
    verdict = "first bad by `peak:50%`: `1.2`, or one that was skipped: `1.1`; last good: `1.0`"
    assert verdict in run.stdout.splitlines()


def test_an_inconclusive_release_is_run_again(project, bisect):
    release(project, "1.0", 1, 5)
    release(project, "1.1", 3, 7)
    run = bisect("1.0", "1.1", rule="peak:50%:clear")
    assert run.returncode == 1
    assert built(run) == ["1.0", "1.1", "1.1", "1.1"]
    assert "skip  1.1  inconclusive, 3 times" in run.stdout.splitlines()
    assert "not found: no cell is bad by `peak:50%:clear`" in run.stdout


def test_a_good_one_that_fails_ends_it_in_one_line(project, bisect):
    write_broken_release(project / "registry", "1.0")
    release(project, "1.1", 1)
    run = bisect("1.0", "1.1")
    assert run.returncode == 1
    assert run.stdout == ""
    *_, line = run.stderr.splitlines()
    assert line.startswith("Error: `1.0` (GOOD) failed: ")
    assert Path(line.rpartition("full log: ")[2]).is_file()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("1.0",), "give a package and two versions, GOOD before BAD"),
        (("1.0", "1.7"), "`grown==1.7` is not a release: there is no version of grown==1.7"),
        (("1.0", "1.1", "--python=3.1"), "uv finds no Python `3.1`"),
        (("1.0", "1.1", "--rule=peak"), "`peak`"),
        (
            ("1.0", "1.1", "--copy-dir=registry"),
            "`test_suite.py` is outside of `--copy-dir registry`",
        ),
        (("--git", "1.0", "1.1"), "`--git` takes two commits, GOOD before BAD"),
    ],
)
def test_wrong_usage_is_one_line(project, arguments, message, benchmem):
    release(project, "1.0", 1)
    release(project, "1.1", 1)
    run = benchmem("bisect", "grown", *arguments, "--suite=test_suite.py", "--rule=peak:10%")
    assert run.returncode == 2
    (line,) = run.stderr.splitlines()
    assert line.startswith("Error: ")
    assert message in line
