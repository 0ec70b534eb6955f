"""Saved runs, made by hand: a session that is compared with one needs no session before it."""

from tests.io.run_files import entry, write_run

GATE = ("--benchmark-memory", "--benchmark-memory-compare=base.json")


def rules(*texts):
    """The flags of a gate by these rules."""
    return (*GATE, *(f"--benchmark-memory-compare-fail={text}" for text in texts))


def save_baseline(pytester, *ids, **series):
    """Save a run in which each of these tests took two passes; of 1,000 bytes, unless said."""
    blob = {
        "peak_bytes": series.get("peak", [1000, 1000]),
        "allocations": series.get("allocations", [1, 1]),
        "total_bytes": series.get("allocated", [1000, 1000]),
    }
    entries = [entry(f"test_suite.py::{each}", blob=blob) for each in ids]
    write_run(pytester.path / "base.json", entries)
