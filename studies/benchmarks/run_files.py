"""Run files of any size, made by hand."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_run(path: Path, benchmarks: int, rounds: int, seed: int) -> Path:
    """Write a run file as pytest-benchmark does, raw timings and all.

    Args:
        path: The file; its folder is made.
        benchmarks: How many there are.
        rounds: Raw timings of each.
        seed: Makes the numbers.
    """
    numbers = random.Random(seed)
    entries = []
    for n in range(benchmarks):
        data = sorted(1e-5 * (1 + n % 50) * (1 + numbers.random()) for _ in range(rounds))
        quarter, half = data[rounds // 4], data[rounds // 2]
        peak = 1000 * (n + 1) + seed
        stats = {
            "min": data[0],
            "max": data[-1],
            "mean": sum(data) / rounds,
            "stddev": (data[-1] - data[0]) / 4,
            "rounds": rounds,
            "median": half,
            "iqr": data[3 * rounds // 4] - quarter,
            "q1": quarter,
            "q3": data[3 * rounds // 4],
            "iqr_outliers": 0,
            "stddev_outliers": 0,
            "outliers": "0;0",
            "ld15iqr": data[0],
            "hd15iqr": data[-1],
            "ops": rounds / sum(data),
            "total": sum(data),
            "data": data,
            "iterations": 1,
        }
        blob = {"peak_bytes": [peak] * 2, "allocations": [n + 1] * 2, "total_bytes": [peak] * 2}
        entries.append(
            {
                "group": None,
                "name": f"test_f{n % 100}[{n}]",
                "fullname": f"tests/test_m{n % 20}.py::test_f{n % 100}[{n}]",
                "params": {"n": n},
                "param": str(n),
                "extra_info": {"benchmem": blob},
                "options": {"disable_gc": False, "timer": "perf_counter", "warmup": False},
                "stats": stats,
            }
        )
    document = {
        "machine_info": {"node": "here", "python_version": "3.11", "cpu": {}},
        "commit_info": {"id": "none", "time": None},
        "benchmarks": entries,
        "datetime": f"2026-01-01T00:{seed // 60 % 60:02}:{seed % 60:02}+00:00",
        "version": "5.3.1",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
