"""Warn about ceilings and bounds of growth that could not be judged."""

from collections.abc import Iterable

import pytest

from benchmem_core.errors import BenchmemWarning
from benchmem_pytest.options import options_of
from benchmem_pytest.results import get_result
from benchmem_pytest.scaling_marker import Bound
from benchmem_pytest.unmeasured import why_unmeasured


class UnjudgedCeilingWarning(BenchmemWarning):
    """A test has a ceiling, but its memory was not measured."""


class UnjudgedScalingWarning(BenchmemWarning):
    """A bound of growth was not judged: a size was not measured, or the sizes cannot tell."""


def warn_of_unjudged(item: pytest.Item) -> None:
    """Warn when a test that has a ceiling ended without a memory measurement."""
    unjudged = options_of(item).ceilings()
    if not unjudged or get_result(item) is not None:
        return
    names = ", ".join(f"`{ceiling.keyword}`" for ceiling in unjudged)
    item.warn(
        UnjudgedCeilingWarning(
            f"{names} of `{item.nodeid}` was not judged, because its memory was not measured: "
            f"{why_unmeasured(item)}"
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
