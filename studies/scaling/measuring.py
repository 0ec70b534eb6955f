"""Measure the corpus: what each function costs at each size, into a file that tests judge.

`python -m studies.scaling.measuring` measures everything again, which takes a quarter of an
hour, or only the functions that are named. A function is measured until a size costs more than a
second or 64 MiB.
"""

import gzip
import json
import platform
import sys
from pathlib import Path
from time import perf_counter

from benchmem_core import measure_memory

from . import algorithms, containers, fast_growth, slow_growth
from .cases import METRICS, Case

CASES = (*slow_growth.CASES, *containers.CASES, *algorithms.CASES, *fast_growth.CASES)
FILE = Path(__file__).with_name("costs.json.gz")

Costs = dict[int, list[int]]

_LONGEST, _HIGHEST = 1.0, 64 << 20


def measure(case: Case, n: int) -> list[int]:
    """Measure one size: a number for each metric."""
    given = case.given(n)
    result = measure_memory(lambda: case.run(given), 1, warmup=0)
    return [result.peak_bytes, result.total_bytes, result.allocations]


def costs_of(case: Case) -> Costs:
    """Measure the sizes of a case, up to where it gets slow."""
    costs: Costs = {}
    measure(case, case.sizes[0])  # what is made once, on first use
    for n in case.sizes:
        start = perf_counter()
        costs[n] = measure(case, n)
        if perf_counter() - start > _LONGEST or costs[n][0] > _HIGHEST:
            break
    return costs


def recorded() -> dict[str, Costs]:
    """What was measured: the costs of each case by size."""
    of_cases = json.loads(gzip.decompress(FILE.read_bytes()))["costs"]
    return {name: {int(n): row for n, row in rows.items()} for name, rows in of_cases.items()}


def main() -> None:
    """Measure all cases, or those that are named, and write the file."""
    named = set(sys.argv[1:])
    costs = recorded() if named else {}
    for case in (each for each in CASES if not named or each.name in named):
        start = perf_counter()
        costs[case.name] = costs_of(case)
        took = perf_counter() - start
        print(f"{case.name}: {len(costs[case.name])} sizes, {took:.0f} s", file=sys.stderr)
    material = {
        "python": platform.python_version(),
        "metrics": METRICS,
        "costs": {each.name: costs[each.name] for each in CASES},
    }
    # Without a time, so that the same costs are the same file.
    FILE.write_bytes(gzip.compress(json.dumps(material, separators=(",", ":")).encode(), mtime=0))


if __name__ == "__main__":
    main()
