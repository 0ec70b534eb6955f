"""A cost as `fixed + factor * growth`, and its exponent with a confidence interval."""

import math
from collections.abc import Sequence
from typing import NamedTuple

# The relative error of costs that repeat exactly: they rise in steps.
_FLOOR = 0.02
_CHI_SQUARE = 3.841
_HIGHEST = 10.0
_COARSE, _FINE = 0.05, 0.001


class FittedLine(NamedTuple):
    """The best `fixed + factor * growth`, neither negative, and its mean squared relative error."""

    fixed: float
    factor: float
    error: float


class Exponent(NamedTuple):
    """An exponent and its 95 % interval."""

    value: float
    low: float
    high: float


def fit_line(growth: Sequence[float], values: Sequence[float]) -> FittedLine:
    """Fit a line by least squares of relative errors, as the noise of a cost is a share of it.

    Args:
        growth: One number for each value; none is negative, and the largest is above zero.
        values: The costs, all above zero.
    """
    top, low, high = max(growth), min(values), max(values)
    # Write both parts as shares of each value; the fit brings their sum close to one.
    us = [low / value for value in values]
    vs = [each / top * (high / value) for each, value in zip(growth, values, strict=True)]
    uu, vv, u1, v1 = sum(u * u for u in us), sum(v * v for v in vs), sum(us), sum(vs)
    uv = sum(u * v for u, v in zip(us, vs, strict=True))
    determinant = uu * vv - uv * uv
    fixed = factor = -1.0
    if determinant > 1e-12 * uu * vv:
        fixed, factor = (u1 * vv - v1 * uv) / determinant, (v1 * uu - u1 * uv) / determinant
    if min(fixed, factor) < 0:
        # The minimum then has one of them at zero. If both explain as much, choose no growth.
        is_flat = u1 * u1 / uu >= v1 * v1 / vv * (1 - 1e-9)
        fixed, factor = (u1 / uu, 0.0) if is_flat else (0.0, v1 / vv)
    squares = ((fixed * u + factor * v - 1) ** 2 for u, v in zip(us, vs, strict=True))
    return FittedLine(fixed * low, factor * high / top, sum(squares) / len(values))


def growth_exponent(sizes: Sequence[float], values: Sequence[float]) -> Exponent:
    """Fit the exponent of a cost that grows, beside a fixed cost.

    The interval is the profile likelihood interval (Bates and Watts, Nonlinear Regression Analysis
    and Its Applications, 1988, 6.1). It holds every `p` whose best `a + b * n ** p` is not rejected
    against the best fit of all.
    """
    count, top = len(values), max(sizes)
    shares = [size / top for size in sizes]

    def line(power: float) -> FittedLine:
        return fit_line([share**power for share in shares], values)

    steps = range(round(_HIGHEST / _COARSE) + 1)
    profile = {power: line(power).error for power in (i * _COARSE for i in steps)}
    best = min((power for power in profile if power), key=profile.__getitem__)
    # Search in finer steps near the best power, as the interval may be narrow.
    near = [best + i * step for step in (_FINE, 10 * _FINE) for i in range(-50, 51)]
    profile |= {power: line(power).error for power in near if 0 < power <= _HIGHEST}
    best = min((power for power in profile if power), key=profile.__getitem__)
    found = line(best)
    limit = found.error + _margin(found.error * count, count - (3 if found.fixed else 2)) / count
    inside = [power for power, error in profile.items() if error <= limit]
    return Exponent(best, min(inside), math.inf if max(inside) >= _HIGHEST else max(inside))


def log_slope(sizes: Sequence[float], values: Sequence[float]) -> Exponent:
    """Fit the slope of the logarithms, with its t interval."""
    xs, ys = [math.log(size) for size in sizes], [math.log(value) for value in values]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - x_mean) ** 2 for x in xs)
    slope = sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / spread
    rss = sum((y - y_mean - slope * (x - x_mean)) ** 2 for x, y in zip(xs, ys, strict=True))
    width = math.sqrt(_margin(rss, len(xs) - 2) / spread)
    return Exponent(slope, slope - width, slope + width)


def _margin(rss: float, freedom: int) -> float:
    """Return the margin above the least sum of squares beyond which a fit is rejected (95 %)."""
    # Student's t: the first two are exact, the others to within 3 %.
    quantile = (12.706, 4.303)[freedom - 1] if freedom < 3 else 1.96 * freedom / (freedom - 1.2)
    return max(rss * quantile**2 / freedom, _CHI_SQUARE * _FLOOR**2)
