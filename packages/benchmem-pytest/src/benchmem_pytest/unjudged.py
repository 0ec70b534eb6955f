"""Ceilings that could not be judged: they never pass unseen."""

import pytest

from benchmem_core.errors import BenchmemWarning
from benchmem_pytest.fixture import was_measured
from benchmem_pytest.options import options_of


class UnjudgedCeilingWarning(BenchmemWarning):
    """A test has a ceiling, but its memory was not measured."""


def warn_of_unjudged(item: pytest.Item) -> None:
    """Warn when a test that has a ceiling ended without a memory measurement."""
    unjudged = options_of(item).ceilings()
    if not unjudged or was_measured(item):
        return
    names = ", ".join(f"`{ceiling.keyword}`" for ceiling in unjudged)
    item.warn(
        UnjudgedCeilingWarning(
            f"{names} of `{item.nodeid}` was not judged, because its memory was not measured: "
            f"{_why_unmeasured(item)}"
        )
    )


def _why_unmeasured(item: pytest.Item) -> str:
    session = item.config.pluginmanager.get_plugin("pytest-benchmark")
    if session is not None and session.disabled:
        return "benchmarks are disabled (`--benchmark-disable`, or pytest-xdist is on)"
    if "benchmark" not in getattr(item, "fixturenames", ()):
        return "it uses neither `benchmark_memory` nor `benchmark`"
    uses_ours = "benchmark_memory" in getattr(item, "fixturenames", ())
    if not uses_ours and not item.config.getoption("benchmark_memory"):
        return "use the `benchmark_memory` fixture, or pass `--benchmark-memory`"
    return "it never called its benchmark fixture"
