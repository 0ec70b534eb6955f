"""A cost as a line of some growth: a fixed part, and a part that grows."""

import math
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

# Logarithms of what is below are taken of it: a growth may be no float at a small size.
_TINY = 1e-300
# Where one is worse than this, its residuals are no logarithms any more.
_POOR = 0.01


class Line(NamedTuple):
    """The best `fixed + factor * growth`, neither negative.

    Attributes:
        fixed: The part that does not grow.
        factor: What the growth is multiplied by.
        rss: The sum of the squared residuals of the logarithms.
    """

    fixed: float
    factor: float
    rss: float


class _Pair(NamedTuple):
    """The two coefficients of a line, before they get the unit of the values."""

    fixed: float
    factor: float


def fit_line(growth: Sequence[float], values: Sequence[float]) -> Line:
    """Fit `fixed + factor * growth` to values, by the least squares of their relative errors.

    The noise of a cost is a share of it, so each value counts by its own size. What grows faster
    than any line is far from each: there the better of both parts alone is taken, by logarithms.

    Args:
        growth: A number for each value; not negative, and the largest above zero.
        values: Above zero.
    """
    top, low, high = max(growth), min(values), max(values)
    # Both parts as shares of each value, which the fit then has to bring to one.
    ones = [low / value for value in values]
    rises = [each / top * (high / value) for each, value in zip(growth, values, strict=True)]
    pair = _solve(ones, rises)
    rss = _rss(ones, rises, pair)
    if rss > _POOR * len(values):
        others = (_Pair(_mean_inverse(ones), 0.0), _Pair(0.0, _mean_inverse(rises)))
        starts = [(rss, pair), *((_rss(ones, rises, other), other) for other in others)]
        rss, pair = min(starts, key=itemgetter(0))
    return Line(pair.fixed * low, pair.factor * high / top, rss)


def _solve(ones: Sequence[float], rises: Sequence[float]) -> _Pair:
    """Minimize the sum of `(1 - fixed * one - factor * rise) ** 2`, neither negative."""
    pairs = ((ones, ones), (rises, rises), (ones, rises))
    aa, bb, ab = (sum(u * v for u, v in zip(*each, strict=True)) for each in pairs)
    a1, b1 = sum(ones), sum(rises)
    determinant = aa * bb - ab * ab
    if determinant > 1e-12 * aa * bb:
        pair = _Pair((a1 * bb - b1 * ab) / determinant, (b1 * aa - a1 * ab) / determinant)
        if min(pair) >= 0:
            return pair
    # The least is then where one of them is zero; where both explain as much, nothing grows.
    fixed, factor = max(a1, 0.0) / aa, max(b1, 0.0) / bb
    if fixed * a1 >= factor * b1 * (1 - 1e-9):
        return _Pair(fixed, 0.0)
    return _Pair(0.0, factor)


def _shares(ones: Sequence[float], rises: Sequence[float], pair: _Pair) -> list[float]:
    fixed, factor = pair
    return [max(fixed * u + factor * v, _TINY) for u, v in zip(ones, rises, strict=True)]


def _rss(ones: Sequence[float], rises: Sequence[float], pair: _Pair) -> float:
    return sum(math.log(share) ** 2 for share in _shares(ones, rises, pair))


def _mean_inverse(shares: Sequence[float]) -> float:
    """The factor that brings the geometric mean to one."""
    return math.exp(-sum(math.log(max(share, _TINY)) for share in shares) / len(shares))
