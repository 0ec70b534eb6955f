"""Time reading a store of 10,000 run files by two workers against reading it by oneself.

`hatch run bench:stores [--rounds N] [--only NAME]... [--json FILE]`

A and B take turns, round by round, in one process that has everything imported and whose workers
have read a few files; each figure is the median over the rounds, each ratio the median of the
rounds' ratios. The workers are processes of this machine: of two cores, the half is what is left
at best. The frames are compared: another one ends the benchmark.
"""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from harness import Comparison, Figure, Round, run
from run_files import write_run

from benchmem_io import load_long_df

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    import pandas as pd
    from environments import Environments

FILES = 10_000
BENCHMARKS = 20
ROUNDS = 20


def processes(environments: Environments) -> Figure:
    """Two processes."""
    return _figure(environments, "two processes", ProcessPoolExecutor(2))


def dask(environments: Environments) -> Figure:
    """Two dask workers, with a scheduler of their own."""
    from distributed import Client, LocalCluster

    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0")
    return _figure(environments, "two dask workers", Client(cluster).get_executor())


def _figure(environments: Environments, title: str, executor: Executor) -> Figure:
    folder = environments.folder / "store"
    files = [folder / f"{seed:05}_run.json" for seed in range(FILES)]
    for seed, file in enumerate(files):
        if not file.exists():
            write_run(file, BENCHMARKS, ROUNDS, seed)
    # Everything is imported, here and there.
    load_long_df(files[:200])
    load_long_df(files[:200], executor=executor)

    def one_round() -> Round:
        here, ours = _timed(lambda: load_long_df(files, metric="peak")[0])
        there, theirs = _timed(lambda: load_long_df(files, metric="peak", executor=executor)[0])
        if not ours.equals(theirs):
            raise SystemExit(f"{title}: it is another frame")
        return {"here": here, "there": there}

    text = f"load_long_df of {FILES:,} files: {title} / none"
    return Figure(
        one_round,
        (Comparison(text, lambda one: one["there"], lambda one: one["here"], "-", " s", 1),),
    )


def _timed(action: Callable[[], pd.DataFrame]) -> tuple[float, pd.DataFrame]:
    started = time.perf_counter()
    frame = action()
    return time.perf_counter() - started, frame


FIGURES = {"processes": processes, "dask": dask}

if __name__ == "__main__":
    run(__doc__.split("\n", 1)[0], FIGURES, rounds=5)
