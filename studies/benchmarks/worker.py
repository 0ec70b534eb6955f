"""Time passes of one workload in this process, and print seconds per pass as JSON.

Runs in either environment: `measured` is whatever `pytest_benchmem` is installed there, and
`floor`, the bare tracker, takes turns with it in the same process.
"""

from __future__ import annotations

import importlib
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import memray
from memray._memray import compute_statistics

from pytest_benchmem import measure_memory


def noop() -> None:
    """Do nothing."""


def buffers() -> list[bytes]:
    """Hold 300,000 buffers at the same time."""
    return [bytes(600) for _ in range(300_000)]


def objects() -> list[dict[str, object]]:
    """Hold 100,000 small dicts."""
    return [{"a": i, "b": str(i)} for i in range(100_000)]


def pair(i: int) -> tuple[int, str]:
    """Make one object, in a function of its own."""
    return i, str(i)


def calls() -> list[tuple[int, str]]:
    """Call a Python function 100,000 times."""
    return [pair(i) for i in range(100_000)]


ACTIONS = {
    "noop": (noop, 20),
    "buffers": (buffers, 3),
    "objects": (objects, 1),
    "calls": (calls, 1),
}


def floor_pass(action, path: Path) -> None:
    """One pass with nothing but what memray needs."""
    destination = memray.FileDestination(
        path, overwrite=True, compress_on_exit=False, buffered=True
    )
    with memray.Tracker(destination=destination, trace_python_allocators=True):
        action()
    compute_statistics(str(path))


def sites(name: str) -> None:
    """Time passes of an action, and what finding its sites adds to one."""
    action, passes = ACTIONS[name]
    seconds = {"pass": [], "sites": []}
    measure_memory(action, repeats=1, warmup=0, sites=10)
    for _ in range(3):
        started = time.perf_counter()
        for _ in range(passes):
            measure_memory(action, repeats=1, warmup=0)
        between = time.perf_counter()
        for _ in range(passes):
            measure_memory(action, repeats=1, warmup=0, sites=10)
        plain, both = between - started, time.perf_counter() - between
        seconds["pass"].append(plain / passes)
        seconds["sites"].append((both - plain) / passes)
    print(json.dumps({name: statistics.median(each) for name, each in seconds.items()}))


def main(name: str, *imports: str) -> None:
    """Time the action of that name with those modules imported."""
    for module in imports:
        importlib.import_module(module)
    action, passes = ACTIONS[name]
    seconds = {"floor": [], "measured": []}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "floor.bin")
        floor_pass(action, path)
        measure_memory(action, repeats=1, warmup=0)
        for _ in range(3):
            started = time.perf_counter()
            for _ in range(passes):
                floor_pass(action, path)
            seconds["floor"].append((time.perf_counter() - started) / passes)
            started = time.perf_counter()
            measure_memory(action, repeats=passes, warmup=0)
            seconds["measured"].append((time.perf_counter() - started) / passes)
    print(json.dumps({name: statistics.median(each) for name, each in seconds.items()}))


if __name__ == "__main__":
    if sys.argv[1] == "sites":
        sites(sys.argv[2])
    else:
        main(*sys.argv[1:])
