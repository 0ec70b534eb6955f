"""The exponent of a cost, `a + b * n ** p`, with the interval in which it may lie."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from benchmem_io.cost_line import Line, fit_line

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
_GRID = (*(step / 10 for step in range(1, 40)), *(step / 2 for step in range(8, 21)))


class Exponent(NamedTuple):
    """An exponent and its 95 % interval."""

    value: float
    low: float
    high: float


def is_worse(rss: float, best: float, freedom: int) -> bool:
    """Whether a model is rejected against a better one that has one parameter more.

    Args:
        rss: Its sum of squared residuals.
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

    def line(power: float) -> Line:
        return fit_line([share**power for share in shares], values)

    def rss(power: float) -> float:
        return line(power).rss

    powers = (0.0, *_GRID)
    profile = {power: rss(power) for power in powers}
    least = min(range(1, len(powers)), key=lambda i: profile[powers[i]])
    best, step = powers[least], powers[least] - powers[least - 1]
    for _ in range(5):
        step /= 5
        near = (best + i * step for i in range(-5, 6))
        best = min((power for power in near if 0 < power <= powers[-1]), key=rss)
    found = line(best)
    limit = found.rss + _margin(found.rss, len(values) - (3 if found.fixed else 2))
    inside = [best, *(power for power in powers if profile[power] <= limit)]
    low, high = min(inside), max(inside)
    low = _crossing(rss, limit, low, max((p for p in powers if p < low), default=low))
    beyond = min((p for p in powers if p > high), default=math.inf)
    high = _crossing(rss, limit, high, beyond) if beyond < math.inf else math.inf
    slope, without = _straight(sizes, values)
    if not is_worse(without, found.rss, max(len(values) - 3, 1)):
        low = max(low, slope.low)
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


def _crossing(
    function: Callable[[float], float], limit: float, inside: float, outside: float
) -> float:
    """Where a function leaves a limit, by bisection."""
    while abs(outside - inside) > 1e-4:
        middle = (inside + outside) / 2
        if function(middle) <= limit:
            inside = middle
        else:
            outside = middle
    return inside
