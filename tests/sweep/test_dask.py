"""Sweeps on a real dask scheduler and two real workers, as real commands."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import needs
import pytest
from dask_cluster import Cluster
from releases_folder import write_wheel

from benchmem_sweep.dask_executor import DaskExecutor
from benchmem_sweep.environment import python_in
from benchmem_sweep.errors import SweepError
from benchmem_sweep.uv_binary import find_uv

pytestmark = needs.dask

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
    install(installed_python, f"distributed=={distributed_version()}")
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
    _, errors = process.communicate(timeout=100)
    assert process.returncode == status, errors
    for noise in ("Traceback", "distributed.", "Warning", "tornado", "asyncio"):
        assert noise not in errors
    return errors


def until(is_true):
    for _ in range(3000):
        if is_true():
            return
        time.sleep(0.02)
    pytest.fail("it never came true")


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
    there, here = ({path.name for path in Path(".benchmarks", out, "logs").iterdir()} for out in ("there", "here"))
    assert there == here
    resumed = ended(start("--out=.benchmarks/there", f"--dask={cluster.address}", "--resume"))
    assert resumed.count("done before") == len(VERSIONS)


def test_a_worker_has_one_cell_at_a_time_and_when_it_is_lost_another_one_has_it(start, cluster, notes):
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
    ended(start("--out=.benchmarks/there", f"--dask={cluster.address}", "--resume", versions=VERSIONS[:1]))


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


def test_a_scheduler_without_a_worker_that_can_is_one_line(start, tmp_path, notes):
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder)
    try:
        cluster.start_scheduler()
        (line,) = ended(start(f"--dask={cluster.address}"), status=2).splitlines()
        assert line == f"Error: {refused(cluster.address)}"
        assert f"has no worker: start one with `dask worker {cluster.address}`" in line

        bare = python_with_distributed(tmp_path / "bare")
        worker = cluster.start_worker(bare)
        until(lambda: "has no benchmem-sweep: install 0." in refused(cluster.address))
        worker.kill()
        write_wheel(tmp_path / "wheels", "0.0.1", "", name="benchmem_sweep")
        install(bare, "--find-links", tmp_path / "wheels", "benchmem-sweep==0.0.1")
        cluster.start_worker(bare)
        until(lambda: "has benchmem-sweep 0.0.1, and this is 0." in refused(cluster.address))

        # One that can is enough.
        worker = cluster.start_worker()
        with DaskExecutor(cluster.address, timeout=60) as executor:
            assert executor.submit(os.getpid).result() == worker.pid
            with pytest.raises(ValueError, match="invalid literal"):
                executor.submit(int, "x").result()
    finally:
        cluster.end()


def refused(address, timeout=0.5):
    """What it says when it cannot do jobs."""
    with pytest.raises(SweepError) as caught:
        DaskExecutor(address, timeout=timeout)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def distributed_version():
    from distributed import __version__

    return __version__


def python_with_distributed(folder):
    """An interpreter that has nothing of ours."""
    subprocess.run([find_uv(), "--quiet", "venv", "--python", sys.executable, folder], check=True)
    python = str(python_in(folder))
    install(python, f"distributed=={distributed_version()}")
    return python


def install(python, *arguments):
    command = [find_uv(), "--quiet", "pip", "install", "--python", python]
    subprocess.run([*command, *arguments], check=True)


def test_a_scheduler_that_is_not_there_is_one_line():
    said = refused("tcp://127.0.0.1:9")
    assert said.startswith("no dask scheduler answers at `tcp://127.0.0.1:9` (")


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "", "tcp://127.0.0.1:x", "gopher://h:1"])
def test_what_is_no_address_is_one_line(address):
    assert refused(address).startswith(f"`{address}` is no address of a dask scheduler: ")
