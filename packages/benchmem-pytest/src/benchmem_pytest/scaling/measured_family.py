"""Judge a family in a session: the measurements so far, and the verdicts on its bounds."""

from dataclasses import dataclass, field

from benchmem_core.text import shorten
from benchmem_io.complexity import BoundVerdict, estimate_noise
from benchmem_pytest.markers import Bound
from benchmem_pytest.results import SessionBenchmark
from benchmem_pytest.scaling.families import Family
from benchmem_pytest.scaling.growth import FamilyGrowth, judge_growth

_WIDEST = 60
_NOT_SELECTED = "not selected"


@dataclass(eq=False)
class MeasuredFamily:
    """A family in this session, with its measurements and verdicts so far.

    Attributes:
        family: The family.
        selected: The node ids of the tests that will run.
        benchmarks: The measured benchmarks, by node id.
        missing: The reasons why tests were not measured, by node id.
        growths: The growth and verdict of each bound.
    """

    family: Family
    selected: set[str]
    benchmarks: dict[str, SessionBenchmark] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    growths: dict[Bound, FamilyGrowth] = field(default_factory=dict)

    def list_unmeasured(self, id_: str) -> list[Bound]:
        """Return the bounds whose metric a test did not measure."""
        test = self.benchmarks.get(id_)
        return [
            bound
            for bound in self.family.bounds
            if test is None or test.value(bound.metric) is None
        ]

    def judge(self) -> None:
        """Judge the bounds for which every size has been measured."""
        tests = [self.benchmarks[id_] for id_ in self.family.sizes if id_ in self.benchmarks]
        for bound in self.family.bounds:
            values = [each.value(bound.metric) for each in tests]
            costs = [value for value in values if value is not None]
            self.growths.pop(bound, None)
            if len(costs) == len(self.family.sizes) and not self._is_mixed(bound):
                noise = estimate_noise(tests, bound.metric)
                self.growths[bound] = judge_growth(self.family, bound, costs, noise)

    def select(self, verdict: BoundVerdict) -> list[FamilyGrowth]:
        """Return the growths that have this verdict."""
        return [growth for growth in self.growths.values() if growth.verdict is verdict]

    def explain_unjudged(self) -> list[str]:
        """List the bounds that lack a size: one line for all with the same reason."""
        reasons: dict[str, list[str]] = {}
        for bound in self.family.bounds:
            if bound not in self.growths:
                named = f"{bound.metric.name} against {bound.complexity.name}"
                reasons.setdefault(self._why(bound), []).append(named)
        return [
            f"`{self.family.name}`: {', '.join(bounds)}: {reason}"
            for reason, bounds in reasons.items()
        ]

    def _is_mixed(self, bound: Bound) -> bool:
        modes = {each.allocators for each in self.benchmarks.values()}
        return bound.metric.field is not None and len(modes) > 1

    def _why(self, bound: Bound) -> str:
        if all(map(self.benchmarks.get, self.family.sizes)) and self._is_mixed(bound):
            return "its sizes were counted with different allocators"
        reasons: dict[str, list[str]] = {}
        for id_, size in self.family.sizes.items():
            if bound in self.list_unmeasured(id_):
                absent = "not run" if id_ in self.selected else _NOT_SELECTED
                reasons.setdefault(self.missing.get(id_, absent), []).append(str(size))
        listed = "; ".join(
            f"`{self.family.x}` {shorten(', '.join(sizes), _WIDEST)} {reason}"
            for reason, sizes in reasons.items()
        )
        return f"{listed}: run all its sizes together" if _NOT_SELECTED in reasons else listed
