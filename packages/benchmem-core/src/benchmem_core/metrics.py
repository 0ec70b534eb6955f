"""The registry of metrics: ours, and those that other distributions add.

A distribution adds a metric through the entry-point group `benchmem.metrics`. Our own names cost
no look-up; the first other name, or the first list of all, looks the entry points up once.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from benchmem_core.errors import ArgumentError, BenchmemWarning
from benchmem_core.stats import STATS
from benchmem_core.text import escape_controls

KnownMetric = Literal["time", "peak", "allocated", "allocations", "rss", "retained"]
"""The name of a metric of ours."""

Metric = KnownMetric | str
"""A metric's name, as typed on a command line and passed to a reader: ours, or any other."""

Unit = Literal["s", "B", "count"]

ENTRY_POINT_GROUP = "benchmem.metrics"
"""The group of entry points through which a distribution adds metrics."""

_HOME = "benchmem-core"
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


class MetricWarning(BenchmemWarning):
    """A metric of another distribution that is left out."""


@dataclass(frozen=True, slots=True)
class MetricSpec:
    """The description of one metric.

    Attributes:
        name: The name, as typed: lower-case letters, digits and underscores.
        field: The blob's key for the series, one number per pass; `None` for `time`, which
            pytest-benchmark records.
        unit: `"s"`, `"B"` or `"count"`.
        label: The heading of a column.
        title: One line for a person.
        optional: Whether a blob may lack the series.
        growth_is_bad: Whether a higher number is worse. If not, rules limit how much the metric
            may fall.
        floor: The amount, in the unit, by which a metric may always grow under a rule that names
            only a share; `+0` after the share takes it away.
        headline: The statistic of the passes that stands for them; `None` takes the number of the
            pass with the lowest peak.
        divisor: How many of the series' integers make one of the unit: 1_000_000_000 for a series
            of nanoseconds.
        noise: The share by which numbers vary from benchmark to benchmark, even if passes agree.

    Raises:
        ArgumentError: A value has no meaning.
    """

    name: str
    field: str | None
    unit: Unit
    label: str
    title: str
    optional: bool = True
    growth_is_bad: bool = True
    floor: float = 0
    headline: str | None = None
    divisor: int = 1
    noise: float = 0.0

    def __post_init__(self) -> None:
        """Refuse values that have no meaning."""
        for attribute in ("name", "label", "title"):
            self._check(attribute, _is_line, "one line of text")
        self._check("name", _is_name, "lower-case letters, digits and underscores, and not `x`")
        self._check("unit", get_args(Unit).__contains__, f"one of {', '.join(get_args(Unit))}")
        for attribute in ("floor", "noise"):
            self._check(attribute, _is_amount, "a number of at least zero")
        self._check("divisor", _is_divisor, "an integer of at least 1")
        if self.headline is not None:
            self._check("headline", STATS.__contains__, f"None or one of {', '.join(STATS)}")

    def _check(self, attribute: str, is_good: Callable[[Any], bool], wanted: str) -> None:
        value: object = getattr(self, attribute)
        if not is_good(value):
            raise ArgumentError(f"`{attribute}` of a metric must be {wanted}, not `{value!r}`")

    def scale(self, series: Sequence[int]) -> Sequence[float]:
        """Convert recorded numbers to the unit."""
        return series if self.divisor == 1 else [value / self.divisor for value in series]

    def pick_headline(self, series: Sequence[float], peaks: Sequence[float]) -> float:
        """Return the number that stands for the passes.

        Args:
            series: One number per pass.
            peaks: The peaks of the same passes.
        """
        if self.headline is None:
            return series[peaks.index(min(peaks))]
        return STATS[self.headline](series)

    @property
    def best(self) -> str:
        """The statistic of the pass that disturbances touched least."""
        return "min" if self.growth_is_bad else "max"


def _is_line(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and bool(value.strip())


def _is_name(value: str) -> bool:
    # `x` is a keyword of the marker `benchmem_scaling`, whose other keywords are metrics.
    return _NAME.fullmatch(value) is not None and value != "x"


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value < math.inf


def _is_divisor(value: object) -> bool:
    return isinstance(value, int) and value >= 1


_OURS: dict[str, MetricSpec] = {
    spec.name: spec
    for spec in (
        MetricSpec(
            "time",
            None,
            "s",
            "Time",
            "Time of one call",
            optional=False,
            headline="min",
            noise=0.05,
        ),
        MetricSpec(
            "peak",
            "peak_bytes",
            "B",
            "Peak",
            "High-water mark of allocated memory",
            optional=False,
            headline="min",
        ),
        MetricSpec(
            "allocations",
            "allocations",
            "count",
            "Allocations",
            "Number of allocations",
            optional=False,
        ),
        MetricSpec(
            "allocated",
            "total_bytes",
            "B",
            "Allocated",
            "Bytes allocated, freed ones included",
            optional=False,
        ),
        MetricSpec(
            "rss", "rss_bytes", "B", "RSS", "Resident high-water of the process", noise=0.05
        ),
        MetricSpec(
            "retained",
            "retained_bytes",
            "B",
            "Retained",
            "Bytes still allocated when the result has been dropped",
        ),
    )
}


class _Registry(Mapping[str, MetricSpec]):
    """All metrics by name; the entry points of others are looked up when they are needed."""

    def __init__(self) -> None:
        self._added: dict[str, MetricSpec] | None = None
        self._broken: dict[str, str] = {}

    def __getitem__(self, name: str) -> MetricSpec:
        return _OURS[name] if name in _OURS else self._others()[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*_OURS, *self._others()))

    def __len__(self) -> int:
        return len(_OURS) + len(self._others())

    def explain_missing(self, name: str) -> str:
        """Explain why a name is unknown: it cannot be loaded, or another one is nearest."""
        known = list(self)
        if name in self._broken:
            return f"the metric `{name}` of {self._broken[name]}"
        from difflib import get_close_matches

        nearest = get_close_matches(name, known, n=1)
        return f"`{escape_controls(name)}` is not a metric" + (
            f" (did you mean `{nearest[0]}`?)" if nearest else ""
        )

    def _others(self) -> dict[str, MetricSpec]:
        if self._added is None:
            self._added, self._broken, notes = _load_others()
            if notes:
                import warnings

                for note in notes:
                    warnings.warn(MetricWarning(note), stacklevel=2)
        return self._added


def _load_others() -> tuple[dict[str, MetricSpec], dict[str, str], list[str]]:
    """Load the metrics of other distributions; see `load_group`."""
    from benchmem_core.entry_points import load_group

    homes: dict[str | None, str] = {spec.field: _HOME for spec in _OURS.values()}

    def find_fault(spec: MetricSpec, name: str, home: str) -> str | None:
        if spec.name != name:
            return f"its `name` is `{spec.name}`, not that of the entry point"
        if not isinstance(spec.field, str) or not spec.field:
            return f"`field` must be a key of the blob, not `{spec.field!r}`"
        if spec.field in homes:
            return f"`{homes[spec.field]}` has the series `{spec.field}` already"
        homes[spec.field] = home
        return None

    return load_group(ENTRY_POINT_GROUP, MetricSpec, dict.fromkeys(_OURS, _HOME), find_fault)


OWN_METRICS: tuple[str, ...] = tuple(_OURS)
"""The names of our own metrics, which cost no look-up."""

METRICS = _Registry()
"""All metrics by name. To list them looks up those of other distributions."""

MEMORY_METRICS: tuple[MetricSpec, ...] = tuple(spec for spec in _OURS.values() if spec.field)
"""The metrics that a memory pass of ours records, in the order of the blob."""

SERIES_FIELDS: tuple[str, ...] = tuple(
    spec.field for spec in MEMORY_METRICS if spec.field and not spec.optional
)
"""The blob's keys that every measurement has."""

OPTIONAL_SERIES_FIELDS: tuple[str, ...] = tuple(
    spec.field for spec in MEMORY_METRICS if spec.field and spec.optional
)
"""The blob's keys that only some measurements have."""


def select_measured(fields: Iterable[str]) -> list[MetricSpec]:
    """Return the metrics whose series are there, in the order of the registry.

    Args:
        fields: The keys of a blob. Other distributions are looked up only if one is not ours.
    """
    names = set(fields)
    ours = [spec for spec in MEMORY_METRICS if spec.field in names]
    if len(ours) == len(names):
        return ours
    return [spec for spec in METRICS.values() if spec.field in names]


def list_series_fields(blob: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the series to read from a blob: all that must be there, and the others."""
    found = (spec.field for spec in select_measured(blob) if spec.field not in SERIES_FIELDS)
    return (*SERIES_FIELDS, *(field for field in found if field is not None))
