"""The gate inside a session: a benchmark is judged when measured, and measured again if it grew."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import pytest

from benchmem_core.measurement import Measurement, MemoryResult
from benchmem_core.sampling import Sampling
from benchmem_core.sites import Site
from benchmem_core.units import human_values
from benchmem_io.errors import RunFileError
from benchmem_io.gate_report import GateReport, indented, report_of
from benchmem_io.regressions import judge
from benchmem_io.runs import Benchmark
from benchmem_io.site_changes import site_lines
from benchmem_io.thresholds import Threshold
from benchmem_io.verdicts import Growth, Verdict
from benchmem_pytest.baseline import NOW, Baseline, load_baseline, measured
from benchmem_pytest.options import gate_options


@dataclass(frozen=True)
class Confirming:
    """Passes that are taken to confirm a regression.

    Attributes:
        first: The passes that showed it.
        is_cleared: Whether so many passes show it no more.
        max_passes: At most so many in all.
        max_time: Seconds after which no further pass starts.
    """

    first: Sequence[Measurement]
    is_cleared: Callable[[Sequence[Measurement]], bool]
    max_passes: int
    max_time: float | None

    def collect(self, run_pass: Callable[[], Measurement]) -> tuple[Measurement, ...]:
        """Run passes until one clears the benchmark; at least one."""
        started = time.monotonic()
        samples = list(self.first)
        while True:
            samples.append(run_pass())
            if (
                self.is_cleared(samples)
                or len(samples) >= self.max_passes
                or (self.max_time is not None and time.monotonic() - started >= self.max_time)
            ):
                return tuple(samples)


@dataclass(frozen=True)
class Remeasured:
    """A regression that was seen, and what measuring again made of it.

    Attributes:
        seen: What the first passes showed.
        lowest: The value after all passes.
        passes: How many more there were.
    """

    seen: Growth
    lowest: float
    passes: int

    def __str__(self) -> str:
        """One line: what was reported, and what was found."""
        values = (self.seen.base, self.seen.head, self.lowest)
        *_, shown = human_values(values, self.seen.threshold.metric.unit)
        return f"{self.seen}; {_more(self.passes)} later {shown}"


@dataclass(eq=False)
class Gate:
    """What this session is compared with, and what came of it.

    Attributes:
        baseline: The saved run; `None` when there is none yet.
        thresholds: The rules.
        verdicts: What each rule said, by benchmark.
        remeasured: Regressions that were seen at first, by benchmark and rule.
        sites: The call sites of each benchmark, where they were recorded.
    """

    baseline: Baseline | None
    thresholds: Sequence[Threshold]
    verdicts: dict[str, list[Verdict]] = field(default_factory=dict)
    remeasured: dict[tuple[str, Threshold], Remeasured] = field(default_factory=dict)
    sites: dict[str, Sequence[Site] | None] = field(default_factory=dict)

    def confirm(
        self,
        id_: str,
        result: MemoryResult,
        measure_again: Callable[[Confirming], MemoryResult],
        *,
        sampling: Sampling,
    ) -> MemoryResult:
        """Measure a benchmark again when it seems to have grown.

        Args:
            id_: Its node id.
            result: What the first passes showed.
            measure_again: Takes the passes that it is told to.
            sampling: How the first passes were taken: bounds how many follow, and for how long.

        Returns:
            All passes: the first ones and those that followed.
        """
        seen = self._growths(id_, result)
        if not seen:
            return result

        def is_cleared(samples: Sequence[Measurement]) -> bool:
            return not self._growths(id_, MemoryResult(tuple(samples), result.allocators))

        first = len(result.samples)
        plan = Confirming(result.samples, is_cleared, sampling.max_passes, sampling.max_time)
        everything = measure_again(plan)
        head = measured(id_, everything)
        for growth in seen:
            lowest = head.value(growth.threshold.metric)
            assert lowest is not None
            self.remeasured[id_, growth.threshold] = Remeasured(
                growth, lowest, len(everything.samples) - first
            )
        return everything

    def has_grown(self, id_: str, result: MemoryResult) -> bool:
        """Whether a rule of memory finds that a benchmark grew too much."""
        return any(growth.overlap is None for growth in self._growths(id_, result))

    def has_sites(self, id_: str) -> bool:
        """Whether the baseline says where the memory of a benchmark went."""
        return self._base_sites(id_) is not None

    def judge(self, id_: str, result: MemoryResult | None, times: object) -> list[str]:
        """Judge a benchmark, and keep the verdicts.

        Args:
            id_: Its node id.
            result: Its memory.
            times: The statistics of pytest-benchmark.

        Returns:
            A line for each rule by which it fails.
        """
        if not self.thresholds:
            return []
        head = measured(id_, result, times)
        self.sites[id_] = head.sites
        verdicts = [self._judge(threshold, head) for threshold in self.thresholds]
        self.verdicts[id_] = verdicts
        grown = (each for each in verdicts if isinstance(each, Growth) and each.overlap is None)
        return [self._message(growth) for growth in grown]

    def lines(self) -> list[str]:
        """What there is to say at the end, a line each."""
        if self.baseline is None:
            return ["no saved run to compare with yet: save one with `--benchmark-autosave`"]
        if not self.thresholds:
            return []
        report = self._report()
        regressed = {(each.id, each.threshold) for each in report.regressions}
        lines = []
        for growth in report.regressions:
            lines.append(f"regression: `{growth.id}`: {self._message(growth)}")
            lines += self._site_lines(growth)
        lines += [
            f"not confirmed: {each}"
            for key, each in self.remeasured.items()
            if key not in regressed
        ]
        lines += [f"inconclusive: {growth}" for growth in report.inconclusive]
        lines += [f"not judged: {each}" for each in report.unjudged]
        if not self.verdicts:
            rules = ", ".join(f"`{threshold.text}`" for threshold in self.thresholds)
            return [f"gate {rules}: no benchmark was measured, so nothing was judged"]
        run = self.baseline.run
        return [*lines, report.lines()[-1], f"baseline: {run.path}", *run.notes]

    @property
    def judged_nothing(self) -> bool:
        """Whether benchmarks were measured, and no rule could judge any of them."""
        return bool(self.verdicts) and not self._report().judged

    def _report(self) -> GateReport:
        return report_of(self.thresholds, chain.from_iterable(self.verdicts.values()))

    def _growths(self, id_: str, result: MemoryResult) -> list[Growth]:
        head = measured(id_, result)
        verdicts = (
            self._judge(threshold, head)
            for threshold in self.thresholds
            if threshold.metric.field is not None
        )
        return [each for each in verdicts if isinstance(each, Growth)]

    def _judge(self, threshold: Threshold, head: Benchmark) -> Verdict:
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
        return indented(site_lines(base, head, (self.baseline.label, str(NOW))))

    def _message(self, growth: Growth) -> str:
        again = self.remeasured.get((growth.id, growth.threshold))
        if again is None:
            return growth.message
        values = (growth.base, growth.head, again.seen.head)
        *_, first = human_values(values, growth.threshold.metric.unit)
        return f"{growth.message}; seen at {first}, confirmed by {_more(again.passes)}"


def _more(passes: int) -> str:
    return f"{passes} more pass{'' if passes == 1 else 'es'}"


def open_gate(config: pytest.Config) -> Gate | None:
    """Read the baseline, if this session is compared with one.

    Raises:
        UsageError: There is no such baseline, or rules without any.
    """
    reference, thresholds = gate_options(config)
    if reference is None:
        return None
    session = config.pluginmanager.get_plugin("pytest-benchmark")
    if session is None:
        raise pytest.UsageError(
            "--benchmark-memory-compare needs pytest-benchmark, which is not loaded "
            "(`-p no:benchmark`?)"
        )
    try:
        baseline = load_baseline(reference, session.storage)
    except RunFileError as error:
        raise pytest.UsageError(str(error)) from None
    if baseline is None and thresholds:
        raise pytest.UsageError(
            f"--benchmark-memory-compare-fail={thresholds[0].text} has nothing to compare with: "
            f"there is no saved run in `{session.storage}`; save one with `--benchmark-autosave`"
        )
    if baseline is not None and thresholds:
        _check_memory(baseline, thresholds)
    return Gate(baseline, thresholds)


def _check_memory(baseline: Baseline, thresholds: Sequence[Threshold]) -> None:
    """Read every series that a rule will need, so that a damaged file ends the session now."""
    try:
        for benchmark in baseline.run.benchmarks.values():
            for threshold in thresholds:
                benchmark.value(threshold.metric)
            if benchmark.has_memory:
                _ = benchmark.allocators, benchmark.sites
    except RunFileError as error:
        raise pytest.UsageError(str(error)) from None
