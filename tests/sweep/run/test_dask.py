"""Sweeps on a real dask scheduler and two real workers, as real commands."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.sweep import needs
from tests.sweep.dask_cluster import Cluster, install, until

pytestmark = [needs.dask, pytest.mark.slow]

VERSIONS = ("24.0", "24.1", "24.2")
# Where tests run in the background, an interrupt may be ignored.
BENCHMEM = """
import signal

from benchmem_core.cli.main import main

signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""
SUITE = """
import os
import time
from pathlib import Path

import packaging.version
import pytest

NOTES = Path({notes!r})


@pytest.fixture(autouse=True, scope="session")
def noted():
    # Each cell says that it is there, and goes on when it may.
    (NOTES / f"{{os.getpid()}}").touch()
    while (NOTES / "wait").exists():
        time.sleep(0.02)


@pytest.mark.parametrize("n", [10, 1000])
def test_parse(benchmark, n):
    benchmark(lambda: [packaging.version.Version(f"1.{{i}}") for i in range(n)])
"""


@pytest.fixture(scope="module")
def python(installed_python):
    """An interpreter with all that it takes, in which a sweep builds nothing of its own harness."""
    install(installed_python, "distributed")
    return installed_python


@pytest.fixture
def start(python):
    """Start a sweep of packaging."""

    def start(*arguments, versions=VERSIONS):
        command = [python, "-c", BENCHMEM, "sweep", "packaging", *versions]
        return subprocess.Popen(
            [*command, "--suite=test_suite.py", "--memory-only", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture(scope="module")
def shared_cluster(tmp_path_factory):
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.end()


@pytest.fixture
def cluster(shared_cluster):
    """A scheduler and two workers; a job that leaves something behind fails the test."""
    shared_cluster.top_up(workers=2)
    yield shared_cluster
    until(lambda: not list(shared_cluster.temporary.glob("pytest-benchmem-*")))


@pytest.fixture
def notes(tmp_path, temporary, monkeypatch):
    """A folder with a file for each cell that has begun; while `wait` is there, none ends."""
    project, notes = tmp_path / "project", tmp_path / "notes"
    project.mkdir()
    notes.mkdir()
    monkeypatch.chdir(project)
    Path("test_suite.py").write_text(SUITE.format(notes=str(notes)))
    yield notes
    (notes / "wait").unlink(missing_ok=True)


def ended(process, status=0):
    """Wait for a command; what it said on standard error, in which there is no noise."""
    _, errors = process.communicate(timeout=250)
    assert process.returncode == status, errors
    for noise in ("Traceback", "distributed.", "Warning", "tornado", "asyncio"):
        assert noise not in errors
    return errors


def results(folder):
    """What run files say, but for when and where."""
    found = {}
    for path in sorted(Path(folder).glob("*.json")):
        document = json.loads(path.read_text())
        del document["machine_info"], document["datetime"]
        found[path.name] = document
    return found


def test_results_are_those_of_this_machine(start, cluster, notes):
    ended(start("--out=.benchmarks/there", f"--dask={cluster.address}"))
    ended(start("--out=.benchmarks/here", "--jobs=2"))
    assert list(results(".benchmarks/there")) == [f"{version}.json" for version in VERSIONS]
    assert results(".benchmarks/there") == results(".benchmarks/here")
    there, here = (
        {path.name for path in Path(".benchmarks", out, "logs").iterdir()}
        for out in ("there", "here")
    )
    assert there == here
    resumed = ended(start("--out=.benchmarks/there", f"--dask={cluster.address}", "--resume"))
    assert resumed.count("done before") == len(VERSIONS)


def test_a_worker_has_one_cell_at_a_time_and_when_it_is_lost_another_one_has_it(
    start, cluster, notes
):
    (notes / "wait").touch()
    process = start("--out=.benchmarks/there", f"--dask={cluster.address}")
    until(lambda: len(list(notes.iterdir())) == 3)
    # Two workers with four threads each have two cells; the third one does not come.
    time.sleep(2)
    assert len(list(notes.iterdir())) == 3
    cluster.workers[0].send_signal(signal.SIGKILL)
    (notes / "wait").unlink()
    ended(process)
    assert list(results(".benchmarks/there")) == [f"{version}.json" for version in VERSIONS]
    # One was begun twice.
    assert len(list(notes.iterdir())) == len(VERSIONS) + 1


def test_an_interrupt_ends_what_workers_do_too(start, cluster, notes):
    (notes / "wait").touch()
    process = start("--out=.benchmarks/there", f"--dask={cluster.address}")
    until(lambda: len(list(notes.iterdir())) == 3)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode != 0
    assert "Traceback" not in errors
    assert "distributed." not in errors
    # They still wait for the file to go, and are ended.
    until(lambda: not list(cluster.temporary.glob("pytest-benchmem-*")))
    assert (notes / "wait").exists()
    (notes / "wait").unlink()
    ended(
        start(
            "--out=.benchmarks/there",
            f"--dask={cluster.address}",
            "--resume",
            versions=VERSIONS[:1],
        )
    )


def test_a_scheduler_that_dies_is_an_error_and_what_was_done_is_kept(start, cluster, notes):
    ended(start("--out=.benchmarks/there", f"--dask={cluster.address}", versions=VERSIONS[:1]))
    (notes / "wait").touch()
    process = start("--out=.benchmarks/there", f"--dask={cluster.address}", "--resume")
    until(lambda: len(list(notes.iterdir())) == 4)
    cluster.scheduler.send_signal(signal.SIGKILL)
    errors = ended(process, status=1)
    assert errors.count(f"the dask scheduler at `{cluster.address}` is gone") >= 2
    assert list(results(".benchmarks/there")) == ["24.0.json"]
    until(lambda: not list(cluster.temporary.glob("pytest-benchmem-*")))
