"""Run files as pytest-benchmark writes them, made by hand."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

NO_TIME = object()
"""For an entry that was not timed."""


def entry(
    fullname: str,
    *,
    time: Any = 1e-3,
    peak: Any = (1000, 1000),
    allocators: str | None = "python",
    params: Mapping[str, Any] | None = None,
    extra_info: Mapping[str, Any] | None = None,
    group: str | None = None,
    blob: Any = None,
    **stats: Any,
) -> dict[str, Any]:
    """One benchmark.

    Args:
        fullname: Its node id.
        time: The shortest round in seconds, from which the other statistics follow.
        peak: The series of peaks; `None` where memory was not measured.
        allocators: The recorded mode; `None` leaves the meta out, as old versions did.
        params: Parameters.
        extra_info: What the test recorded.
        group: The group.
        blob: A blob in place of one that follows from `peak`.
        **stats: Statistics in place of those that follow from `time`.
    """
    info: dict[str, Any] = dict(extra_info or {})
    if blob is not None:
        info["benchmem"] = blob
    elif peak is not None:
        info["benchmem"] = series(peak)
    if allocators is not None and "benchmem" in info:
        info["benchmem_meta"] = {"schema": 1, "allocators": allocators}
    made: dict[str, Any] = {
        "fullname": fullname,
        "name": fullname.partition("::")[2],
        "group": group,
        "params": params,
        "param": None,
        "extra_info": info,
        "options": {"timer": "perf_counter"},
    }
    if time is not NO_TIME:
        made["stats"] = {**times(time), **stats}
    return made


def series(peak: Sequence[int]) -> dict[str, list[int]]:
    """A blob with a series of peaks, of one allocation each."""
    return {
        "peak_bytes": list(peak),
        "allocations": [1] * len(peak),
        "total_bytes": [2 * each for each in peak],
    }


def times(shortest: float) -> dict[str, Any]:
    """The statistics of five rounds, the shortest given."""
    return {
        "min": shortest,
        "max": shortest * 2,
        "mean": shortest * 1.4,
        "median": shortest * 1.25,
        "stddev": shortest / 8,
        "iqr": shortest / 4,
        "q1": shortest * 1.1,
        "q3": shortest * 1.35,
        "ops": 1 / (shortest * 1.4) if shortest else 0,
        "total": shortest * 7,
        "rounds": 5,
        "iterations": 1,
        "outliers": "1;0",
        "data": [shortest, shortest * 1.1, shortest * 1.25, shortest * 1.35, shortest * 2],
    }


def write_run(path: Path, entries: Iterable[Any], **top_level: Any) -> Path:
    """Write a run file, folders included, and return its path."""
    document = {
        "machine_info": {
            "node": "here",
            "system": "Linux",
            "python_implementation": "CPython",
            "python_version": "3.11.7",
        },
        # Each file is a run of its own, which two with the same numbers would else not be.
        "commit_info": {
            "id": "0123456789abcdef",
            "branch": "main",
            "dirty": False,
            "project": str(path),
        },
        "benchmarks": list(entries),
        "datetime": "2026-11-01T10:00:00+00:00",
        "version": "5.3.1",
        **top_level,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
