"""Explain why the memory of a test was not measured."""

import pytest

from benchmem_pytest.flags import MEMORY

BENCHMARK_FIXTURES = frozenset({"benchmark", "benchmark_memory"})
"""The fixtures that measure; `benchmark_memory` asks for `benchmark`."""


def asks_for_benchmark(item: pytest.Item) -> bool:
    """Say whether a test uses a fixture that measures."""
    return not BENCHMARK_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def why_unmeasured(item: pytest.Item, *, needs_memory: bool = True) -> str:
    """Say why a test was not measured.

    Args:
        item: The test, which has ended.
        needs_memory: Whether its memory was needed, or only its time.
    """
    session = item.config.pluginmanager.get_plugin("pytest-benchmark")
    if session is not None and session.disabled:
        return "benchmarks are disabled (`--benchmark-disable`, or pytest-xdist is on)"
    if session is not None and session.skip:
        return "benchmarks are skipped (`--benchmark-skip`)"
    if not asks_for_benchmark(item):
        return "it uses neither `benchmark_memory` nor `benchmark`"
    measures_memory = "benchmark_memory" in getattr(item, "fixturenames", ()) or (
        MEMORY.read(item.config)
    )
    if needs_memory and not measures_memory:
        return "use the `benchmark_memory` fixture, or pass `--benchmark-memory`"
    return "it never called its benchmark fixture"
