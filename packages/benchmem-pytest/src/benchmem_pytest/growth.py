"""Whether the costs of a family keep a bound, and how that is said."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_core.units import human_value
from benchmem_io.complexity_bounds import BoundVerdict, bound_exponent, judge_bound
from benchmem_pytest.families import Family
from benchmem_pytest.scaling_marker import Bound

# Growth of less than this over all sizes is that of a few objects (an integer above 256 is one
# more than a small one), whatever share of a small cost it is.
_IMMATERIAL = {"B": 1024, "count": 10, "s": 1e-7}


@dataclass(frozen=True)
class Growth:
    """How a cost of a family grows, and whether its bound allows that.

    Attributes:
        family: The family.
        bound: The bound.
        costs: What was measured of each size, the smallest first.
        verdict: What came of the bound; `None` where there is no growth to speak of.
    """

    family: Family
    bound: Bound
    costs: Sequence[float]
    verdict: BoundVerdict | None

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return self.verdict is None or self.verdict.holds

    def __str__(self) -> str:
        """One line for the end of the session."""
        metric, bound = self.bound.metric, self.bound.complexity.name
        head = f"`{self.family.name}`: {metric.name} over {self._range}"
        if self.verdict is None:
            low, high = (human_value(cost, metric.unit) for cost in self._ends)
            span = low if low == high else f"{low} to {high}"
            return f"{head}: {span}, no growth to speak of, within {bound}"
        fit = self.verdict.fit
        within = "within" if self.holds else "above"
        return f"{head}: {self._exponent}, best fit {fit.complexity}, {within} {bound}"

    @property
    def message(self) -> str:
        """Why a test fails: the bound, the exponents, and a line for each size."""
        assert self.verdict is not None
        family, metric, bound = self.family, self.bound.metric, self.bound.complexity
        allowed = bound_exponent(bound, [float(size) for size in family.sizes.values()])
        head = (
            f"`{metric.name}` of `{family.name}` grows faster than its bound `{bound.name}` over "
            f"{self._range}: {self._exponent}, that of the bound is {_number(allowed)}; best fit "
            f"{self.verdict.fit.complexity}"
        )
        costs = [human_value(cost, metric.unit) for cost in self.costs]
        rows = zip(family.sizes.values(), costs, strict=True)
        return "\n".join([head, *(f"    {family.x}={size}: {cost}" for size, cost in rows)])

    @property
    def _ends(self) -> tuple[float, float]:
        return min(self.costs), max(self.costs)

    @property
    def _range(self) -> str:
        sizes = list(self.family.sizes.values())
        start = float(sizes[0]) if self.verdict is None else self.verdict.start
        first = next(size for size in sizes if float(size) >= start)
        return f"`{self.family.x}` {first} to {sizes[-1]}"

    @property
    def _exponent(self) -> str:
        assert self.verdict is not None
        fit = self.verdict.fit
        high = "or more" if math.isinf(fit.high) else f"to {_number(fit.high)}"
        return f"exponent {_number(fit.exponent)} ({_number(fit.low)} {high})"


def judge_growth(family: Family, bound: Bound, costs: Sequence[float]) -> Growth:
    """Judge the costs of a family against a bound.

    Args:
        family: The family.
        bound: One of its bounds.
        costs: What was measured of each size, the smallest first.

    Raises:
        ComplexityError: The costs cannot be fitted.
    """
    if max(costs) - min(costs) <= _IMMATERIAL[bound.metric.unit]:
        return Growth(family, bound, costs, None)
    sizes = [float(size) for size in family.sizes.values()]
    # Nothing retained is a cost as well, and has no logarithm. What is added to all of them is a
    # fixed cost, and changes no exponent.
    added = 0 if all(costs) else _IMMATERIAL[bound.metric.unit]
    verdict = judge_bound(bound.complexity, sizes, [cost + added for cost in costs])
    return Growth(family, bound, costs, verdict)


def _number(value: float) -> str:
    # Adding zero takes the sign off a negative one.
    return f"{round(value, 2) + 0.0:.2f}"
