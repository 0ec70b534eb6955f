"""The noise in the costs of a family, estimated from its passes and rounds."""

from collections.abc import Iterable
from statistics import median

from benchmem_core.metrics import MetricSpec
from benchmem_io.runs import Benchmark


def noise_of(benchmarks: Iterable[Benchmark], metric: MetricSpec) -> float:
    """Return the share by which costs are off: the distance of the median from the headline.

    Args:
        benchmarks: The benchmarks of a family; all have the metric.
        metric: The metric that was measured.
    """
    shares = []
    for benchmark in benchmarks:
        value, middle = benchmark.value(metric), benchmark.value(metric, "median")
        if value and middle is not None:
            shares.append(abs(middle - value) / value)
    return max(metric.noise, median(shares or [0.0]))
