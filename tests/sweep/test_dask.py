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
