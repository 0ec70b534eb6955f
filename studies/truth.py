"""How far the numbers can be trusted: what is measured beside what is known.

`hatch run bench:truth` prints the tables of `docs/trust.md`, and with `--write` it puts them
there. What the figures have to be, `test_truth.py` says.
"""

import json
import multiprocessing
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from benchmem_core import measure_memory
from benchmem_core.checks import Allocators
from studies.page_sections import print_or_write, section
from tests.core.conftest import run_code, script_environment
from tests.core.sized_workloads import (
    DECADES,
    WORKLOADS,
    fragmented_heap,
    measured,
    named,
    own_size,
    split,
)

PAGE = Path(__file__).parents[1] / "docs" / "trust.md"

Table = list[list[str]]

FRESH = """
    import json, sys
    if any(name.startswith("array") for name in sys.argv):
        import numpy
    from sized_workloads import measured
    print(json.dumps(measured(sys.argv[3:], sys.argv[1], warmup=int(sys.argv[2]))))
"""
BUFFER = 10_000_000


def in_fresh_process(
    names: list[str], allocators: Allocators = "python", *, warmup: int = 1
) -> dict[str, int]:
    """Measure workloads in a process that does nothing else, in this order."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        done = run_code(
            FRESH, allocators, str(warmup), *names, folder=folder, env=script_environment(folder)
        )
    peaks: dict[str, int] = json.loads(done.stdout)
    return peaks


def known_sizes() -> Table:
    """Every workload of known size beside its peak in a fresh process."""
    found = in_fresh_process([f"{name} {decade}" for decade in DECADES for name in WORKLOADS])
    rows = [["workload", "its size", "peak is off by"]]
    for name in WORKLOADS:
        for decade in DECADES:
            size, peak = own_size(name, decade), found[f"{name} {decade}"]
            rows.append([name, f"{size:,}", share(peak, size)])
    return rows


def heaps() -> Table:
    """The workloads of 10 MB on different heaps, with both allocators.

    Without a warmup run, which would make room in the heap for the pass.
    """
    names = [f"{name} {DECADES[-1]}" for name in WORKLOADS]
    modes: tuple[Allocators, ...] = ("python", "system")
    alone = {
        mode: {name: in_fresh_process([name], mode, warmup=0)[name] for name in names}
        for mode in modes
    }
    held = fragmented_heap()
    holes = {mode: measured(names, mode, warmup=0) for mode in modes}
    del held
    rows = [["kB", "cold", "with holes"]]
    for name in names:
        for mode in modes:
            peaks = [heap[mode][name] for heap in (alone, holes)]
            rows.append([f"{split(name)[0]}, `{mode}`", *map(kilobytes, peaks)])
    return rows


def elsewhere() -> Table:
    """A buffer of 10 MB that is not simply allocated by the function itself."""
    rows = [["10 MB that is", "peak, kB"]]
    for title, action in PLACES.items():
        result = measure_memory(action)
        rows.append([title, kilobytes(result.peak_bytes)])
    return rows


def in_threads() -> None:
    """Four threads, each with a quarter, all at the same time."""
    together = threading.Barrier(4)

    def hold() -> None:
        held = bytearray(BUFFER // 4)
        together.wait()
        del held

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def in_subprocess() -> None:
    subprocess.run([sys.executable, "-c", f"bytearray({BUFFER})"], check=True)


def in_pool() -> None:
    # Only a number comes back: what a worker returns is allocated here too.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        pool.apply(eval, (f"len(bytearray({BUFFER}))",))


def mapped() -> None:
    import mmap

    with mmap.mmap(-1, BUFFER) as pages:
        pages[0] = 1


def by_numpy() -> None:
    import numpy as np

    np.zeros(BUFFER, dtype="u1")


def one_after_the_other() -> None:
    for _ in range(10):
        bytearray(BUFFER)


_BEFORE = bytearray(BUFFER)

PLACES: Mapping[str, Callable[[], object]] = {
    "allocated": partial(bytearray, BUFFER),
    "allocated and freed, ten times": one_after_the_other,
    "an array of numpy's, never touched": by_numpy,
    "mapped with `mmap`": mapped,
    "of four threads, together": in_threads,
    "of a child process": in_subprocess,
    "of a worker of `multiprocessing`": in_pool,
    "there already": lambda: len(_BEFORE),
}


def spreads() -> Table:
    """How much ten passes of one measurement differ."""
    rows = [["kB", "lowest", "highest"]]
    for title, action in VARYING.items():
        peaks = measure_memory(action, 10).series("peak_bytes")
        rows.append([title, kilobytes(min(peaks)), kilobytes(max(peaks))])
    return rows


def random_sizes() -> None:
    bytearray(random.randrange(BUFFER // 2, BUFFER))


def racing_threads() -> None:
    """Four threads, which overlap as they happen to."""

    def work() -> None:
        for _ in range(20):
            held = bytearray(BUFFER // 10)
            held[:] = bytes(BUFFER // 10)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


VARYING: Mapping[str, Callable[[], object]] = {
    "the same every time": named("dicts", 10),
    "json": lambda: json.loads(json.dumps(list(range(10_000)))),
    "threads that race": racing_threads,
    "random sizes": random_sizes,
}


def kilobytes(size: int) -> str:
    """Write bytes as thousands of them."""
    return f"{size / 1000:,.1f}" if size < 10_000 else f"{size / 1000:,.0f}"


def share(peak: int, size: int) -> str:
    """By how much a peak differs from the size."""
    return f"{100 * (peak - size) / size:+.2f} %"


STUDIES: Mapping[str, Callable[[], Table]] = {
    "sizes": known_sizes,
    "heaps": heaps,
    "elsewhere": elsewhere,
    "spreads": spreads,
}


def markdown(table: Table) -> str:
    """Write a table: its first row is the heading, and a first cell is text."""
    heading, *rows = table
    lines = [heading, ["---"] + ["--:"] * (len(heading) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def table_of(page: str, name: str) -> Table:
    """Read a table from the page."""
    heading, _, *rows = section(page, name).splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in (heading, *rows)]


def main() -> None:
    """Print the tables, or write them into the page."""
    print_or_write(PAGE, {name: markdown(study()) for name, study in STUDIES.items()})


if __name__ == "__main__":
    main()
