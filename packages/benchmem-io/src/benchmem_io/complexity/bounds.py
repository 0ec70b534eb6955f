"""Bounds: judge whether a cost grows no faster than a complexity class allows."""

import math
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from benchmem_io.complexity.cost_curve import CostCurve

LEAST_SIZES = 4
"""The fewest sizes, at least 1.9 times apart, that can be judged."""

LEAST_RATIO = 10
"""The largest size must be at least this many times the smallest."""

# Linear code sags less, `n log n` by 10 to 15 % over 16 to 30 times 1,000.
_SAG, _TAIL_SAG, _TAIL_RATIO = 0.06, 0.03, 8
# The price of `n log n` rises by 7 % in a doubling.
_LEVEL = 0.02
# A list reserves an eighth more than it needs; this is a little more than that.
_UNEVEN, _EVEN_RATIO = 0.15, 4
# With a large fixed cost, any growth would look straight without this limit.
_DRIFT = 0.2
_STEPPED, _STEEPER = 1.5, 0.1
# `n ** 1.5` over `n` gives 0.5, and `n log n` 0.12. A set that quadruples, over sizes that treble,
# gives at most 0.26.
_ABOVE_SAG, _SPEED = 0.25, 0.4
# A list of integers takes 8 bytes for each one up to 256, and 40 for each larger one.
_DEARER = 5
# An exponential over four sizes always differs more from a power.
_SPEEDING_UP, _EXACT_BEND = 0.1, 0.01
_GROWN, _SLOWING, _FLAT_TAIL, _FLAT_RATIO = 0.25, 0.7, 0.03, 16


class BoundVerdict(StrEnum):
    """The verdict on a bound."""

    WITHIN = "within"
    ABOVE = "above"
    UNKNOWN = "cannot be judged"


def judge_bound(curve: CostCurve, noise: float = 0.0) -> BoundVerdict:
    """Judge whether costs grow no faster than a bound.

    The rules answer only if an answer is safe. Container tables that quadruple, a knee in the
    last sizes, or a large fixed cost look like another class over few sizes: those stay unknown.

    Args:
        curve: The costs and the bound.
        noise: The share by which costs are off by chance.
    """
    slack = widening(noise)
    if len(curve.steps) < LEAST_SIZES or curve.span < LEAST_RATIO * (1 - 1e-9):
        return BoundVerdict.UNKNOWN
    # More costs with noise have more distant extremes.
    stays = (curve.shift if noise else curve.rise) <= 1 + _LEVEL * slack
    if curve.bound.is_constant:
        return BoundVerdict.WITHIN if stays else _judge_constant(curve, slack)
    explodes = not stays and is_exploding(curve)
    if stays or (not explodes and (_is_straight(curve, _SAG * slack) or _is_even(curve, slack))):
        return BoundVerdict.WITHIN
    if _is_above(curve, slack):
        return BoundVerdict.ABOVE
    is_settled = _has_straight_tail(curve, slack) or _has_level_steps(curve, slack)
    return BoundVerdict.WITHIN if is_settled and not explodes else BoundVerdict.UNKNOWN


def widening(noise: float) -> float:
    """Return the factor for tolerances: 1 without noise, 3 at 5 %, 4 at 10 % and beyond."""
    return 1 + 40 * min(noise, 0.05) + 20 * min(max(noise - 0.05, 0.0), 0.05)


def is_exploding(curve: CostCurve) -> bool:
    """Say whether growth speeds up so much that the next size would pass the bound."""
    # A fixed cost beside exact growth speeds up as well.
    if len(curve.exponents) < 3 or curve.bend <= _EXACT_BEND:
        return False
    first, second, third = curve.exponents[-3:]
    before, last = second - first, third - second
    speeds_up = min(before, last) > _SPEEDING_UP and last >= before
    return speeds_up and third + last > curve.allowed + _SPEEDING_UP


def _is_straight(curve: CostCurve, sag: float) -> bool:
    is_dearer = curve.unit_costs[-1] >= _DEARER * curve.unit_costs[0]
    return not is_dearer and curve.sag <= sag and curve.drift < _DRIFT


def _is_even(curve: CostCurve, slack: float) -> bool:
    is_far = curve.growth[-1] >= _EVEN_RATIO * curve.growth[0]
    return is_far and max(curve.unit_costs) <= min(curve.unit_costs) * (1 + _UNEVEN * slack)


def _is_above(curve: CostCurve, slack: float) -> bool:
    if curve.sag < _ABOVE_SAG * max(1.0, slack / 2):
        return False
    rises = [3]
    if curve.unit_costs[-1] >= _DEARER * curve.unit_costs[0]:
        rises.append(2)
    return any(_keeps_rising(curve.speeds[-count:], count) for count in rises)


def _keeps_rising(speeds: Sequence[float], count: int) -> bool:
    if len(speeds) < count or not all(map(math.isfinite, speeds)):
        return False
    keeps_up = min(speeds) >= _SPEED / 2 and speeds[-1] >= max(speeds) / 2
    return keeps_up and sum(speeds) / count >= _SPEED


def _has_straight_tail(curve: CostCurve, slack: float) -> bool:
    for start in range(1, len(curve.sizes)):
        tail = curve.larger(start)
        if len(tail.steps) < LEAST_SIZES or tail.span < _TAIL_RATIO * (1 - 1e-9):
            return False
        if _is_straight(tail, _TAIL_SAG * slack):
            return True
    return False


def _has_level_steps(curve: CostCurve, slack: float) -> bool:
    if curve.exponents[-1] >= curve.allowed + _STEEPER * slack:
        return False
    half = (len(curve.prices) + 1) // 2
    lower, upper = curve.prices[:half], curve.prices[half:]
    if max(upper) > max(lower) * (1 + _LEVEL * slack):
        return False
    first, last = curve.steps[0], curve.steps[-1]
    return curve.unit_costs[last] <= _STEPPED * curve.unit_costs[first]


def _judge_constant(curve: CostCurve, slack: float) -> BoundVerdict:
    last = [i for i, n in enumerate(curve.sizes) if n * _FLAT_RATIO >= curve.sizes[-1]]
    # A cost that is flat over so many sizes does not grow any more.
    if last[0] > 0 and len(last) > 1 and curve.larger(last[0]).rise <= 1 + _FLAT_TAIL * slack:
        return BoundVerdict.WITHIN
    rises = [
        (curve.costs[j] - curve.costs[i]) / math.log2(curve.sizes[j] / curve.sizes[i])
        for i, j in pairwise(curve.steps)
    ]
    grown = curve.costs[-1] / curve.costs[0]
    lasting = min(rises[-3:]) > 0 and all(b >= _SLOWING * a for a, b in pairwise(rises[-3:]))
    if grown >= 1 + _GROWN * max(1.0, slack / 2) and lasting:
        return BoundVerdict.ABOVE
    if grown >= 2 and rises[-1] >= rises[-2] > 0:
        return BoundVerdict.ABOVE
    return BoundVerdict.UNKNOWN
