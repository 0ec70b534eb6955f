"""How far the costs of a family are off by chance, as its passes and rounds tell."""

from collections.abc import Iterable
from statistics import median

from benchmem_core.metrics import MetricSpec
from benchmem_io.runs import Benchmark

# What the clock and the resident size vary by from one benchmark to the next, whatever one says.
_LEAST = {"time": 0.05, "rss": 0.05}


def noise_of(benchmarks: Iterable[Benchmark], metric: MetricSpec) -> float:
    """The share by which costs are off: how far the median lies from what counts.

    Args:
        benchmarks: Those of a family; all have the metric.
        metric: What was measured.
    """
    shares = []
    for benchmark in benchmarks:
        value, middle = benchmark.value(metric), benchmark.value(metric, "median")
        if value and middle is not None:
            shares.append(abs(middle - value) / value)
    return max(_LEAST.get(metric.name, 0.0), median(shares or [0.0]))
