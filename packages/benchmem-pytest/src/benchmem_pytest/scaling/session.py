"""Judge bounds of growth in a session: each family when its last size has been measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from benchmem_core.errors import ArgumentError
from benchmem_io.complexity import Verdict
from benchmem_pytest.fixture import measured_memory
from benchmem_pytest.gate import measured
from benchmem_pytest.options import options_of
from benchmem_pytest.rows import read_result
from benchmem_pytest.scaling.families import Refused, families_of
from benchmem_pytest.scaling.growth import Growth
from benchmem_pytest.scaling.judging import Judging
from benchmem_pytest.scaling_marker import SCALING_MARKER, bounded_metrics
from benchmem_pytest.unjudged import warn_of_unknown, warn_of_unmeasured
from benchmem_pytest.unmeasured import why_unmeasured


@dataclass(eq=False)
class Scaling:
    """The families of this session.

    Attributes:
        judgings: The families that can be judged as they are written.
        refusals: The reasons why the bounds of other tests cannot be judged, by node id.
    """

    judgings: Sequence[Judging]
    refusals: dict[str, str]

    def __post_init__(self) -> None:
        """Index the families by the node ids of their tests."""
        self._of = {id_: each for each in self.judgings for id_ in each.family.sizes}
        self._expected: set[str] = set()

    def check(self, item: pytest.Item) -> None:
        """Refuse a test whose bound cannot be judged as it is written.

        Raises:
            ArgumentError: The size is missing, or its values are too few or too close together.
        """
        reason = self.refusals.get(item.nodeid)
        if "rss" in bounded_metrics(item) and not options_of(item).isolate:
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
        judging = self._of.get(item.nodeid)
        if judging is None:
            return
        judging.missing.pop(item.nodeid, None)
        memory, timed = measured_memory(item), _timed(item)
        if memory is not None and timed is not None:
            memory = read_result(timed.extra_info) or memory
        times = None if timed is None or timed.has_error else timed.stats
        judging.found[item.nodeid] = measured(item.nodeid, memory, times)
        lacking = judging.lacking(item.nodeid)
        if hasattr(item.config, "workerinput"):
            # A worker does not know the measurements of the others, and prints no summary.
            why = "pytest-xdist measures its sizes in several processes"
            warn_of_unmeasured(item, judging.family.bounds, why)
            return
        if lacking:
            needs_memory = any(bound.metric.field is not None for bound in lacking)
            why = (
                "its passes recorded no such metric"
                if memory is not None and needs_memory
                else why_unmeasured(item, needs_memory=needs_memory)
            )
            judging.missing[item.nodeid] = f"not measured: {why}"
            warn_of_unmeasured(item, lacking, why)
        judging.judge()
        for growth in judging.judged(Verdict.UNKNOWN):
            warn_of_unknown(item, growth)
        if failures := [growth.message for growth in judging.judged(Verdict.ABOVE)]:
            pytest.fail("\n".join(failures), pytrace=False)

    @property
    def fails(self) -> bool:
        """Whether a cost grows faster than its bound, and no test expects that."""
        return any(
            growth.family.name not in self._expected
            for each in self.judgings
            for growth in each.judged(Verdict.ABOVE)
        )

    def note(self, report: pytest.TestReport) -> None:
        """Note why a test that did not pass was not measured, or that its failure is expected."""
        judging = self._of.get(report.nodeid)
        if judging is None or report.passed or report.when == "teardown":
            return
        is_expected = hasattr(report, "wasxfail")
        if is_expected and report.nodeid in judging.found:
            self._expected.add(judging.family.name)
        is_skipped = report.skipped and not is_expected
        judging.missing[report.nodeid] = "skipped" if is_skipped else "failed"

    def lines(self, *, with_good: bool) -> list[str]:
        """Return the lines to print at the end of the session.

        Args:
            with_good: Whether bounds that hold are shown.
        """

        def said(verdict: Verdict, of_it: str) -> list[str]:
            return [
                f"{of_it}{self._as_expected(growth)}: {growth}"
                for judging in self.judgings
                for growth in judging.judged(verdict)
            ]

        lines = said(Verdict.ABOVE, "exceeded") + said(Verdict.UNKNOWN, "not judged")
        lines += [f"not judged: {line}" for each in self.judgings for line in each.unjudged()]
        return lines + said(Verdict.WITHIN, "holds") if with_good else lines

    def _as_expected(self, growth: Growth) -> str:
        is_expected = growth.verdict is Verdict.ABOVE and growth.family.name in self._expected
        return " as expected" if is_expected else ""


def open_scaling(items: Iterable[pytest.Item]) -> Scaling:
    """Find the families of a session.

    Args:
        items: The tests that will run.
    """
    items = list(items)
    selected = {item.nodeid for item in items}
    judgings, refusals = [], {}
    for found in families_of(items):
        if isinstance(found, Refused):
            refusals.update(dict.fromkeys(found.ids, found.reason))
        elif ours := selected & found.sizes.keys():
            judgings.append(Judging(found, ours))
    return Scaling(judgings, refusals)


def _timed(item: pytest.Item) -> Any:
    """Return the entry of a test in pytest-benchmark's session; `None` if it was not timed."""
    session = item.config.pluginmanager.get_plugin("pytest-benchmark")
    for timed in reversed(getattr(session, "benchmarks", ())):
        if timed.fullname == item.nodeid:
            return timed
    return None
