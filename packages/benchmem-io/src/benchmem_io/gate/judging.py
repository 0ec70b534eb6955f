"""The gate: rules applied to benchmarks, one by one and to a whole comparison."""

from collections.abc import Sequence
from typing import NamedTuple

from benchmem_core.metrics import METRICS, MetricSpec
from benchmem_core.stats import STATS
from benchmem_io.compare import Comparison
from benchmem_io.gate.report import GatePolicy, GateReport
from benchmem_io.gate.rules import Growth, Range, RuleVerdict, Threshold, Unjudged
from benchmem_io.runs import BenchmarkNumbers


def judge_comparison(
    comparison: Comparison, thresholds: Sequence[Threshold], policy: GatePolicy | None = None
) -> GateReport:
    """Compare the first series of a comparison with its last.

    Args:
        comparison: At least two series.
        thresholds: The rules; a benchmark fails by any of them.
        policy: How to treat verdicts that are neither good nor bad.

    Raises:
        RunFileError: A value in a run file is not a number.
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
        # A benchmark that neither has belongs to a series in between.
        if id_ in base.benchmarks or id_ in head.benchmarks
        for threshold in thresholds
    ]
    return GateReport.from_verdicts(thresholds, found, policy)


def judge(
    threshold: Threshold,
    base: BenchmarkNumbers | None,
    head: BenchmarkNumbers | None,
    *,
    id_: str,
    labels: tuple[str, str],
) -> RuleVerdict:
    """Apply a rule to a benchmark.

    A rule compares the lowest passes of its own metric (the highest, where growth is good), or the
    shortest rounds. A `clear` rule also requires that the whole new series lies above the baseline
    (below it, where growth is good). For times it compares the medians, and growth counts if the
    boxes around them, as wide as the interquartile range, do not touch.

    Args:
        threshold: The rule.
        base: The benchmark in the baseline; `None` if it is missing.
        head: The benchmark now; `None` if it is missing.
        id_: The id of the benchmark.
        labels: The labels of the two runs.
    """
    metric = threshold.metric
    reason = _unjudgeable(metric, base, head, labels)
    if reason is not None or base is None or head is None:
        return Unjudged(id_, threshold, reason or "it is missing")
    if not threshold.is_clear:
        before, after = base.value(metric, metric.best), head.value(metric, metric.best)
        assert before is not None
        assert after is not None
        if not threshold.is_exceeded(before, after):
            return None
        shared = _overlap(_spread(base, metric), _spread(head, metric))
        return Growth(id_, threshold, before, after, shared=shared)
    old, new = _spread(base, metric), _spread(head, metric)
    if old is None or new is None:
        return Unjudged(id_, threshold, "median and iqr of its time are not recorded")
    if not threshold.is_exceeded(old.centre, new.centre):
        return None
    return Growth(id_, threshold, old.centre, new.centre, overlap=_overlap(old, new))


class _Spread(NamedTuple):
    """The value that stands for a series, and its lowest and highest value."""

    centre: float
    low: float
    high: float


def _spread(benchmark: BenchmarkNumbers, metric: MetricSpec) -> _Spread | None:
    series = benchmark.series(metric)
    if series is not None:
        return _Spread(STATS[metric.best](series), min(series), max(series))
    median, iqr = benchmark.value(metric, "median"), benchmark.value(metric, "iqr")
    if median is None or iqr is None:
        return None
    return _Spread(median, median - iqr / 2, median + iqr / 2)


def _overlap(old: _Spread | None, new: _Spread | None) -> tuple[Range, Range] | None:
    """Return both ranges, unless the one lies above the other."""
    if old is None or new is None or new.low > old.high or new.high < old.low:
        return None
    return (old.low, old.high), (new.low, new.high)


def _unjudgeable(
    metric: MetricSpec,
    base: BenchmarkNumbers | None,
    head: BenchmarkNumbers | None,
    labels: tuple[str, str],
) -> str | None:
    for benchmark, label in zip((base, head), labels, strict=True):
        if benchmark is None:
            return f"it is missing in `{label}`"
        if benchmark.value(metric) is None:
            what = (
                "no time"
                if metric.field is None
                else f"no {metric.name}"
                if benchmark.series(METRICS["peak"])
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
