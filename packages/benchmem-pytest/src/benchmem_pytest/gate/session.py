"""The gate in a session: it judges each benchmark, and measures it again if it grew."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import pytest

from benchmem_core.callsites import Site
from benchmem_core.engine import Measurement, MemoryResult, Sampling
from benchmem_core.units import UNITS
from benchmem_io.callsites import site_lines
from benchmem_io.errors import RunFileError
from benchmem_io.gate import GatePolicy, GateReport, Growth, RuleVerdict, Threshold, judge
from benchmem_io.table import indent_lines
from benchmem_pytest.gate.baseline import NOW, Baseline, load_baseline
from benchmem_pytest.gate.confirmation import Confirmation, ConfirmationSampler, count_more_passes
from benchmem_pytest.options import find_json_target, is_comparison_requested, read_gate_options
from benchmem_pytest.results import SessionBenchmark
from benchmem_pytest.unjudged import asks_for_benchmark, explain_unmeasured


@dataclass(eq=False)
class Gate:
    """The baseline and the rules of a session, and the verdicts.

    Attributes:
        baseline: The saved run; `None` if none is saved yet.
        thresholds: The rules.
        verdicts: The verdict of each rule, by benchmark.
        confirmations: Regressions that were seen at first, by benchmark and rule.
        sites: The call sites of each benchmark, where they were recorded.
        expected_item: A test that asks for a benchmark; `None` in a session without one.
        is_distributed: Whether other processes run the tests, and report no measurement.
        is_requested: Whether the command line asks for a comparison; else an ini option has rules,
            and a session that judges nothing passes.
    """

    baseline: Baseline | None
    thresholds: Sequence[Threshold]
    verdicts: dict[str, list[RuleVerdict]] = field(default_factory=dict)
    confirmations: dict[tuple[str, Threshold], Confirmation] = field(default_factory=dict)
    sites: dict[str, Sequence[Site] | None] = field(default_factory=dict)
    expected_item: pytest.Item | None = None
    is_distributed: bool = False
    is_requested: bool = True

    def expect_benchmarks(self, items: Iterable[pytest.Item]) -> None:
        """Expect verdicts if a test asks for a benchmark.

        Args:
            items: The tests that will run.
        """
        self.expected_item = next(filter(asks_for_benchmark, items), None)

    def confirm(
        self,
        id_: str,
        result: MemoryResult,
        measure_again: Callable[[ConfirmationSampler], MemoryResult],
        *,
        sampling: Sampling,
    ) -> MemoryResult:
        """Measure a benchmark again if it seems to have grown.

        Args:
            id_: The node id.
            result: The first passes.
            measure_again: Takes further passes by a rule.
            sampling: The rule of the first passes, whose bounds hold for the further ones too.

        Returns:
            All passes: the first ones and those that followed.
        """
        seen = self._growths(id_, result)
        if not seen:
            return result

        def is_cleared(samples: Sequence[Measurement]) -> bool:
            return not self._growths(id_, MemoryResult(tuple(samples), result.allocators))

        first = len(result.samples)
        plan = ConfirmationSampler(
            result.samples, is_cleared, sampling.max_passes, sampling.max_time
        )
        everything = measure_again(plan)
        head = SessionBenchmark(id_, everything)
        for growth in seen:
            series = head.series(growth.threshold.metric)
            assert series is not None
            self.confirmations[id_, growth.threshold] = Confirmation.from_series(
                growth, series, first
            )
        return everything

    def has_grown(self, id_: str, result: MemoryResult) -> bool:
        """Say whether a benchmark grew too much by a rule about memory."""
        return any(growth.overlap is None for growth in self._growths(id_, result))

    def has_sites(self, id_: str) -> bool:
        """Say whether the baseline has the call sites of a benchmark."""
        return self._base_sites(id_) is not None

    def judge(self, id_: str, result: MemoryResult | None, times: object) -> list[str]:
        """Judge a benchmark, and keep the verdicts.

        Args:
            id_: The node id.
            result: The memory of the benchmark.
            times: The statistics of pytest-benchmark.

        Returns:
            A line for each rule by which it fails.
        """
        if not self.thresholds:
            return []
        head = SessionBenchmark(id_, result, times)
        self.sites[id_] = None if result is None else result.sites
        verdicts = [self._judge(threshold, head) for threshold in self.thresholds]
        self.verdicts[id_] = verdicts
        grown = (each for each in verdicts if isinstance(each, Growth) and each.overlap is None)
        return [self._message(growth) for growth in grown]

    def lines(self) -> list[str]:
        """Return the lines to print at the end of the session."""
        if self.baseline is None:
            return ["no saved run to compare with yet: save one with `--benchmark-autosave`"]
        if not self.thresholds:
            return list(self.baseline.notes)
        if not self.verdicts:
            return [self._explain_nothing()]
        report = self._report()
        regressed = {(each.id, each.threshold) for each in report.regressions}
        lines = []
        for growth in report.regressions:
            lines.append(f"regression: `{growth.id}`: {self._message(growth)}")
            lines += self._site_lines(growth)
        lines += [
            f"not confirmed: {each}"
            for key, each in self.confirmations.items()
            if key[0] in self.verdicts and key not in regressed
        ]
        lines += [f"inconclusive: {growth}" for growth in report.inconclusive]
        lines += [f"not judged: {each}" for each in report.unjudged]
        if report.judged:
            lines += [f"warning: `{each.text}` judged nothing" for each in report.judged_nothing]
        run = self.baseline.run
        where = f"baseline: {run.path}"
        last = report.lines()[-1]
        if not report.judged and not self.is_requested:
            last = f"gate {self._rules}: nothing could be judged"
        return [*lines, last, where, *self.baseline.notes, *run.notes]

    @property
    def fails(self) -> bool:
        """Whether a benchmark grew, or a session with benchmarks had none of them judged."""
        if not self.thresholds:
            return False
        report = self._report()
        is_expected = self.is_requested and (self.is_distributed or self.expected_item is not None)
        return bool(report.regressions) or (is_expected and not report.judged)

    def _explain_nothing(self) -> str:
        rules = self._rules
        if self.is_distributed:
            why = "pytest-xdist disables benchmarks"
        elif self.expected_item is None:
            return f"gate {rules}: no test asks for a benchmark, so nothing was judged"
        else:
            why = explain_unmeasured(self.expected_item)
        fails = ", so it fails" if self.is_requested else ""
        return f"gate {rules}: nothing could be judged{fails}: no memory was measured: {why}"

    @property
    def _rules(self) -> str:
        return ", ".join(f"`{threshold.text}`" for threshold in self.thresholds)

    def _report(self) -> GateReport:
        verdicts = chain.from_iterable(self.verdicts.values())
        return GateReport.from_verdicts(self.thresholds, verdicts, GatePolicy(on_missing="warn"))

    def _growths(self, id_: str, result: MemoryResult) -> list[Growth]:
        head = SessionBenchmark(id_, result)
        verdicts = (
            self._judge(threshold, head)
            for threshold in self.thresholds
            if threshold.metric.field is not None
        )
        return [each for each in verdicts if isinstance(each, Growth)]

    def _judge(self, threshold: Threshold, head: SessionBenchmark) -> RuleVerdict:
        assert self.baseline is not None
        base = self.baseline.run.benchmarks.get(head.id)
        labels = (self.baseline.label, str(NOW))
        return judge(threshold, base, head, id_=head.id, labels=labels)

    def _base_sites(self, id_: str) -> Sequence[Site] | None:
        base = None if self.baseline is None else self.baseline.run.benchmarks.get(id_)
        return None if base is None else base.sites

    def _site_lines(self, growth: Growth) -> list[str]:
        if growth.threshold.metric.field is None:
            return []
        assert self.baseline is not None
        base, head = self._base_sites(growth.id), self.sites.get(growth.id)
        if base is None and head is None:
            return []
        return indent_lines(site_lines(base, head, (self.baseline.label, str(NOW))))

    def _message(self, growth: Growth) -> str:
        again = self.confirmations.get((growth.id, growth.threshold))
        if again is None:
            return growth.message
        values = (growth.base, growth.head, again.seen.head)
        *_, first = UNITS[growth.threshold.metric.unit].format_all(values)
        return f"{growth.message}; seen at {first}, confirmed by {count_more_passes(again.passes)}"


def open_gate(config: pytest.Config) -> Gate | None:
    """Read the baseline, if this session is compared with one.

    Raises:
        UsageError: The baseline is missing or damaged, or rules have none to compare with.
    """
    reference, thresholds = read_gate_options(config)
    if reference is None:
        return None
    session = config.pluginmanager.get_plugin("pytest-benchmark")
    if session is None:
        raise pytest.UsageError(
            "--benchmark-memory-compare needs pytest-benchmark, which is not loaded "
            "(`-p no:benchmark`?)"
        )
    try:
        baseline = load_baseline(reference, session.storage, find_json_target(config))
    except RunFileError as error:
        raise pytest.UsageError(str(error)) from None
    is_requested = is_comparison_requested(config)
    if baseline is None and thresholds and is_requested:
        raise pytest.UsageError(
            f"--benchmark-memory-compare-fail={thresholds[0].text} has nothing to compare with: "
            f"there is no saved run in `{session.storage}`; save one with `--benchmark-autosave`"
        )
    if baseline is not None and thresholds:
        _check_memory(baseline, thresholds)
    return Gate(
        baseline,
        thresholds if baseline is not None else (),
        is_distributed=config.pluginmanager.has_plugin("dsession"),
        is_requested=is_requested,
    )


def _check_memory(baseline: Baseline, thresholds: Sequence[Threshold]) -> None:
    """Read every series that a rule needs, so that a damaged file ends the session early."""
    try:
        for benchmark in baseline.run.benchmarks.values():
            for threshold in thresholds:
                benchmark.value(threshold.metric)
            if benchmark.has_memory:
                _ = benchmark.allocators, benchmark.sites
    except RunFileError as error:
        raise pytest.UsageError(str(error)) from None
