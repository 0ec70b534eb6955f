"""Judge whether the costs of a family keep a bound, and write the verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_core.units import UNITS
from benchmem_io.complexity import BoundVerdict, judge_costs
from benchmem_pytest.markers import Bound
from benchmem_pytest.scaling.families import Family

# Growth of less than this over all sizes comes from a few objects, such as an integer above 256,
# and does not count, even if it is a large share of a small cost.
_IMMATERIAL = {"B": 1024, "count": 10, "s": 1e-7}


@dataclass(frozen=True)
class FamilyGrowth:
    """The growth of a cost of a family, and the verdict on its bound.

    Attributes:
        family: The family.
        bound: The bound.
        costs: The measured cost of each size, the smallest size first.
        verdict: The verdict on the bound.
        why: The reason for a verdict other than `within`, or a note that the cost does not grow.
    """

    family: Family
    bound: Bound
    costs: Sequence[float]
    verdict: BoundVerdict
    why: str = ""

    def __str__(self) -> str:
        """Write the line for the end of the session."""
        metric, bound = self.bound.metric, self.bound.complexity.name
        head = f"`{self.family.name}`: {metric.name} over {self._range}"
        if self.verdict is BoundVerdict.UNKNOWN:
            return f"{head} against {bound}: {self.why}"
        if self.verdict is BoundVerdict.ABOVE:
            return f"{head}: above {bound}: {self.why}"
        low, high = (UNITS[metric.unit].format(cost) for cost in (min(self.costs), max(self.costs)))
        span = low if low == high else f"{low} to {high}"
        return f"{head}: {span}, {self.why}within {bound}"

    @property
    def message(self) -> str:
        """The failure message: the bound, the reason, and a line for each size."""
        family, metric, bound = self.family, self.bound.metric, self.bound.complexity
        head = (
            f"`{metric.name}` of `{family.name}` grows faster than its bound `{bound.name}` over "
            f"{self._range}: {self.why}"
        )
        costs = [UNITS[metric.unit].format(cost) for cost in self.costs]
        rows = zip(family.sizes.values(), costs, strict=True)
        return "\n".join([head, *(f"    {family.x}={size}: {cost}" for size, cost in rows)])

    @property
    def _range(self) -> str:
        first, *_, last = self.family.sizes.values()
        return f"`{self.family.x}` {first} to {last}"


def judge_growth(
    family: Family, bound: Bound, costs: Sequence[float], noise: float = 0.0
) -> FamilyGrowth:
    """Judge the costs of a family against a bound.

    Args:
        family: The family.
        bound: One of its bounds.
        costs: The measured cost of each size, the smallest size first.
        noise: The share by which costs vary by chance.
    """
    unit = bound.metric.unit
    if max(costs) - min(costs) <= _IMMATERIAL[unit]:
        return FamilyGrowth(family, bound, costs, BoundVerdict.WITHIN, "no growth to speak of, ")
    # A cost may be 0 (nothing retained), and no cost is a multiple of 0. Adding the same number
    # to all costs is a fixed cost, and does not change their growth.
    added = 0 if all(costs) else _IMMATERIAL[unit]
    sizes = [float(size) for size in family.sizes.values()]
    verdict, why = judge_costs(
        bound.complexity,
        sizes,
        [cost + added for cost in costs],
        unit=unit,
        x=family.x,
        noise=noise,
    )
    return FamilyGrowth(family, bound, costs, verdict, why)
