"""The material of a report: the comparison, and the metrics to show."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmem_core.metrics import MetricSpec
from benchmem_io.compare import Comparison, Series
from benchmem_io.runs import Run
from benchmem_io.table import common_prefix


@dataclass(frozen=True)
class Material:
    """The material that all sections of a report show.

    Attributes:
        comparison: The runs, the baseline first.
        metrics: The metrics to show, memory before time.
        x: The dim along the axis of costs; `None` for the only numeric dim.
    """

    comparison: Comparison
    metrics: Sequence[MetricSpec]
    x: str | None = None

    @property
    def series(self) -> Sequence[Series]:
        """The runs with their labels, the baseline first."""
        return self.comparison.series

    @functools.cached_property
    def prefix(self) -> str:
        """The common beginning of all ids."""
        return common_prefix(self.comparison.ids)

    def name(self, id_: str) -> str:
        """Return an id without the common beginning of all ids."""
        return id_.removeprefix(self.prefix) or id_

    def drawn(self, series: Sequence[Series], ids: set[str] | None = None) -> list[Run]:
        """Return the runs for a view.

        Args:
            series: The runs to draw.
            ids: The benchmarks to keep; `None` for all.
        """
        # The page shows the notes on the runs once.
        return [
            replace(
                each.run,
                benchmarks={
                    id_: b for id_, b in each.benchmarks.items() if ids is None or id_ in ids
                },
                notes=(),
            )
            for each in series
        ]
