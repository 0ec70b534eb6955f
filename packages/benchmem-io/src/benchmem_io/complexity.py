"""How a cost grows with the size: the complexity class that fits best, and an exponent."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmem_io.complexity_classes import CLASSES, Complexity, log_unit, parse_complexity
from benchmem_io.cost_line import Line, fit_line
from benchmem_io.errors import ComplexityError
from benchmem_io.power_law import FLOOR, growth_exponent, is_worse, log_slope

LEAST_SIZES = 4
"""Fewer distinct sizes are not fitted."""

LEAST_RATIO = 10
"""The largest size must be so many times the smallest."""

_FARTHEST = 1e30
# What a higher class must explain beyond a lower one before it is chosen: a residual.
_IMMATERIAL = FLOOR / 2
# A best class with a larger residual is none of the cost's: a lower one has to be ruled out then.
_BAD = 0.15


@dataclass(frozen=True)
class Fit:
    """How a cost grows.

    Attributes:
        complexity: The class that fits best: `"O(1)"`, `"O(log n)"`, `"O(n)"`, `"O(n log n)"`,
            `"O(n^2)"` or `"O(n^3)"`.
        exponent: The power of `n` that fits best, any fixed cost aside.
        low: The lower end of its 95 % interval.
        high: The upper end.
        residual: The root mean square of the residuals of the class, in logarithms: 0.02 is an
            error of about 2 %.
        sizes: How many distinct sizes there were.
        fixed: The class's fixed cost, in the unit of the values.
        factor: What the class's growth is multiplied by.
        unit: What the logarithm of the class counts sizes in: 1 unless there are sizes below 2.
    """

    complexity: str
    exponent: float
    low: float
    high: float
    residual: float
    sizes: int
    fixed: float
    factor: float
    unit: float = 1.0

    def at(self, n: float) -> float:
        """The cost that the class gives for a size, in the unit of the values."""
        growth = parse_complexity(self.complexity)
        return self.fixed + (self.factor * growth.at(n, self.unit) if self.factor else 0.0)


def fit_complexity(sizes: Sequence[float], values: Sequence[float]) -> Fit:
    """Find how a cost grows with the size.

    Each class `f` is fitted as `a + b * f(n)` to the logarithms of the values, much as in
    Goldsmith, Aiken and Wilkerson, "Measuring empirical computational complexity" (2007), but
    with neither `a` nor `b` negative. `O(1)` stays unless a class explains significantly more or
    the logarithms have a slope that is significantly above zero. Of the others the best is taken,
    or a lower one that is as good to within 1 %; where even the best is off by more than 15 %, the
    lowest that is not significantly worse, nor a power below the exponent. Values that are all
    zero are `O(1)`.

    Args:
        sizes: The size of each measurement; sizes may repeat.
        values: What it cost, one for each size.

    Raises:
        ComplexityError: Too few sizes, too close together, a size that is not above zero, or a
            value that is not while others are.
    """
    if len(sizes) != len(values):
        raise ComplexityError(f"`{len(values)}` values for `{len(sizes)}` sizes: give one for each")
    points = [_positive(size, "size") for size in sizes]
    check_sizes(points)
    if not any(values):
        return Fit(CLASSES[0].name, 0.0, 0.0, 0.0, 0.0, len(set(points)), 0.0, 0.0)
    costs = [_positive(value, "value") for value in values]
    unit = log_unit(points)
    lines = {each: fit_line([each.at(n, unit) for n in points], costs) for each in CLASSES}
    exponent, chosen = log_slope(points, costs), CLASSES[0]
    if exponent.low > 0 or _explains_more(lines, len(costs)):
        exponent = growth_exponent(points, costs)
        chosen = _choose(lines, len(costs), exponent.value)
    line = lines[chosen]
    return Fit(
        complexity=chosen.name,
        exponent=exponent.value,
        low=exponent.low,
        high=exponent.high,
        residual=math.sqrt(line.rss / len(costs)),
        sizes=len(set(points)),
        fixed=line.fixed,
        factor=line.factor,
        unit=unit,
    )


def check_sizes(sizes: Iterable[float]) -> None:
    """Check that sizes are enough, and far enough apart, to tell one class from another.

    Raises:
        ComplexityError: They are not; the text is the reason.
    """
    distinct = sorted({_positive(size, "size") for size in sizes})
    if len(distinct) < LEAST_SIZES:
        raise ComplexityError(
            f"only {len(distinct)} size{'' if len(distinct) == 1 else 's'}: "
            f"at least {LEAST_SIZES} are needed"
        )
    # 0.1 to 1 is a decade, though not to the last bit.
    if distinct[-1] / distinct[0] < LEAST_RATIO * (1 - 1e-9):
        raise ComplexityError(
            f"sizes from {distinct[0]:g} to {distinct[-1]:g} are too close together: "
            f"the largest must be {LEAST_RATIO} times the smallest"
        )


def _explains_more(lines: dict[Complexity, Line], count: int) -> bool:
    """Whether some class explains significantly more than a constant does."""
    constant, *others = (line.rss for line in lines.values())
    return is_worse(constant, min(others), count - 2)


def _choose(lines: dict[Complexity, Line], count: int, exponent: float) -> Complexity:
    """The best of the classes that grow, or a lower one in its place.

    Args:
        lines: The classes, the lowest first.
        count: How many values there are.
        exponent: That of the growth.
    """
    _, *others = lines
    best = min(others, key=lambda each: lines[each].rss)
    least = lines[best].rss
    if least <= count * _BAD**2:
        return next(each for each in others if lines[each].rss <= least + count * _IMMATERIAL**2)
    # What grows faster than all of them is worse than none, and still not of a low class.
    possible = (each for each in others if each.power > exponent - 1)
    return next((e for e in possible if not is_worse(lines[e].rss, least, count - 2)), best)


def _positive(number: float, what: str) -> float:
    # Further out, powers of a size would be no floats, and some integers no text.
    if not (number > 0 or number <= -_FARTHEST):  # NaN is neither
        zeros = " beside others" if number == 0 and what == "value" else ""
        raise ComplexityError(
            f"a {what} is `{number}`{zeros}: only numbers above zero can be fitted"
        )
    if not 1 / _FARTHEST < number < _FARTHEST:
        raise ComplexityError(
            f"a {what} is out of range: it must be between {1 / _FARTHEST:g} and {_FARTHEST:g}"
        )
    return float(number)
