"""Time sweeps over versions of click against the yardstick, and over dask workers.

`hatch run bench:sweeping [--rounds N] [--only NAME]... [--json FILE]`

The yardstick is the `benchmem sweep` of pytest-benchmem 0.5.5 from the registry, in an environment
of its own; ours is installed from wheels. A and B take turns, round by round, in one run, on caches
of uv that a sweep of each has warmed; each figure is the median over the rounds, each ratio the
median of the rounds' ratios. A sweep that lacks a run file ends the benchmark.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from harness import Comparison, Figure, Round, environment, run, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from environments import Environments

SUITE = Path(__file__).with_name("click_suite.py")
VERSIONS = ("8.0.4", "8.1.8", "8.2.1", "8.3.0")
MORE_VERSIONS = (*VERSIONS, "8.1.3", "8.1.6", "8.1.7", "8.2.0")
QUICK = "--pytest-arg=--benchmark-max-time=0.05"


def versions(environments: Environments) -> Figure:
    """Four versions, with times and memory."""
    pythons = {"ours": environments.sweep_ours, "yardstick": environments.yardstick}

    def one_round() -> Round:
        return {
            name: _sweep(environments, python, VERSIONS, "--memory", QUICK)
            for name, python in pythons.items()
        }

    one_round()
    title = f"sweep of {len(VERSIONS)} versions / yardstick's"
    return Figure(one_round, (_ratio(title, "ours", "yardstick", "0.60"),))


def resumed(environments: Environments) -> Figure:
    """The same with nothing to do."""
    python = environments.sweep_ours
    _sweep(environments, python, VERSIONS, "--memory", QUICK)

    def one_round() -> Round:
        options = ("--memory", QUICK, "--resume")
        return {"ours": _sweep(environments, python, VERSIONS, *options, keep=True), "bar": 2.0}

    return Figure(one_round, (_ratio("resumed with nothing to do / bar", "ours", "bar", "1.00"),))


def dask(environments: Environments) -> Figure:
    """Memory of eight versions on two dask workers, beside one."""
    python = environments.sweep_ours

    def one_round() -> Round:
        taken = {}
        for count in (2, 1):
            with _cluster(environments, python, count) as address:
                options = ("--memory-only", f"--dask={address}")
                taken[str(count)] = _sweep(environments, python, MORE_VERSIONS, *options)
        return taken

    title = f"sweep of {len(MORE_VERSIONS)} versions: two dask workers / one"
    return Figure(one_round, (_ratio(title, "2", "1", "0.65"),))


def _sweep(
    environments: Environments,
    python: str,
    versions: tuple[str, ...],
    *options: str,
    keep: bool = False,
) -> float:
    """Sweep, and return how long it took."""
    folder = environments.folder / "sweep" / Path(python).parents[1].name
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "suite").mkdir(parents=True)
        shutil.copy(SUITE, folder / "suite" / "test_click.py")
    command = [str(Path(python).with_name("benchmem")), "sweep", "click", *versions]
    taken = seconds(*command, "--suite", "suite", "--out", "out", *options, cwd=folder)
    found = {path.stem for path in (folder / "out").glob("*.json")}
    if found != set(versions):
        raise SystemExit(f"run files of {sorted(found)}, and not of {sorted(versions)}")
    return taken


@contextmanager
def _cluster(environments: Environments, python: str, workers: int) -> Iterator[str]:
    """The address of a scheduler with so many workers, which are there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as started:

        def start(module: str, *arguments: str) -> None:
            command = [python, "-m", f"distributed.cli.{module}", "--no-dashboard", *arguments]
            process = subprocess.Popen(
                [*command, "--host", "127.0.0.1"],
                cwd=environments.folder,
                env=environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            started.callback(process.wait)
            started.callback(process.kill)

        start("dask_scheduler", "--port", str(port))
        for _ in range(workers):
            start("dask_worker", address, "--no-nanny", "--nthreads", "1")
        code = "import sys; from distributed import Client; "
        code += "Client(sys.argv[1], timeout=60).wait_for_workers(int(sys.argv[2]))"
        subprocess.run([python, "-c", code, address, str(workers)], check=True, timeout=90)
        time.sleep(0.5)
        yield address


def _ratio(title: str, a: str, b: str, bar: str) -> Comparison:
    return Comparison(title, lambda one: one[a], lambda one: one[b], bar, " s", 1)


FIGURES = {"versions": versions, "resumed": resumed, "dask": dask}

if __name__ == "__main__":
    run(__doc__.split("\n", 1)[0], FIGURES, rounds=5)
