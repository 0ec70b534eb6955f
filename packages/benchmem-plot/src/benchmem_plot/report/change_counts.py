"""Count the benchmarks that grew and shrank from the baseline to a later run."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from benchmem_core.metrics import MetricSpec
from benchmem_io.compare import Comparison, Series
from benchmem_io.gate import Growth, Threshold, Unjudged, judge

LEAST_CHANGE = "5%"
"""The smallest change that counts."""


@dataclass(frozen=True)
class ChangeCounts:
    """The counts of changes in a metric.

    Attributes:
        label: The label of the run that is compared with the baseline.
        metric: The metric.
        grew: The number of benchmarks that grew.
        shrank: The number of benchmarks that shrank.
        same: The number of other benchmarks.
        reasons: The number of benchmarks that could not be compared, by reason.
    """

    label: str
    metric: MetricSpec
    grew: int
    shrank: int
    same: int
    reasons: Mapping[str, int]


def make_clear_rule(metric: MetricSpec) -> Threshold:
    """Return the default rule, which tells growth from noise."""
    return Threshold.parse(f"{metric.name}:{LEAST_CHANGE}:clear")


def count_changes(comparison: Comparison, series: Series, metric: MetricSpec) -> ChangeCounts:
    """Count the benchmarks that grew and shrank from the baseline to another series."""
    base = comparison.series[0]
    rule = make_clear_rule(metric)
    worse, better = ("grew", "shrank") if metric.growth_is_bad else ("shrank", "grew")
    labels = (base.label, series.label)
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for id_ in base.benchmarks.keys() | series.benchmarks.keys():
        old, new = base.benchmarks.get(id_), series.benchmarks.get(id_)
        verdict = judge(rule, old, new, id_=id_, labels=labels)
        if isinstance(verdict, Unjudged):
            reasons[verdict.reason] += 1
        elif isinstance(verdict, Growth):
            counts["same" if verdict.overlap else worse] += 1
        else:
            # A benchmark that gets worse in the other direction got better.
            back = judge(rule, new, old, id_=id_, labels=labels[::-1])
            is_back = isinstance(back, Growth) and not back.overlap
            counts[better if is_back else "same"] += 1
    return ChangeCounts(
        series.label, metric, counts["grew"], counts["shrank"], counts["same"], dict(reasons)
    )
