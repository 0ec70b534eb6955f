"""What a report is about: the comparison, and what is shown of it."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmem_core.metrics import MetricSpec
from benchmem_io.compare import Comparison, Series
from benchmem_io.runs import Run
from benchmem_io.table import common_prefix


@dataclass(frozen=True)
class Material:
    """What the sections of a report show.

    Attributes:
        comparison: The runs, the baseline first.
        metrics: The metrics to show, memory before time.
        x: The dim that costs are drawn along; `None` for the only numeric one.
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
        """What all ids begin with."""
        return common_prefix(self.comparison.ids)

    def name(self, id_: str) -> str:
        """What an id is called: without what all begin with."""
        return id_.removeprefix(self.prefix) or id_

    def drawn(self, series: Sequence[Series], ids: set[str] | None = None) -> list[Run]:
        """What a view takes.

        Args:
            series: Which runs.
            ids: Which benchmarks of them; `None` for all.
        """
        # What there is to say of the runs, the page says once.
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
