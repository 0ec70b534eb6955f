"""The exponent of a cost, `a + b * n ** p`, with the interval in which it may lie."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

FLOOR = 0.02
"""The relative error that even costs which repeat exactly have: they rise in steps."""

_CHI_SQUARE = 3.841
# Student's t, two-sided 95 %, for 1 to 30 degrees of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.2).
_T = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
# The powers that are tried, up to 10: closer together where most costs are.
_GRID = [*(step / 50 for step in range(1, 200)), *(step / 10 for step in range(40, 101))]


class Line(NamedTuple):
    """The best `fixed + factor * growth`, neither negative.

    Attributes:
        fixed: The part that does not grow.
        factor: What the growth is multiplied by.
        rss: The sum of the squared relative residuals.
    """

    fixed: float
    factor: float
    rss: float


class Exponent(NamedTuple):
    """An exponent and its 95 % interval."""

    value: float
    low: float
    high: float


def fit_line(growth: Sequence[float], values: Sequence[float]) -> Line:
    """Fit `fixed + factor * growth` to values, by the least squares of relative residuals.

    The noise of a cost is a share of it, so each value counts by its own size.

    Args:
        growth: A number for each value; not negative.
        values: Above zero.
    """
    top, low, high = max(growth), min(values), max(values)
    ones = [low / value for value in values]
    rises = [each / top * (high / value) for each, value in zip(growth, values, strict=True)]
    # Minimize the sum of (1 - a * ones - b * rises) ** 2.
    aa, bb = sum(u * u for u in ones), sum(v * v for v in rises)
    ab = sum(u * v for u, v in zip(ones, rises, strict=True))
    a1, b1 = sum(ones), sum(rises)
    determinant = aa * bb - ab * ab
    a, b = a1 / aa, 0.0
    if determinant > 1e-12 * aa * bb:
        a, b = (a1 * bb - b1 * ab) / determinant, (b1 * aa - a1 * ab) / determinant
        if a < 0:
            a, b = 0.0, b1 / bb
        elif b < 0:
            a, b = a1 / aa, 0.0
    rss = sum((1 - a * u - b * v) ** 2 for u, v in zip(ones, rises, strict=True))
    return Line(a * low, b * high / top, rss)


def is_worse(rss: float, best: float, freedom: int) -> bool:
    """Whether a model is rejected against a better one that has one parameter more.

    Args:
        rss: Its sum of squared relative residuals.
        best: That of the better one.
        freedom: The degrees of freedom of the better one.
    """
    return rss > best + _margin(best, freedom)


def log_slope(sizes: Sequence[float], values: Sequence[float]) -> Exponent:
    """The slope of the logarithms, with its t interval."""
    return _straight(sizes, values)[0]


def growth_exponent(sizes: Sequence[float], values: Sequence[float]) -> Exponent:
    """The exponent of a cost that grows, beside a fixed cost.

    `a + b * n ** p` with `a` and `b` not negative: a fixed cost hides no growth. The interval is
    that of the profile likelihood (Bates and Watts, Nonlinear Regression Analysis and Its
    Applications, 1988, 6.1): every `p` whose best fit is not rejected against the best of all.
    To leave a fixed cost out can only lower an exponent: so where there is none that is
    significant, the interval starts where that of the logarithms' slope does, which has a
    parameter less to find.
    """
    top = max(sizes)
    shares = [size / top for size in sizes]
    constant = fit_line([1.0] * len(values), values).rss

    def line(power: float) -> Line:
        return fit_line([share**power for share in shares], values)

    def rss(power: float) -> float:
        return line(power).rss

    profile = [constant, *map(rss, _GRID)]
    powers = [0.0, *_GRID]
    least = min(range(1, len(powers)), key=profile.__getitem__)
    best = _minimum(rss, powers[least - 1], powers[min(least + 1, len(powers) - 1)])
    found = line(best)
    limit = found.rss + _margin(found.rss, len(values) - (3 if found.fixed else 2))
    inside = [i for i, each in enumerate(profile) if each <= limit] or [least]
    low, high = powers[inside[0]], math.inf
    if inside[0] > 0:
        low = _crossing(rss, limit, min(low, best), powers[inside[0] - 1])
    if inside[-1] < len(powers) - 1:
        high = _crossing(rss, limit, max(powers[inside[-1]], best), powers[inside[-1] + 1])
    slope, without = _straight(sizes, values)
    if not is_worse(without, found.rss, max(len(values) - 3, 1)):
        low = slope.low
    return Exponent(best, min(low, best), max(high, best))


def _straight(sizes: Sequence[float], values: Sequence[float]) -> tuple[Exponent, float]:
    """The straight line of the logarithms: its slope, and the sum of its squared residuals."""
    xs, ys = [math.log(size) for size in sizes], [math.log(value) for value in values]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - x_mean) ** 2 for x in xs)
    slope = sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / spread
    rss = sum((y - y_mean - slope * (x - x_mean)) ** 2 for x, y in zip(xs, ys, strict=True))
    width = math.sqrt(_margin(rss, len(xs) - 2) / spread)
    return Exponent(slope, slope - width, slope + width), rss


def _margin(rss: float, freedom: int) -> float:
    """By how much a sum of squares may exceed the least before it is rejected (95 %)."""
    quantile = _T[freedom - 1] if freedom <= len(_T) else math.sqrt(_CHI_SQUARE)
    return max(rss * quantile**2 / freedom, _CHI_SQUARE * FLOOR**2)


def _minimum(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function is least between two points, by golden section."""
    ratio = (math.sqrt(5) - 1) / 2
    low = max(low, 1e-3)
    left, right = high - ratio * (high - low), low + ratio * (high - low)
    at_left, at_right = function(left), function(right)
    while high - low > 1e-6:
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - ratio * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + ratio * (high - low)
            at_right = function(right)
    return (low + high) / 2


def _crossing(
    function: Callable[[float], float], limit: float, inside: float, outside: float
) -> float:
    """Where a function leaves a limit, by bisection."""
    while abs(outside - inside) > 1e-5:
        middle = (inside + outside) / 2
        if function(middle) <= limit:
            inside = middle
        else:
            outside = middle
    return inside
