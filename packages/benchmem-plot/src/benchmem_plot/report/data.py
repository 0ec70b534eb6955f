"""The data of a report: the comparison, and the metrics to show."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmem_core.metrics import MetricSpec
from benchmem_io.compare import Comparison, Series
from benchmem_io.runs import Run
from benchmem_io.table import common_prefix


@dataclass(frozen=True)
class ReportData:
    """The data that all sections of a report show.

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

    @property
    def labels(self) -> list[str]:
        """The labels of the runs."""
        return [series.label for series in self.series]

    @functools.cached_property
    def prefix(self) -> str:
        """The common beginning of all ids."""
        return common_prefix(self.comparison.ids)

    def shorten_id(self, id_: str) -> str:
        """Return an id without the common beginning of all ids."""
        return id_.removeprefix(self.prefix) or id_

    def select_runs(
        self, series: Sequence[Series] | None = None, *, ids: set[str] | None = None
    ) -> list[Run]:
        """Return the runs for a view, with all benchmarks or those with the ids."""
        chosen = self.series if series is None else series
        return [
            replace(
                each.run,
                benchmarks={
                    id_: b for id_, b in each.benchmarks.items() if ids is None or id_ in ids
                },
                notes=(),
            )
            for each in chosen
        ]
