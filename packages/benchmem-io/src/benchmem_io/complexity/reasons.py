"""Explain why a bound is exceeded or cannot be judged, and how to help it."""

from collections.abc import Iterable

from benchmem_core.metrics import Unit
from benchmem_core.units import UNITS
from benchmem_io.complexity.bounds import (
    LEAST_RATIO,
    LEAST_SIZES,
    BoundVerdict,
    is_exploding,
    judge_bound,
)
from benchmem_io.complexity.classes import Complexity
from benchmem_io.complexity.cost_curve import CostCurve, sort_points

_FLAT, _EVEN = 1.02, 1.15
# `n log n` over `n` rises by half as much.
_SLOW = 0.2
_APART, _FIRST = 4, 1000


def judge_costs(
    bound: Complexity,
    sizes: Iterable[float],
    costs: Iterable[float],
    *,
    unit: Unit,
    x: str,
    noise: float = 0.0,
) -> tuple[BoundVerdict, str]:
    """Judge whether costs grow no faster than a bound, and say why not.

    Args:
        bound: The bound.
        sizes: The size of each cost; sizes may repeat.
        costs: The costs, all above zero.
        unit: The unit of the costs.
        x: The name of the size.
        noise: The share by which costs are off by chance.

    Returns:
        The verdict, and the reason for it; the reason is empty within the bound.
    """
    curve = CostCurve(bound, *sort_points(sizes, costs))
    verdict = judge_bound(curve, noise)
    if verdict is BoundVerdict.ABOVE:
        return verdict, why_above(curve, unit)
    return verdict, why_unknown(curve, unit, x) if verdict is BoundVerdict.UNKNOWN else ""


def why_above(curve: CostCurve, unit: Unit) -> str:
    """Say why a bound is exceeded.

    Args:
        curve: The costs and the bound.
        unit: The unit of the costs.
    """
    ends = [_number(curve.sizes[i]) for i in curve.steps[1:]]
    if curve.bound.is_constant:
        costs = _texts((curve.costs[i] for i in curve.steps), unit)
        rises = ", ".join(f"{cost} at {n}" for cost, n in zip(costs[1:], ends, strict=True))
        return f"{costs[0]} became {rises}: it keeps growing"
    prices = _texts(curve.prices, unit)
    listed = ", ".join(f"{price} up to {n}" for price, n in zip(prices, ends, strict=True))
    speeds = curve.speeds[-3:]
    power = sum(speeds) / len(speeds)
    return f"a further {_name_bound(curve)} costs {listed}: it keeps rising, like n^{power:.1f}"


def why_unknown(curve: CostCurve, unit: Unit, x: str) -> str:
    """Say why a bound cannot be judged, and which sizes to add.

    Args:
        curve: The costs and the bound.
        unit: The unit of the costs.
        x: The name of the size.
    """
    more = f"Add sizes above {_number(curve.sizes[-1])}"
    after = f"Add {x}={_number(2 * curve.sizes[-1])}"
    if len(curve.steps) < LEAST_SIZES:
        return f"only {len(curve.steps)} sizes lie 1.9 times apart. {_wider(curve) or more}"
    if curve.span < LEAST_RATIO:
        return f"the sizes span less than {LEAST_RATIO} times. {_wider(curve) or more}"
    rises = (i for i, cost in enumerate(curve.costs) if cost > _FLAT * curve.costs[0])
    flat = next(rises, 0) - 1
    if flat > 0 and flat >= len(curve.costs) - 3:
        return f"flat up to {_number(curve.sizes[flat])}, growth only after it. {more}"
    if curve.bound.is_constant:
        low, high = _texts((curve.costs[0], curve.costs[-1]), unit)
        return f"it grew from {low} to {high}, and may level off. {more}"
    if is_exploding(curve):
        rates = ", ".join(f"{each:.2f}" for each in curve.exponents[-3:])
        passed = f"the next would pass {curve.allowed:.3g}"
        return f"growth still speeds up: exponents {rates}, {passed}. {after}"
    return _why_uneven(curve, unit, after, _wider(curve) or more)


def _why_uneven(curve: CostCurve, unit: Unit, after: str, wider: str) -> str:
    units = [curve.unit_costs[i] for i in curve.steps]
    first, *others = _texts(units, unit)
    if max(units[-2:]) <= _EVEN * min(units[-2:]) and units[0] * _EVEN < min(units[1:]):
        begin = f", or begin at {_FIRST}" if curve.sizes[0] < _FIRST else ""
        listed = f"{first} each, then {', '.join(others)}"
        return f"the smallest sizes are cheaper ({listed}). {after}{begin}"
    if min(curve.speeds) > 0 and max(curve.speeds) < _SLOW:
        name, prices = curve.bound.name, ", ".join(_texts(curve.prices, unit))
        return (
            f"the price rises slowly ({prices}): more than {name} explains, too little to prove "
            f"it. Allow {_next(curve.bound).name}, or add sizes over two decades"
        )
    if units[-1] > units[0]:
        rose = f"the cost per {_name_bound(curve)} rose from {first} to {others[-1]}"
        return f"{rose}, which tables that double or quadruple also do. {wider}"
    became = f"{first} per {_name_bound(curve)} became {others[-1]}"
    return f"a fixed cost hides the growth: {became}. {wider}"


def _name_bound(curve: CostCurve) -> str:
    return curve.bound.name[2:-1]


def _wider(curve: CostCurve) -> str:
    """Suggest wider sizes; return an empty text if the sizes are as wide already."""
    start = curve.sizes[0] if curve.sizes[-1] < _FIRST else max(curve.sizes[0], _FIRST)
    sizes = [start * _APART**i for i in range(LEAST_SIZES)]
    if sizes[0] <= curve.sizes[0] and sizes[-1] <= curve.sizes[-1]:
        return ""
    return f"Let each size be {_APART} times the last: {', '.join(map(_number, sizes))}"


def _texts(costs: Iterable[float], unit: Unit) -> list[str]:
    suffix = " B" if unit == "B" else ""
    return [
        f"{cost:.3g}{suffix}" if unit != "s" and abs(cost) < 100 else UNITS[unit].format(cost)
        for cost in costs
    ]


def _number(n: float) -> str:
    return f"{n:.12g}"


def _next(bound: Complexity) -> Complexity:
    return Complexity(bound.power + 0.5) if bound.logs else Complexity(bound.power, 1)
