"""The statistics of a series: defined once, for every table, reader and gate."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType


def mean(series: Sequence[float]) -> float:
    """Return the arithmetic mean."""
    return sum(series) / len(series)


def median(series: Sequence[float]) -> float:
    """Return the middle value, or the mean of the two middle ones."""
    ordered = sorted(series)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def stddev(series: Sequence[float]) -> float:
    """Return the sample standard deviation (n - 1); 0 for a single value, as pytest-benchmark."""
    if len(series) < 2:
        return 0.0
    import statistics

    return statistics.stdev(series)


STATS: Mapping[str, Callable[[Sequence[float]], float]] = MappingProxyType(
    {"min": min, "mean": mean, "max": max, "median": median, "stddev": stddev}
)
"""The statistics of a series by name; each takes a sequence that is not empty."""
