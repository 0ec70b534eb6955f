"""The registry of metrics."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Metric = Literal["time", "peak", "allocated", "allocations", "rss", "retained"]
"""A metric's name, as typed on a command line and passed to a reader."""

Unit = Literal["s", "B", "count"]


@dataclass(frozen=True, slots=True)
class MetricSpec:
    """The description of one metric.

    Attributes:
        name: The name, as typed.
        field: The blob's key for the series, one number per pass; `None` for `time`, which
            pytest-benchmark records.
        unit: `"s"`, `"B"` or `"count"`.
        label: The heading of a column.
        title: One line for a person.
        optional: Whether a blob may lack the series.
    """

    name: Metric
    field: str | None
    unit: Unit
    label: str
    title: str
    optional: bool = False


METRICS: Mapping[str, MetricSpec] = MappingProxyType(
    {
        spec.name: spec
        for spec in (
            MetricSpec("time", None, "s", "Time", "Time of one call"),
            MetricSpec("peak", "peak_bytes", "B", "Peak", "High-water mark of allocated memory"),
            MetricSpec(
                "allocations", "allocations", "count", "Allocations", "Number of allocations"
            ),
            MetricSpec(
                "allocated", "total_bytes", "B", "Allocated", "Bytes allocated, freed ones included"
            ),
            MetricSpec(
                "rss", "rss_bytes", "B", "RSS", "Resident high-water of the process", optional=True
            ),
            MetricSpec(
                "retained",
                "retained_bytes",
                "B",
                "Retained",
                "Bytes still allocated when the result has been dropped",
                optional=True,
            ),
        )
    }
)

MEMORY_METRICS: tuple[MetricSpec, ...] = tuple(spec for spec in METRICS.values() if spec.field)
"""The metrics that a memory pass records, in the order of the blob."""

SERIES_FIELDS: tuple[str, ...] = tuple(
    spec.field for spec in MEMORY_METRICS if spec.field and not spec.optional
)
"""The blob's keys that every measurement has."""

OPTIONAL_SERIES_FIELDS: tuple[str, ...] = tuple(
    spec.field for spec in MEMORY_METRICS if spec.field and spec.optional
)
"""The blob's keys that only some measurements have."""
