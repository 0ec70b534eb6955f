"""Bounds: whether a cost grows no faster than a complexity class allows."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_io.complexity import Fit, check_sizes, fit_complexity
from benchmem_io.complexity_classes import Complexity, log_unit
from benchmem_io.errors import ComplexityError
from benchmem_io.power_law import growth_exponent

TOLERANCE = 0.05
"""By how much an exponent may exceed a bound's: what a container takes for each element varies."""


@dataclass(frozen=True)
class BoundVerdict:
    """What came of a bound.

    Attributes:
        holds: Whether the cost keeps it.
        fit: How the cost grows, from `start` on.
        start: The smallest size that was looked at: the smallest of all, unless only the larger
            ones keep the bound.
    """

    holds: bool
    fit: Fit
    start: float


def judge_bound(bound: Complexity, sizes: Sequence[float], values: Sequence[float]) -> BoundVerdict:
    """Judge whether a cost grows no faster than a bound.

    It does not when the whole 95 % interval of its exponent is above that of the bound over the
    same sizes. A bound says what happens as sizes grow: so it holds too where the larger sizes
    alone keep it, as long as enough of them are left, far enough apart, and their whole
    interval is below the exponent of all sizes: few sizes that only tell less excuse nothing.

    Args:
        bound: The class.
        sizes: The size of each measurement.
        values: What it cost.

    Raises:
        ComplexityError: As by `fit_complexity`.
    """
    whole = fit_complexity(sizes, values)
    points = [(float(n), cost) for n, cost in zip(sizes, values, strict=True)]
    starts = sorted({n for n, _ in points})
    if _keeps(bound, whole, [n for n, _ in points]):
        return BoundVerdict(True, whole, starts[0])
    for start in starts[1:]:
        ns = [n for n, _ in points if n >= start]
        try:
            check_sizes(ns)
        except ComplexityError:
            break
        fit = fit_complexity(ns, [cost for n, cost in points if n >= start])
        if _keeps(bound, fit, ns) and fit.high < whole.exponent:
            return BoundVerdict(True, fit, start)
    return BoundVerdict(False, whole, starts[0])


def _keeps(bound: Complexity, fit: Fit, sizes: Sequence[float]) -> bool:
    return fit.low <= bound_exponent(bound, sizes) + TOLERANCE


def bound_exponent(bound: Complexity, sizes: Sequence[float]) -> float:
    """The exponent that a class itself has over sizes, found as that of a cost is.

    Args:
        bound: For example `O(n log n)`, which over 1,000 to 10,000 is about `n ** 1.13`.
        sizes: At least four.
    """
    if not bound.logs:
        return bound.power
    unit = log_unit(sizes)
    return growth_exponent(sizes, [bound.at(n, unit) for n in sizes]).value
