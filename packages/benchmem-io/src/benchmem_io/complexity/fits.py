"""Fit the growth of a cost: an exponent, and the complexity class if only one fits."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmem_core.metrics import MetricSpec
from benchmem_io.complexity.bounds import LEAST_RATIO, LEAST_SIZES, BoundVerdict, judge_bound
from benchmem_io.complexity.classes import CLASSES, Complexity, log_unit
from benchmem_io.complexity.cost_curve import CostCurve, sort_points
from benchmem_io.complexity.power_law import (
    Exponent,
    FittedLine,
    fit_line,
    growth_exponent,
    log_slope,
)
from benchmem_io.errors import ComplexityError

if TYPE_CHECKING:
    from benchmem_io.runs import BenchmarkNumbers

_FARTHEST = 1e30
# The largest residual with which a class still fits.
_BAD = 0.1
# The most that an exponent may differ, beyond its interval, from the exponent of the only class
# left, and from the exponent of a possible class. Tables that double or quadruple differ this much.
_NEAR, _FAR = 0.1, 0.3


@dataclass(frozen=True)
class Fit:
    """The growth of a cost.

    Attributes:
        complexity: The only class that fits: `"O(1)"`, `"O(log n)"`, `"O(n)"`, `"O(n log n)"`,
            `"O(n^2)"` or `"O(n^3)"`; `None` if the sizes cannot tell it, or no class fits.
        exponent: The power of `n` that fits best, beside any fixed cost.
        low: The lower end of its 95 % interval.
        high: The upper end.
        residual: The root mean square of the relative errors, 0.02 being 2 %. These are the errors
            of the class, or of the exponent if no class is named.
        sizes: The number of distinct sizes.
        fixed: The fixed cost, in the unit of the values.
        factor: The factor of the growth.
        unit: The unit of sizes in the logarithm of the class: 1 unless there are sizes below 2.
        possible: The classes that fit, the lowest first.
    """

    complexity: str | None
    exponent: float
    low: float
    high: float
    residual: float
    sizes: int
    fixed: float
    factor: float
    unit: float = 1.0
    possible: tuple[str, ...] = ()

    def at(self, n: float) -> float:
        """Return the cost that the class, or else the exponent, predicts for a size."""
        named = self.complexity
        growth = Complexity(self.exponent) if named is None else Complexity.parse(named)
        return self.fixed + (self.factor * growth.at(n, self.unit) if self.factor else 0.0)

    @property
    def reason(self) -> str | None:
        """The reason why a class is missing; `None` if there is a class."""
        if self.complexity is not None:
            return None
        if not self.possible:
            return "no class fits: the exponent tells how it grows"
        return f"these sizes cannot tell {' from '.join(self.possible)}"


def fit_complexity(sizes: Sequence[float], values: Sequence[float], *, noise: float = 0.0) -> Fit:
    """Fit the growth of a cost over the size.

    The exponent is the `p` of `a + b * n ** p`, where neither `a` nor `b` is negative. A class is
    named if the cost keeps its bound, exceeds the bound of the class below, and has its exponent.

    Args:
        sizes: The size of each measurement; sizes may repeat.
        values: The cost of each measurement, one for each size.
        noise: The share by which values are off by chance.

    Raises:
        ComplexityError: There are too few sizes, they are too close together, a size is not above
            zero, or a value is not above zero while others are.
    """
    if len(sizes) != len(values):
        raise ComplexityError(f"`{len(values)}` values for `{len(sizes)}` sizes: give one for each")
    points = [_positive(size, "size") for size in sizes]
    check_sizes(points)
    constant = CLASSES[0].name
    if not any(values):
        count = len(set(points))
        return Fit(constant, 0.0, 0.0, 0.0, 0.0, count, 0.0, 0.0, possible=(constant,))
    costs = [_positive(value, "value") for value in values]
    distinct = sort_points(points, costs)
    if judge_bound(CostCurve(CLASSES[0], *distinct), noise) is BoundVerdict.WITHIN:
        possible, exponent = [CLASSES[0]], log_slope(points, costs)
    else:
        exponent = growth_exponent(points, costs)
        possible = _possible(distinct, exponent, noise)
    unit = log_unit(points)

    def fit_class(growth: Complexity) -> FittedLine:
        return fit_line([growth.at(n, unit) for n in points], costs)

    line = fit_class(Complexity(exponent.value))
    if len(possible) == 1:
        of_class, is_constant = fit_class(possible[0]), possible[0].is_constant
        is_good = of_class.error <= _BAD**2
        if is_constant or (is_good and _is_near(possible[0], exponent, points, _NEAR)):
            line = of_class
        else:
            possible = []
    return Fit(
        complexity=possible[0].name if len(possible) == 1 else None,
        exponent=exponent.value,
        low=exponent.low,
        high=exponent.high,
        residual=math.sqrt(line.error),
        sizes=len(distinct[0]),
        fixed=line.fixed,
        factor=line.factor,
        unit=unit,
        possible=tuple(each.name for each in possible),
    )


def check_sizes(sizes: Iterable[float]) -> None:
    """Check that there are enough sizes, far enough apart, to tell one class from another.

    Raises:
        ComplexityError: The sizes are not enough; the text is the reason.
    """
    distinct = sorted({_positive(size, "size") for size in sizes})
    if len(distinct) < LEAST_SIZES:
        raise ComplexityError(
            f"only {len(distinct)} size{'' if len(distinct) == 1 else 's'}: "
            f"at least {LEAST_SIZES} are needed"
        )
    # Floats round: 0.1 to 1 is a decade, but not to the last bit.
    if distinct[-1] / distinct[0] < LEAST_RATIO * (1 - 1e-9):
        raise ComplexityError(
            f"sizes from {distinct[0]:g} to {distinct[-1]:g} are too close together: "
            f"the largest must be {LEAST_RATIO} times the smallest"
        )


def _possible(
    points: tuple[list[float], list[float]], exponent: Exponent, noise: float
) -> list[Complexity]:
    """List the classes that neither a verdict nor the exponent excludes, the lowest first.

    The list is empty if even the highest class is not certain to be enough. A cost that keeps a
    bound only because of noise may still belong to the class above.
    """
    found = []
    for each in CLASSES:
        curve = CostCurve(each, *points)
        is_above = judge_bound(curve, noise) is BoundVerdict.ABOVE
        if not is_above and _is_near(each, exponent, points[0], _FAR):
            found.append(each)
        if not is_above and judge_bound(curve) is BoundVerdict.WITHIN:
            return found
    return []


def _is_near(growth: Complexity, exponent: Exponent, sizes: Sequence[float], by: float) -> bool:
    """Say whether an exponent may belong to a class over the same sizes."""
    own = growth.power
    if growth.logs:
        unit = log_unit(sizes)
        own = growth_exponent(sizes, [growth.at(n, unit) for n in sizes]).value
    return exponent.low - by <= own <= exponent.high + by


def _positive(number: float, what: str) -> float:
    # Beyond this range, powers of a size overflow a float, and some integers cannot become text.
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


def estimate_noise(benchmarks: "Iterable[BenchmarkNumbers]", metric: MetricSpec) -> float:
    """Return the share by which costs are off: the distance of the median from the headline.

    Args:
        benchmarks: The benchmarks of a family; all have the metric.
        metric: The metric that was measured.
    """
    shares = []
    for benchmark in benchmarks:
        value, middle = benchmark.value(metric), benchmark.value(metric, "median")
        if value and middle is not None:
            shares.append(abs(middle - value) / value)
    return max(metric.noise, median(shares or [0.0]))
