"""Step changes: where a metric moved from one level to another, and stayed there."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_io.table import change

LEAST_STEP = 0.05
"""A step that is smaller than this share is none."""

_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Interval:
    """What one run measured.

    Attributes:
        low: The lowest value.
        high: The highest one.
    """

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Step:
    """A step change.

    Attributes:
        index: The first run on the new level.
        share: By which share of the old level it grew; negative where it fell.
    """

    index: int
    share: float


def steps_of(series: Sequence[Interval | None], *, least: float = LEAST_STEP) -> list[Step]:
    """Find where a series moved to another level.

    A run begins a new level where all that it and up to two runs after it measured lies above
    (or all of it below) all that up to three runs before it measured, and both the run and the
    median of the new level are `least` away from the median of the old one. So a single run
    that is off makes no step, save at the very end, where nothing says yet whether it stays.

    Args:
        series: What each run measured, in order; `None` where it has nothing.
        least: The smallest share that counts.

    Returns:
        The steps, in order.
    """
    places = [index for index, each in enumerate(series) if each is not None]
    values = [each for each in series if each is not None]
    steps: list[Step] = []
    begin = 0
    for at in range(1, len(values)):
        before = values[max(begin, at - _NEIGHBOURS) : at]
        after = values[at : at + _NEIGHBOURS]
        old, new = _median([each.low for each in before]), _median([each.low for each in after])
        share = change(old, new)
        # Else the step would begin at the last run of the old level, if that was a little off.
        nearest = min(abs(share), abs(change(old, values[at].low)))
        if nearest >= least and _are_apart(before, after):
            steps.append(Step(places[at], share))
            begin = at
    return steps


def _are_apart(before: Sequence[Interval], after: Sequence[Interval]) -> bool:
    return max(each.high for each in before) < min(each.low for each in after) or min(
        each.low for each in before
    ) > max(each.high for each in after)


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    # Their sum may be too large for a float.
    return ordered[middle - 1] / 2 + ordered[middle] / 2
