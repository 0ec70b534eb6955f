"""Schedulers that are not there, and workers that cannot do jobs: one line each."""

import os
import subprocess
import sys

import pytest

from benchmem_sweep.cell.environment import find_python
from benchmem_sweep.errors import SweepError
from benchmem_sweep.host.uv_binary import find_uv
from benchmem_sweep.run.dask_executor import DaskExecutor
from tests.sweep import needs, sweeping
from tests.sweep.dask_cluster import Cluster, install, until
from tests.sweep.releases_folder import write_wheel

pytestmark = [needs.dask, pytest.mark.slow]


def test_a_scheduler_without_a_worker_that_can_is_one_line(tmp_path):
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder)
    try:
        cluster.start_scheduler()
        (tmp_path / "test_suite.py").touch()
        command = ["packaging", "24.2", "--suite=test_suite.py", f"--dask={cluster.address}"]
        run = sweeping.sweep(tmp_path, *command)
        assert run.returncode == 2
        assert run.stderr == f"Error: {refused(cluster.address)}\n"
        assert f"has no worker: start one with `dask worker {cluster.address}`" in run.stderr

        bare = python_with_distributed(tmp_path / "bare")
        worker = cluster.start_worker(bare)
        until(lambda: "has no benchmem-sweep: install 0." in refused(cluster.address))
        worker.kill()
        write_wheel(tmp_path / "wheels", "0.0.1", "", name="benchmem_sweep")
        install(bare, "--find-links", str(tmp_path / "wheels"), "benchmem-sweep==0.0.1")
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


def test_a_worker_of_another_python_is_one_line(tmp_path):
    other = "3.12" if sys.version_info[:2] == (3, 11) else "3.11"
    found = subprocess.run(
        [find_uv(), "python", "find", "--no-python-downloads", other],
        check=False,
        capture_output=True,
        text=True,
    )
    if found.returncode:
        pytest.skip(f"needs Python {other}")
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder)
    try:
        cluster.start_scheduler()
        cluster.start_worker(python_with_distributed(tmp_path / "other", found.stdout.strip()))
        until(lambda: f"runs Python {other}." in refused(cluster.address))
        here = "{}.{}".format(*sys.version_info)
        assert refused(cluster.address).endswith(f": start it with {here}")
    finally:
        cluster.end()


def refused(address, timeout=0.5):
    """What it says when it cannot do jobs."""
    with pytest.raises(SweepError) as caught:
        DaskExecutor(address, timeout=timeout)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def python_with_distributed(folder, like=sys.executable):
    """An interpreter that has nothing of ours."""
    subprocess.run([find_uv(), "--quiet", "venv", "--python", like, folder], check=True)
    python = str(find_python(folder))
    install(python, "distributed")
    return python


def test_a_scheduler_that_is_not_there_is_one_line():
    said = refused("tcp://127.0.0.1:9")
    assert said.startswith("no dask scheduler answers at `tcp://127.0.0.1:9` (")


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "", "tcp://127.0.0.1:x", "gopher://h:1"])
def test_what_is_no_address_is_one_line(address):
    assert refused(address).startswith(f"`{address}` is not the address of a dask scheduler: ")
