"""Judge the recorded corpus: every bound over every ladder of every function."""

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmem_io.complexity.bounds import BoundVerdict, judge_bound
from benchmem_io.complexity.classes import Complexity
from benchmem_io.complexity.cost_curve import CostCurve

from .cases import BOUNDS, LADDERS, METRICS, STARTS, Case
from .measuring import CASES, recorded

_LEAST_SIZES, _LEAST_SPAN = 4, 16
# Growth of less than this is none to speak of, as in a session.
_IMMATERIAL = {"peak": 1024, "allocated": 1024, "allocations": 10}


@dataclass(frozen=True)
class Ladder:
    """Costs of a function over the sizes of one ladder."""

    case: Case
    metric: str
    sizes: tuple[int, ...]
    costs: tuple[float, ...]

    @property
    def truth(self) -> str:
        """The class that the function has."""
        return self.case.classes[self.metric]


@dataclass(frozen=True)
class Judged:
    """What was said of a bound.

    Attributes:
        ladder: What was judged.
        bound: The bound.
        distance: By how many classes it lies above the truth.
        verdict: What was said.
    """

    ladder: Ladder
    bound: str
    distance: int
    verdict: BoundVerdict

    @property
    def is_wrong(self) -> bool:
        """Whether it was judged, and wrongly."""
        right = BoundVerdict.WITHIN if self.distance >= 0 else BoundVerdict.ABOVE
        return self.verdict not in {right, BoundVerdict.UNKNOWN}


def ladders() -> Iterator[Ladder]:
    """What is judged: ladders of 4 sizes or more over 16x, which grow to speak of."""
    of_cases = recorded()
    for case in CASES:
        costs = of_cases[case.name]
        wanted = {case.ladder(name, start) for name in LADDERS for start in STARTS[case.work]}
        for sizes in sorted(tuple(dict.fromkeys(each)) for each in wanted):
            is_scored = len(sizes) >= _LEAST_SIZES and sizes[-1] >= _LEAST_SPAN * sizes[0]
            if is_scored and set(sizes) <= costs.keys():
                yield from _ladders(case, sizes, [costs[n] for n in sizes])


def _ladders(case: Case, sizes: tuple[int, ...], rows: Sequence[Sequence[int]]) -> Iterator[Ladder]:
    for metric in case.classes:
        costs = [row[METRICS.index(metric)] for row in rows]
        if max(costs) - min(costs) > _IMMATERIAL[metric]:
            added = 0 if all(costs) else _IMMATERIAL[metric]
            yield Ladder(case, metric, sizes, tuple(cost + added for cost in costs))


def judged(of_all: Iterable[Ladder], noise: float = 0.0) -> Iterator[Judged]:
    """Judge every bound over ladders, with lognormal noise."""
    for ladder in of_all:
        chance = random.Random(f"{ladder.case.name} {ladder.metric} {ladder.sizes} {noise}")
        costs = [cost * math.exp(chance.gauss(0, noise)) for cost in ladder.costs]
        for place, bound in enumerate(BOUNDS[:-1]):
            curve = CostCurve(Complexity.parse(bound), [*map(float, ladder.sizes)], costs)
            distance = place - BOUNDS.index(ladder.truth)
            yield Judged(ladder, bound, distance, judge_bound(curve, noise))


@dataclass(frozen=True)
class Share:
    """How often bounds were judged wrongly, and how often not at all."""

    count: int
    wrong: int
    unknown: int

    def __str__(self) -> str:
        """As a row of a table."""
        return (
            f"{self.count:,} | {self.wrong:,} ({self.wrong / self.count:.2%}) | "
            f"{self.unknown / self.count:.1%}"
        ).replace("%", " %")


def share_of(rows: Iterable[Judged]) -> Share:
    """Count verdicts."""
    rows = list(rows)
    unknown = sum(row.verdict is BoundVerdict.UNKNOWN for row in rows)
    return Share(len(rows), sum(row.is_wrong for row in rows), unknown)


def of_distance(rows: Iterable[Judged], low: int, high: int, *, start: int = 1) -> Share:
    """The share of bounds so many classes above the truth, over sizes from `start` on."""
    return share_of(
        row for row in rows if low <= row.distance <= high and row.ladder.sizes[0] >= start
    )


def linear_above(rows: Iterable[Judged]) -> Share:
    """Linear code against `O(n)`; what is wrong was called above it."""
    return share_of(row for row in rows if row.bound == row.ladder.truth == "O(n)")


def steep_within(rows: Iterable[Judged]) -> Share:
    """What grows like `n^1.5` or faster against `O(n)`; what is wrong was called within it."""
    steep = BOUNDS[BOUNDS.index("O(n^1.5)") :]
    return share_of(row for row in rows if row.bound == "O(n)" and row.ladder.truth in steep)
