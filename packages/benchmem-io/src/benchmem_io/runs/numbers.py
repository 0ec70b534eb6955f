"""The numbers of a benchmark, wherever they come from."""

from collections.abc import Sequence
from typing import Protocol

from benchmem_core.checks import Allocators
from benchmem_core.metrics import MetricSpec


class BenchmarkNumbers(Protocol):
    """The numbers that a rule needs; the entry of a run file and a running session have them."""

    @property
    def allocators(self) -> Allocators:
        """The allocators that were counted, if memory was measured."""

    def series(self, metric: MetricSpec) -> Sequence[float] | None:
        """Return one number per pass; `None` if the metric was not measured, and for `time`."""

    def value(self, metric: MetricSpec, stat: str | None = None) -> float | None:
        """Return a statistic of a metric, or its headline; `None` if it was not measured."""
