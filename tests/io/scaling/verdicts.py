"""Judge the recorded corpus: how often a bound is judged wrongly, and how often not at all."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from benchmem_io.complexity_bounds import Verdict, judge_bound
from benchmem_io.complexity_classes import parse_complexity
from benchmem_io.cost_curve import Curve

from .cases import BOUNDS, LADDERS, METRICS, STARTS, Case
from .measuring import CASES, recorded

GROWTH = {"peak": 1024, "allocated": 1024, "allocations": 10}


@dataclass(frozen=True)
class Judged:
    case: Case
    metric: str
    sizes: tuple[int, ...]
    costs: tuple[float, ...]
    bound: str
    distance: int
    verdict: Verdict

    @property
    def is_wrong(self):
        if self.verdict is Verdict.UNKNOWN:
            return False
        return (self.verdict is Verdict.WITHIN) != (self.distance >= 0)


def ladders() -> Iterator[tuple[Case, str, tuple[int, ...], tuple[int, ...]]]:
    of_cases = recorded()
    for case in CASES:
        if case.name not in of_cases:
            continue
        costs = of_cases[case.name]
        seen = set()
        for name in LADDERS:
            for start in STARTS[case.work]:
                sizes = tuple(dict.fromkeys(case.ladder(name, start)))
                if sizes in seen or not set(sizes) <= costs.keys():
                    continue
                seen.add(sizes)
                if len(sizes) < 4 or sizes[-1] < 16 * sizes[0]:
                    continue
                for metric in case.classes:
                    at = METRICS.index(metric)
                    values = tuple(costs[n][at] for n in sizes)
                    if max(values) - min(values) > GROWTH[metric]:
                        if not all(values):
                            values = tuple(v + GROWTH[metric] for v in values)
                        yield case, metric, sizes, values


def judged() -> Iterator[Judged]:
    for case, metric, sizes, costs in ladders():
        truth = BOUNDS.index(case.classes[metric])
        for place, bound in enumerate(BOUNDS[:-1]):
            curve = Curve(parse_complexity(bound), [*map(float, sizes)], costs)
            yield Judged(case, metric, sizes, costs, bound, place - truth, judge_bound(curve))
