"""Judge bounds of growth in a session: each family when its last size has been measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from benchmem_core.errors import ArgumentError
from benchmem_io.complexity import BoundVerdict
from benchmem_pytest.markers import SCALING_MARKER, list_bounded_metrics
from benchmem_pytest.options import get_options
from benchmem_pytest.results import SessionBenchmark, get_result, read_result
from benchmem_pytest.scaling.families import RefusedFamily, find_families
from benchmem_pytest.scaling.growth import FamilyGrowth
from benchmem_pytest.scaling.measured_family import MeasuredFamily
from benchmem_pytest.unjudged import explain_unmeasured, warn_of_unknown, warn_of_unmeasured


@dataclass(eq=False)
class Scaling:
    """The families of this session.

    Attributes:
        families: The families that can be judged as they are written.
        refusals: The reasons why the bounds of other tests cannot be judged, by node id.
    """

    families: Sequence[MeasuredFamily]
    refusals: dict[str, str]

    def __post_init__(self) -> None:
        """Index the families by the node ids of their tests."""
        self._of = {id_: each for each in self.families for id_ in each.family.sizes}
        self._expected: set[str] = set()

    def check(self, item: pytest.Item) -> None:
        """Refuse a test whose bound cannot be judged as it is written.

        Raises:
            ArgumentError: The size is missing, or its values are too few or too close together.
        """
        reason = self.refusals.get(item.nodeid)
        if "rss" in list_bounded_metrics(item) and not get_options(item).isolate:
            reason = (
                "`rss` needs `@pytest.mark.benchmem(isolate=True)`: only a pass in its own process "
                "has an rss"
            )
        if reason is not None:
            raise ArgumentError(f"`@pytest.mark.{SCALING_MARKER}`: {reason}")

    def finish(self, item: pytest.Item) -> None:
        """Add the measurement of a test that passed; judge the bounds that are complete.

        Raises:
            Failed: A cost grows faster than its bound.
        """
        measured = self._of.get(item.nodeid)
        if measured is None:
            return
        measured.missing.pop(item.nodeid, None)
        memory, timed = get_result(item), _find_timed(item)
        if memory is not None and timed is not None:
            memory = read_result(timed.extra_info, item.config) or memory
        times = None if timed is None or timed.has_error else timed.stats
        measured.benchmarks[item.nodeid] = SessionBenchmark(item.nodeid, memory, times)
        unmeasured = measured.list_unmeasured(item.nodeid)
        if hasattr(item.config, "workerinput"):
            # A worker does not know the measurements of the others, and prints no summary.
            why = "pytest-xdist measures its sizes in several processes"
            warn_of_unmeasured(item, measured.family.bounds, why)
            return
        if unmeasured:
            needs_memory = any(bound.metric.field is not None for bound in unmeasured)
            why = (
                "its passes recorded no such metric"
                if memory is not None and needs_memory
                else explain_unmeasured(item, needs_memory=needs_memory)
            )
            measured.missing[item.nodeid] = f"not measured: {why}"
            warn_of_unmeasured(item, unmeasured, why)
        measured.judge()
        for growth in measured.select(BoundVerdict.UNKNOWN):
            warn_of_unknown(item, growth)
        if failures := [growth.message for growth in measured.select(BoundVerdict.ABOVE)]:
            pytest.fail("\n".join(failures), pytrace=False)

    @property
    def fails(self) -> bool:
        """Whether a cost grows faster than its bound, and no test expects that."""
        return any(
            growth.family.name not in self._expected
            for each in self.families
            for growth in each.select(BoundVerdict.ABOVE)
        )

    def note(self, report: pytest.TestReport) -> None:
        """Note why a test that did not pass was not measured, or that its failure is expected."""
        measured = self._of.get(report.nodeid)
        if measured is None or report.passed or report.when == "teardown":
            return
        is_expected = hasattr(report, "wasxfail")
        if is_expected and report.nodeid in measured.benchmarks:
            self._expected.add(measured.family.name)
        is_skipped = report.skipped and not is_expected
        measured.missing[report.nodeid] = "skipped" if is_skipped else "failed"

    def lines(self, *, with_good: bool) -> list[str]:
        """Return the lines to print at the end of the session.

        Args:
            with_good: Whether bounds that hold are shown.
        """

        def list_growths(verdict: BoundVerdict, label: str) -> list[str]:
            return [
                f"{label}{self._describe_expectation(growth)}: {growth}"
                for measured in self.families
                for growth in measured.select(verdict)
            ]

        lines = list_growths(BoundVerdict.ABOVE, "exceeded") + list_growths(
            BoundVerdict.UNKNOWN, "not judged"
        )
        lines += [
            f"not judged: {line}" for each in self.families for line in each.explain_unjudged()
        ]
        return lines + list_growths(BoundVerdict.WITHIN, "holds") if with_good else lines

    def _describe_expectation(self, growth: FamilyGrowth) -> str:
        is_expected = growth.verdict is BoundVerdict.ABOVE and growth.family.name in self._expected
        return " as expected" if is_expected else ""


def open_scaling(items: Iterable[pytest.Item]) -> Scaling:
    """Find the families of a session.

    Args:
        items: The tests that will run.
    """
    items = list(items)
    selected = {item.nodeid for item in items}
    families, refusals = [], {}
    for found in find_families(items):
        if isinstance(found, RefusedFamily):
            refusals.update(dict.fromkeys(found.ids, found.reason))
        elif ours := selected & found.sizes.keys():
            families.append(MeasuredFamily(found, ours))
    return Scaling(families, refusals)


def _find_timed(item: pytest.Item) -> Any:
    """Return the entry of a test in pytest-benchmark's session; `None` if it was not timed."""
    session = item.config.pluginmanager.get_plugin("pytest-benchmark")
    for timed in reversed(getattr(session, "benchmarks", ())):
        if timed.fullname == item.nodeid:
            return timed
    return None
