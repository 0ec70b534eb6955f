"""The gate: what grew too much, what could not be judged, and what nobody can tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmem_core.metrics import MetricSpec
from benchmem_core.stats import Number
from benchmem_core.units import human_value
from benchmem_io.cells import change_text
from benchmem_io.comparison import Comparison
from benchmem_io.deltas import change
from benchmem_io.runs import Benchmark
from benchmem_io.thresholds import Threshold

Range = tuple[Number, Number]
"""The lowest and the highest value that a series took."""


@dataclass(frozen=True)
class Growth:
    """A metric that grew by more than a rule allows.

    Attributes:
        id: The benchmark.
        threshold: The rule.
        base: The baseline, in the metric's unit.
        head: What it became.
        overlap: Where the rule says `clear` and the two series overlap: both ranges.
    """

    id: str
    threshold: Threshold
    base: Number
    head: Number
    overlap: tuple[Range, Range] | None = None

    @property
    def share(self) -> float:
        """By which share of the baseline; infinite from a zero baseline."""
        return change(self.base, self.head)

    def __str__(self) -> str:
        """One line: which benchmark, and what grew."""
        return f"`{self.id}`: {self.message}"

    @property
    def message(self) -> str:
        """What grew, from what to what, and above which rule."""
        metric = self.threshold.metric
        share = change_text(self.share).removeprefix("+")
        by = f"by {share}" if self.base else "from a zero baseline"
        line = (
            f"{metric.name} grew {by}, {human_value(self.base, metric.unit)} -> "
            f"{human_value(self.head, metric.unit)}, above `{self.threshold.text}`"
        )
        if self.overlap is None:
            return line
        shown = " and ".join(
            f"{human_value(low, metric.unit)} to {human_value(high, metric.unit)}"
            for low, high in self.overlap
        )
        return f"{line}, but the series overlap ({shown})"


@dataclass(frozen=True)
class Unjudged:
    """A benchmark that a rule could not judge.

    Attributes:
        id: The benchmark.
        threshold: The rule.
        reason: Why.
    """

    id: str
    threshold: Threshold
    reason: str

    def __str__(self) -> str:
        """One line: what could not be judged, and why."""
        return f"`{self.id}`: `{self.threshold.text}` could not be judged: {self.reason}"


Verdict = Growth | Unjudged | None
"""What a rule says of a benchmark; `None` is good."""


@dataclass(frozen=True)
class GatePolicy:
    """What is made of verdicts that are neither good nor bad: `fail`, `warn` or `ignore`.

    Attributes:
        on_missing: What could not be judged.
        on_inconclusive: Growth in series that overlap.
    """

    on_missing: str = "fail"
    on_inconclusive: str = "warn"


@dataclass(frozen=True)
class GateReport:
    """What the gate found.

    Attributes:
        thresholds: The rules.
        regressions: What grew too much.
        inconclusive: What grew too much by rules that say `clear`, in series that overlap.
        unjudged: What could not be judged.
        good: How often a rule found nothing wrong.
        policy: What is made of the rest. What is ignored is still counted.
        details: Lines that explain what grew, by benchmark.
    """

    thresholds: Sequence[Threshold]
    regressions: Sequence[Growth]
    inconclusive: Sequence[Growth]
    unjudged: Sequence[Unjudged]
    good: int
    policy: GatePolicy = GatePolicy()
    details: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def judged(self) -> int:
        """How often a rule could be applied."""
        return self.good + len(self.regressions) + len(self.inconclusive)

    @property
    def fails(self) -> bool:
        """Whether the gate fails: for growth, what is missing, or because nothing was judged."""
        is_missing = self.unjudged and self.policy.on_missing == "fail"
        return bool(self.regressions or is_missing or not self.judged)

    @property
    def is_doubtful(self) -> bool:
        """Whether growth that may be noise is to be told from good."""
        return bool(self.inconclusive) and self.policy.on_inconclusive == "fail"

    def lines(self) -> list[str]:
        """What there is to say, a line each; the last one sums up.

        Lines that explain the one above them begin with blanks.
        """
        lines = self._grown("regression", self.regressions)
        if self.policy.on_inconclusive != "ignore":
            lines += self._grown("inconclusive", self.inconclusive)
        if self.policy.on_missing != "ignore":
            lines += [f"not judged: {each}" for each in self.unjudged]
        rules = ", ".join(f"`{threshold.text}`" for threshold in self.thresholds)
        if not self.judged:
            lines.append(f"gate {rules}: nothing could be judged, so it fails")
            return lines
        counts = [(len(self.regressions), "regression", "regressions")]
        if any(threshold.is_clear for threshold in self.thresholds):
            counts.append((len(self.inconclusive), "inconclusive", "inconclusive"))
        counts += [(len(self.unjudged), "not judged", "not judged"), (self.good, "good", "good")]
        shown = ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts)
        lines.append(f"gate {rules}: {shown}")
        return lines

    def _grown(self, kind: str, growths: Sequence[Growth]) -> list[str]:
        lines = []
        for growth in growths:
            lines.append(f"{kind}: {growth}")
            # Where memory is does not explain a time.
            if growth.threshold.metric.field is not None:
                lines += indented(self.details.get(growth.id, ()))
        return lines


INDENT = "    "
"""What a line begins with that explains the one above it."""


def indented(lines: Iterable[str]) -> list[str]:
    """Make lines explain the one above them."""
    return [f"{INDENT}{line}" for line in lines]


def judge_comparison(
    comparison: Comparison, thresholds: Sequence[Threshold], policy: GatePolicy | None = None
) -> GateReport:
    """Compare the first series of a comparison with its last.

    Args:
        comparison: At least two series.
        thresholds: The rules; a benchmark fails by any of them.
        policy: What is made of verdicts that are neither good nor bad.

    Raises:
        RunFileError: What a run file recorded is no number.
    """
    base, head = comparison.series[0], comparison.series[-1]
    found = [
        judge(
            threshold,
            base.benchmarks.get(id_),
            head.benchmarks.get(id_),
            id_=id_,
            labels=(base.label, head.label),
        )
        for id_ in comparison.ids
        # One that neither has is of a series between.
        if id_ in base.benchmarks or id_ in head.benchmarks
        for threshold in thresholds
    ]
    return report_of(thresholds, found, policy)


def report_of(
    thresholds: Sequence[Threshold],
    verdicts: Iterable[Verdict],
    policy: GatePolicy | None = None,
) -> GateReport:
    """Sort verdicts into a report."""
    verdicts = list(verdicts)
    growths = [each for each in verdicts if isinstance(each, Growth)]
    return GateReport(
        thresholds=thresholds,
        regressions=[each for each in growths if each.overlap is None],
        inconclusive=[each for each in growths if each.overlap is not None],
        unjudged=[each for each in verdicts if isinstance(each, Unjudged)],
        good=sum(each is None for each in verdicts),
        policy=policy or GatePolicy(),
    )


def judge(
    threshold: Threshold,
    base: Benchmark | None,
    head: Benchmark | None,
    *,
    id_: str,
    labels: tuple[str, str],
) -> Verdict:
    """Apply a rule to a benchmark.

    A rule that says `clear` compares the lowest passes, and growth counts where the whole of one
    series lies above the other; of times it compares the medians, and growth counts where the
    boxes around them, as wide as the interquartile range, do not touch.

    Args:
        threshold: The rule.
        base: The benchmark in the baseline; `None` where it is missing.
        head: The benchmark now.
        id_: What it is called.
        labels: What the two runs are called.
    """
    metric = threshold.metric
    reason = _unjudgeable(metric, base, head, labels)
    if reason is not None or base is None or head is None:
        return Unjudged(id_, threshold, reason or "it is missing")
    if not threshold.is_clear:
        before, after = base.value(metric), head.value(metric)
        assert before is not None
        assert after is not None
        if not threshold.is_exceeded(before, after):
            return None
        return Growth(id_, threshold, before, after)
    old, new = _spread(base, metric), _spread(head, metric)
    if old is None or new is None:
        return Unjudged(id_, threshold, "median and iqr of its time are not recorded")
    if not threshold.is_exceeded(old.centre, new.centre):
        return None
    overlap = None if new.low > old.high else ((old.low, old.high), (new.low, new.high))
    return Growth(id_, threshold, old.centre, new.centre, overlap)


class _Spread(NamedTuple):
    """What stands for a series, and its lowest and highest value."""

    centre: Number
    low: Number
    high: Number


def _spread(benchmark: Benchmark, metric: MetricSpec) -> _Spread | None:
    series = benchmark.series(metric)
    if series is not None:
        return _Spread(min(series), min(series), max(series))
    median, iqr = benchmark.time("median"), benchmark.time("iqr")
    if median is None or iqr is None:
        return None
    return _Spread(median, median - iqr / 2, median + iqr / 2)


def _unjudgeable(
    metric: MetricSpec, base: Benchmark | None, head: Benchmark | None, labels: tuple[str, str]
) -> str | None:
    for benchmark, label in zip((base, head), labels, strict=True):
        if benchmark is None:
            return f"it is missing in `{label}`"
        if not benchmark.has(metric):
            what = (
                "no time"
                if metric.field is None
                else f"no {metric.name}"
                if benchmark.has_memory
                else "no memory"
            )
            return f"{what} is recorded in `{label}`"
    assert base is not None
    assert head is not None
    if metric.field is None:
        if not base.value(metric):
            return f"its time in `{labels[0]}` is zero"
    elif base.allocators != head.allocators:
        return (
            f"`{labels[0]}` counted with {base.allocators} allocators, `{labels[1]}` with "
            f"{head.allocators}: record both alike"
        )
    return None
