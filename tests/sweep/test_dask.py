"""Sweeps on a real dask scheduler and two real workers, as real commands."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import needs
import pytest

from benchmem_sweep.errors import SweepError

pytestmark = needs.dask

SUITE = """
import time
from pathlib import Path

import packaging.version
import pytest

HERE = Path({here!r})


@pytest.mark.parametrize("n", [10, 1000])
def test_parse(benchmark, n):
    benchmark(lambda: [packaging.version.Version(f"1.{{i}}") for i in range(n)])


@pytest.fixture(autouse=True, scope="session")
def noted():
    # Who is at it, from when until when.
    note = HERE / str(time.time_ns())
    note.write_text(packaging.__version__)
    while (HERE / "wait").exists():
        time.sleep(0.02)
    yield
    note.rename(f"{{note}}-{{time.time_ns()}}")
"""
VERSIONS = ("23.2", "24.0", "24.1", "24.2")


class Cluster:
    """A scheduler and workers on loopback, with logs in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"

    def start(self, module, *arguments, **env):
        log = (self.folder / f"{module}-{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *arguments],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            env={**os.environ, "DASK_TEMPORARY_DIRECTORY": str(self.folder), **env},
        )
        log.close()
        self.processes.append(process)
        return process

    def start_scheduler(self):
        return self.start("dask_scheduler", "--host=127.0.0.1", f"--port={self.port}")

    def start_worker(self, **env):
        arguments = ("--no-nanny", "--nthreads=4", "--host=127.0.0.1")
        return self.start("dask_worker", self.address, *arguments, **env)

    def end(self):
        for process in self.processes:
            process.kill()
            process.wait()


@contextmanager
def cluster_in(folder, *, workers):
    cluster = Cluster(folder)
    try:
        cluster.start_scheduler()
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        cluster.end()


@pytest.fixture
def cluster(tmp_path, temporary):
    """A scheduler and two workers; what their jobs leave behind fails the test."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    with cluster_in(folder, workers=2) as cluster:
        yield cluster


@pytest.fixture
def project(tmp_path, monkeypatch):
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (tmp_path / "notes").mkdir()
    Path("test_suite.py").write_text(SUITE.format(here=str(tmp_path / "notes")))
    return folder


@pytest.fixture
def notes(tmp_path, project):
    return tmp_path / "notes"


def start(*arguments):
    command = [str(Path(sys.executable).with_name("benchmem")), "sweep", "packaging", *VERSIONS]
    env = {name: value for name, value in os.environ.items() if name[:7] != "PYTEST_"}
    return subprocess.Popen(
        [*command, "--suite=test_suite.py", "--memory-only", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    )


def ended(process, status=0, timeout=100):
    """Wait for a command; what it said on standard error, in which there is no noise."""
    _, errors = process.communicate(timeout=timeout)
    assert process.returncode == status, errors
    for noise in ("Traceback", "distributed", "Warning", "tornado", "asyncio"):
        assert noise not in errors
    return errors


def until(is_true):
    for _ in range(2000):
        if is_true():
            return
        time.sleep(0.02)
    pytest.fail("it never came true")


def spans(notes):
    return sorted(tuple(map(int, note.name.split("-"))) for note in notes.glob("*-*"))


def most_at_a_time(spans):
    return max(sum(a <= begin < b for a, b in spans) for begin, _ in spans)


def results(folder):
    """What run files say, but for when and where."""
    found = {}
    for path in sorted(Path(folder).glob("*.json")):
        document = json.loads(path.read_text())
        for key in ("machine_info", "datetime"):
            document.pop(key)
        found[path.name] = document
    return found


def test_results_are_those_of_this_machine(project, cluster, notes):
    ended(start("--out=there", f"--dask={cluster.address}"))
    # Two workers with four threads each have a cell each.
    assert len(spans(notes)) == len(VERSIONS)
    assert most_at_a_time(spans(notes)) == 2
    ended(start("--out=here", "--jobs=2"))
    assert list(results("there")) == [f"{version}.json" for version in VERSIONS]
    assert results("there") == results("here")
    logs = [{path.name for path in Path(out, "logs").iterdir()} for out in ("there", "here")]
    assert logs[0] == logs[1]
    resumed = start("--out=there", f"--dask={cluster.address}", "--resume")
    assert ended(resumed).count("done before") == len(VERSIONS)


def test_the_cell_of_a_lost_worker_is_made_again_on_another(project, cluster, notes):
    (notes / "wait").touch()
    process = start("--out=there", f"--dask={cluster.address}")
    until(lambda: len(list(notes.iterdir())) == 3)
    cluster.processes[1].send_signal(signal.SIGKILL)
    (notes / "wait").unlink()
    ended(process)
    assert len(results("there")) == len(VERSIONS)
