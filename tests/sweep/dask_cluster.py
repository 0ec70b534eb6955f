"""A real dask scheduler and real workers, on loopback."""

import os
import socket
import subprocess
import sys
import time
from importlib.metadata import version

import pytest

from benchmem_sweep.host.uv_binary import find_uv


class Cluster:
    """A scheduler and its workers, which keep their logs and temporary files in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.port = port
        self.scheduler = None
        self.workers = []

    def start_scheduler(self):
        self.scheduler = self._start("dask_scheduler", f"--port={self.port}")

    def start_worker(self, python=sys.executable):
        """Start a worker with more threads than it may use."""
        arguments = (self.address, "--no-nanny", "--nthreads=4")
        worker = self._start("dask_worker", *arguments, python=python)
        self.workers.append(worker)
        return worker

    def top_up(self, workers):
        """Start what was killed."""
        if self.scheduler is None or self.scheduler.poll() is not None:
            self.end()
            self.start_scheduler()
        self.workers = [each for each in self.workers if each.poll() is None]
        for _ in range(workers - len(self.workers)):
            self.start_worker()

    def end(self):
        for process in filter(None, [*self.workers, self.scheduler]):
            process.kill()
            process.wait()

    def _start(self, module, *arguments, python=sys.executable):
        command = [python, "-m", f"distributed.cli.{module}", "--no-dashboard", "--host=127.0.0.1"]
        places = {"TMPDIR": self.temporary, "DASK_TEMPORARY_DIRECTORY": self.folder}
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [*command, *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={**os.environ, **{name: str(path) for name, path in places.items()}},
            )


def install(python, *requirements):
    """Install something; of distributed, the version that is here."""
    here = f"distributed=={version('distributed')}"
    same = [here if each == "distributed" else each for each in requirements]
    command = [find_uv(), "--quiet", "pip", "install", "--python", str(python)]
    subprocess.run([*command, *same], check=True)


def until(is_true):
    for _ in range(3000):
        if is_true():
            return
        time.sleep(0.02)
    pytest.fail("it never came true")
