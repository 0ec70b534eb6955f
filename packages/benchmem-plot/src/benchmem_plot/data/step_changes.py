"""Step changes: a metric moves from one level to another, and stays there."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_io.table import compute_change

LEAST_STEP = 0.05
"""The smallest share of the old level that counts as a step."""

_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Interval:
    """The range of values that one run measured."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Step:
    """A step change.

    Attributes:
        index: The first run on the new level.
        share: The growth as a share of the old level; negative if the metric fell.
    """

    index: int
    share: float


def find_steps(series: Sequence[Interval | None], *, least: float = LEAST_STEP) -> list[Step]:
    """Find the runs at which a series moved to another level.

    A run begins a new level if two conditions hold. First, all values of this run and of up to
    two runs after it lie above (or all below) all values of up to three runs before it. Second,
    both the run and the median of the new level are `least` away from the median of the old
    level. So a single outlier makes no step, except at the end: later runs may confirm it.
    `None` stands for a run without values.
    """
    places = [index for index, each in enumerate(series) if each is not None]
    values = [each for each in series if each is not None]
    steps: list[Step] = []
    begin = 0
    for at in range(1, len(values)):
        before = values[max(begin, at - _NEIGHBOURS) : at]
        after = values[at : at + _NEIGHBOURS]
        old, new = _median([each.low for each in before]), _median([each.low for each in after])
        share = compute_change(old, new)
        # Else a step could begin at the last run of the old level, if it was a little off.
        nearest = min(abs(share), abs(compute_change(old, values[at].low)))
        if nearest >= least and _are_apart(before, after):
            steps.append(Step(places[at], share))
            begin = at
    return steps


def _are_apart(before: Sequence[Interval], after: Sequence[Interval]) -> bool:
    return max(each.high for each in before) < min(each.low for each in after) or min(
        each.low for each in before
    ) > max(each.high for each in after)


def _median(values: Sequence[float]) -> float:
    # The sum of two values may be too large for a float.
    return 2 * statistics.median(value / 2 for value in values)
