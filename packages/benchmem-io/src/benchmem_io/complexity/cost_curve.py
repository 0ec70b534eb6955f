"""Costs over sizes, compared with a bound: unit costs, prices of steps, and their rise."""

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from statistics import fmean

from benchmem_io.complexity.classes import Complexity, log_unit

# Between closer sizes the price is mostly rounding.
_APART = 1.9
# The rounding error of sizes and costs.
_EXACT = 1e-9


class CostCurve:
    """Costs over sizes, and a bound.

    Attributes:
        bound: The bound.
        sizes: The sizes, the smallest first.
        costs: The cost of each size.
        growth: The bound at each size.
        steps: The indexes of the sizes that steps join. These are at least 1.9 times apart, chosen
            from the largest down.
    """

    def __init__(self, bound: Complexity, sizes: Sequence[float], costs: Sequence[float]) -> None:
        """Compute the growth of the bound, and choose the steps.

        Args:
            bound: The bound.
            sizes: Distinct, the smallest first.
            costs: One for each size, above zero.
        """
        self.bound, self.sizes, self.costs = bound, sizes, costs
        unit = log_unit(sizes)
        self.growth = [bound.at(n, unit) for n in sizes]
        self.steps: list[int] = []
        for index in range(len(sizes) - 1, -1, -1):
            if not self.steps or sizes[self.steps[0]] / sizes[index] >= _APART - _EXACT:
                self.steps.insert(0, index)

    def larger(self, start: int) -> "CostCurve":
        """Return the curve from a size on, without the smaller sizes."""
        return CostCurve(self.bound, self.sizes[start:], self.costs[start:])

    @property
    def span(self) -> float:
        """The ratio of the largest size to the smallest."""
        return self.sizes[-1] / self.sizes[0]

    @cached_property
    def rise(self) -> float:
        """The largest ratio of a cost to an earlier one."""
        return max(b / min(self.costs[: i + 1]) for i, b in enumerate(self.costs))

    @property
    def shift(self) -> float:
        """The ratio of the mean cost in the upper half to that in the lower half."""
        half = len(self.costs) // 2
        return fmean(self.costs[half:]) / fmean(self.costs[:half])

    @cached_property
    def unit_costs(self) -> list[float]:
        """The cost of each size, divided by the growth of the bound."""
        return [cost / growth for cost, growth in zip(self.costs, self.growth, strict=True)]

    @cached_property
    def prices(self) -> list[float]:
        """The price of one more unit of the bound in each step; a fixed cost drops out."""
        return [self._price(i, j) for i, j in pairwise(self.steps)]

    @cached_property
    def speeds(self) -> list[float]:
        """The power of the size with which each price rose from the previous one."""
        middles = [math.sqrt(self.sizes[i] * self.sizes[j]) for i, j in pairwise(self.steps)]
        return [
            _power(before, after, m, n)
            for (before, after), (m, n) in zip(
                pairwise(self.prices), pairwise(middles), strict=True
            )
        ]

    @cached_property
    def exponents(self) -> list[float]:
        """The local exponent of each step, a fixed cost included."""
        return [
            _power(self.costs[i], self.costs[j], self.sizes[i], self.sizes[j])
            for i, j in pairwise(self.steps)
        ]

    @property
    def allowed(self) -> float:
        """The exponent of the bound in the last step."""
        i, j = self.steps[-2:]
        return _power(self.growth[i], self.growth[j], self.sizes[i], self.sizes[j])

    @cached_property
    def sag(self) -> float:
        """The largest share by which a cost lies below the straight line between two others."""
        deepest = 0.0
        for j in range(1, len(self.costs) - 1):
            for i in range(j):
                for k in range(j + 1, len(self.costs)):
                    if self.growth[k] == self.growth[i]:
                        continue
                    line = self.costs[i] + self._price(i, k) * (self.growth[j] - self.growth[i])
                    if line > 0:  # rounding may make it zero
                        deepest = max(deepest, 1 - self.costs[j] / line)
        return deepest

    @cached_property
    def bend(self) -> float:
        """The largest relative distance of a cost from the straight line through the ends."""
        price = self._price(0, -1)
        line = [self.costs[0] + price * (each - self.growth[0]) for each in self.growth]
        return max(abs(on / cost - 1) for cost, on in zip(self.costs, line, strict=True))

    @cached_property
    def drift(self) -> float:
        """The power of the size with which the price rises from the lower half to the upper."""
        first, middle, last = self.steps[0], self.steps[len(self.steps) // 2], self.steps[-1]
        ratio = math.sqrt(self.sizes[last] / self.sizes[first])
        return _power(self._price(first, middle), self._price(middle, last), 1.0, ratio)

    def _price(self, i: int, j: int) -> float:
        return (self.costs[j] - self.costs[i]) / (self.growth[j] - self.growth[i])


def _power(before: float, after: float, m: float, n: float) -> float:
    """Return the power of the size that explains a rise; infinite if a price is not positive."""
    if after <= 0:
        return -math.inf
    if before <= 0:
        return math.inf
    return math.log(after / before) / math.log(n / m)


def sort_points(sizes: Iterable[float], costs: Iterable[float]) -> tuple[list[float], list[float]]:
    """Sort sizes with their costs; if a size repeats, its lowest cost counts."""
    lowest: dict[float, float] = {}
    for n, cost in zip(sizes, costs, strict=True):
        lowest[n] = min(cost, lowest.get(n, cost))
    return sorted(lowest), [lowest[n] for n in sorted(lowest)]
