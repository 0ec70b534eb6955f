"""Which tests measure memory, and warnings about limits that could not be judged."""

from collections.abc import Iterable

import pytest

from benchmem_core.errors import BenchmemWarning
from benchmem_pytest.flags import MEMORY
from benchmem_pytest.markers import Bound
from benchmem_pytest.options import get_options
from benchmem_pytest.results import get_result

BENCHMARK_FIXTURES = frozenset({"benchmark", "benchmark_memory"})
"""The fixtures that measure; `benchmark_memory` asks for `benchmark`."""


def asks_for_benchmark(item: pytest.Item) -> bool:
    """Say whether a test uses a fixture that measures."""
    return not BENCHMARK_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def explain_unmeasured(item: pytest.Item, *, needs_memory: bool = True) -> str:
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


def will_measure(session: pytest.Session) -> bool:
    """Say whether the memory of a test of this session is going to be measured.

    Args:
        session: The session, which has collected its tests.
    """
    option = session.config.option
    if getattr(option, "benchmark_disable", True) or getattr(option, "benchmark_skip", False):
        return False
    measuring = {"benchmark_memory", *(["benchmark"] if MEMORY.read(session.config) else [])}
    return any(measuring & {*getattr(item, "fixturenames", ())} for item in session.items)


class UnjudgedCeilingWarning(BenchmemWarning):
    """A test has a ceiling, but its memory was not measured."""


class UnjudgedScalingWarning(BenchmemWarning):
    """A bound of growth was not judged: a size was not measured, or the sizes cannot tell."""


def warn_of_unjudged(item: pytest.Item) -> None:
    """Warn when a test that has a ceiling ended without a memory measurement."""
    unjudged = get_options(item).read_ceilings()
    if not unjudged or get_result(item) is not None:
        return
    names = ", ".join(f"`{ceiling.keyword}`" for ceiling in unjudged)
    item.warn(
        UnjudgedCeilingWarning(
            f"{names} of `{item.nodeid}` was not judged, because its memory was not measured: "
            f"{explain_unmeasured(item)}"
        )
    )


def warn_of_unmeasured(item: pytest.Item, bounds: Iterable[Bound], why: str) -> None:
    """Warn that bounds of growth were not judged, since a test was not measured.

    Args:
        item: The test, which has ended.
        bounds: The bounds.
        why: The reason.
    """
    names = ", ".join(f"`{each.metric.name}` of {each.complexity.name}" for each in bounds)
    item.warn(
        UnjudgedScalingWarning(
            f"the bound {names} was not judged with `{item.nodeid}`, which was not measured: {why}"
        )
    )


def warn_of_unknown(item: pytest.Item, growth: object) -> None:
    """Warn that the sizes of a family cannot tell whether it keeps a bound.

    Args:
        item: The test that was measured last.
        growth: The measured growth, which the message shows.
    """
    item.warn(UnjudgedScalingWarning(f"a bound cannot be judged: {growth}"))
