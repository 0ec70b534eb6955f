"""Suites to draw: several functions over sizes and kinds, run once or again and again."""

import itertools
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.io.run_files import entry, write_run

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
KINDS = ("list", "dict", "ndarray", "DataFrame")
FUNCTIONS = ("sort", "merge", "group_by_sum", "read_csv", "to_parquet", "rolling_mean_of_columns")
MIB = 1 << 20

HOSTILE = (
    "<script>alert(1)</script>",
    "<b>bold",
    "&lt;",
    "%{x}",
    "$x^2$",
    "<br>",
    "<a href='https://example.org/'>y</a>",
)
"""Texts that a careless page would take for more than texts."""


def cases(count: int) -> list[tuple[str, dict[str, Any]]]:
    """So many benchmarks: their ids and their parameters, of `n` and from 50 on `kind`."""
    if count <= len(SIZES):
        return [(f"tests/test_engine.py::test_sort[{n}]", {"n": n}) for n in SIZES[:count]]
    found: list[tuple[str, dict[str, Any]]] = []
    for number in range(-(-count // (len(KINDS) * len(SIZES)))):
        name = FUNCTIONS[number % len(FUNCTIONS)]
        group = number // len(FUNCTIONS)
        path = f"tests/test_{'engine' if group % 2 else 'frames'}.py::TestSuite{group}::test_{name}"
        for kind, n in itertools.product(KINDS, SIZES):
            found.append((f"{path}[{kind}-{n}]", {"kind": kind, "n": n}))
    return found[:count]


def entries(count: int, *, run: int = 0, growth: float = 1.0) -> list[dict[str, Any]]:
    """The benchmarks of one run.

    Args:
        count: How many.
        run: Which run it is: of later ones some benchmarks shrank, and more grew.
        growth: By which factor all of them grew.
    """
    found = []
    for index, (fullname, params) in enumerate(cases(count)):
        source = random.Random(index)
        size = params["n"] ** source.choice([0.9, 1.0, 1.0, 1.1]) * source.uniform(40, 400)
        factor = growth
        for later in range(1, run + 1):
            source = random.Random(f"{index} {later}")
            moved = source.random() < 0.2
            factor *= source.choice([0.7, 0.9, 1.1, 1.3, 2.0]) if moved else 1.0
        peak = int(size * factor)
        passes = [peak, peak + int(peak * source.uniform(0, 0.02)), peak]
        time = size * factor * 1e-9
        found.append(entry(fullname, params=params, peak=passes, time=time))
    return found


def write_runs(folder: Path, count: int, runs: int) -> list[Path]:
    """Write several runs of a suite, one a day."""
    return [
        write_run(
            folder / f"run{run}.json",
            entries(count, run=run),
            datetime=f"2026-11-{run + 1:02}T10:00:00+00:00",
        )
        for run in range(runs)
    ]


def peaks(
    values: Mapping[str, int | Sequence[int]], params: Mapping[str, Mapping[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """Benchmarks with these peaks, or series of peaks, in bytes, by id."""
    return [
        entry(
            id_,
            peak=[value] * 2 if isinstance(value, int) else value,
            params=(params or {}).get(id_),
        )
        for id_, value in values.items()
    ]
