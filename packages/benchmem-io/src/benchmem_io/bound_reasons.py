"""Why a bound is exceeded or cannot be judged, in words, and what would help."""

from benchmem_core.metrics import Unit
from benchmem_core.units import human_value
from benchmem_io.complexity_bounds import LEAST_SIZES, is_exploding
from benchmem_io.complexity_classes import Complexity
from benchmem_io.cost_curve import Curve

_FLAT = 1.02
_EVEN = 1.15
_SLOW = 0.4
_APART = 4


class Words:
    """What there is to say of costs against a bound."""

    def __init__(self, curve: Curve, unit: Unit, x: str) -> None:
        """Take the words for things.

        Args:
            curve: The costs and the bound.
            unit: That of the costs.
            x: What the size is called.
        """
        self._curve, self._unit, self._x = curve, unit, x
        self._of = curve.bound.name[2:-1]

    def above(self) -> str:
        """Why the bound is exceeded."""
        curve = self._curve
        ends = [f"{curve.sizes[i]:g}" for i in curve.steps[1:]]
        if curve.bound.is_constant:
            costs = [self._text(curve.costs[i]) for i in curve.steps]
            rises = ", ".join(f"{c} at {n}" for c, n in zip(costs[1:], ends, strict=True))
            return f"{costs[0]} became {rises}: it keeps growing"
        prices = [self._text(price) for price in curve.prices]
        listed = ", ".join(f"{p} up to {n}" for p, n in zip(prices, ends, strict=True))
        speeds = curve.speeds[-3:]
        power = sum(speeds) / len(speeds)
        return f"a further {self._of} costs {listed}: it keeps rising, like n^{power:.1f}"

    def unknown(self) -> str:
        """Why the bound cannot be judged, and what to add."""
        curve = self._curve
        if len(curve.steps) < LEAST_SIZES:
            return f"only {len(curve.steps)} of its sizes are about twice the one before. {self._spread()}"
        last = curve.sizes[-1]
        if is_exploding(curve) and not curve.bound.is_constant:
            rates = ", ".join(f"{each:.2f}" for each in curve.exponents[-3:])
            return (
                f"growth still speeds up: exponents {rates}, the next would pass "
                f"{curve.allowed:.3g}. Add {self._x}={2 * last:g}"
            )
        level = [cost <= _FLAT * curve.costs[0] for cost in curve.costs]
        flat = level.index(False) - 1 if False in level else len(level) - 1
        if flat > 0 and flat >= len(curve.costs) - 3:
            return f"flat up to {curve.sizes[flat]:g}, growth only after it. {self._more()}"
        if curve.bound.is_constant:
            low, high = self._text(curve.costs[0]), self._text(curve.costs[-1])
            return f"it grew from {low} to {high}, and may level off. {self._more()}"
        return self._uneven()

    def _uneven(self) -> str:
        curve = self._curve
        units = [curve.unit_costs[i] for i in curve.steps]
        tail = units[-3:]
        if max(tail) <= _EVEN * min(tail) and units[0] * _EVEN < min(tail):
            each = ", ".join(self._text(value) for value in units[1:])
            return (
                f"the smallest sizes are cheaper ({self._text(units[0])} each, then {each}). Add "
                f"{self._x}={2 * curve.sizes[-1]:g}, or leave the smallest out"
            )
        if min(curve.speeds) > 0 and curve.drift < _SLOW:
            prices = ", ".join(self._text(price) for price in curve.prices)
            name, higher = curve.bound.name, _next(curve.bound).name
            return (
                f"the price rises slowly ({prices}): more than {name} explains, too little to "
                f"prove it. Allow {higher}, or add sizes over two decades"
            )
        low, high = self._text(units[0]), self._text(units[-1])
        if units[-1] > units[0]:
            return (
                f"the cost per {self._of} rose from {low} to {high}, which tables that double or "
                f"quadruple also do. {self._spread()}"
            )
        return f"a fixed cost hides how fast it grows: {low} per {self._of} became {high}. {self._more()}"

    def _more(self) -> str:
        return f"Add sizes above {self._curve.sizes[-1]:g}"

    def _spread(self) -> str:
        sizes = self._curve.sizes
        wider = [sizes[0] * _APART**i for i in range(LEAST_SIZES)]
        if self._curve.span >= wider[-1] / wider[0]:
            return self._more()
        return f"Let each size be {_APART} times the last: {', '.join(f'{n:g}' for n in wider)}"

    def _text(self, cost: float) -> str:
        if self._unit != "s" and abs(cost) < 100:
            return f"{cost:.3g}{' B' if self._unit == 'B' else ''}"
        return human_value(cost, self._unit)


def _next(bound: Complexity) -> Complexity:
    """The next class above."""
    return Complexity(bound.power + 0.5) if bound.logs else Complexity(bound.power, 1)
