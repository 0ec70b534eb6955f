"""Ceilings: absolute limits for the worst pass of a benchmark."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmem_core.engine import MemoryResult
from benchmem_core.metrics import MEMORY_METRICS, MetricSpec
from benchmem_core.units import UNITS


@dataclass(frozen=True)
class Ceiling:
    """One ceiling.

    Attributes:
        metric: The limited metric.
        limit: Bytes or a count; the worst pass may reach it, but not exceed it.
    """

    metric: MetricSpec
    limit: int

    @property
    def keyword(self) -> str:
        """The marker's keyword."""
        return f"max_{self.metric.name}"

    def breach(self, result: MemoryResult) -> str | None:
        """Say how a result exceeds the ceiling; `None` when it does not."""
        assert self.metric.field is not None
        worst = max(result.series(self.metric.field))
        if worst <= self.limit:
            return None
        texts = UNITS[self.metric.unit].format_all((worst, self.limit))
        if self.metric.unit == "B":
            texts = [
                f"{text} ({value:,} bytes)"
                for text, value in zip(texts, (worst, self.limit), strict=True)
            ]
        reached, allowed = texts
        return (
            f"`{self.metric.name}` reached {reached} in its worst pass, above the "
            f"ceiling `{self.keyword}` of {allowed}"
        )


def ceilings(values: Mapping[str, object]) -> tuple[Ceiling, ...]:
    """Read the ceilings among a marker's keywords.

    Raises:
        ArgumentError: A ceiling is negative, not finite, or in no known unit.
    """
    found = []
    for metric in MEMORY_METRICS:
        keyword = f"max_{metric.name}"
        value = values.get(keyword)
        if value is None:
            continue
        found.append(Ceiling(metric, UNITS[metric.unit].parse(value, name=keyword)))
    return tuple(found)
