"""Choose the columns of a comparison's table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmem_core.metrics import METRICS, MetricSpec
from benchmem_core.stats import STATS
from benchmem_io.compare.comparison import Comparison
from benchmem_io.errors import SelectionError
from benchmem_io.runs import (
    Benchmark,
    natural_key,
    require_dim,
    strip_param,
)

EXTRA = "extra:"
"""The prefix of an `extra_info` column."""

Names = str | Sequence[str] | None
"""Several names, or one text with commas between them; `None` for the default."""

_DEFAULT_METRICS = ("time", "peak")
_DEFAULT_TIME_STATS = ("min", "median")
_DEFAULT_STATS = ("min", "max")


@dataclass(frozen=True)
class ColumnSelection:
    """The columns that a user chose.

    Attributes:
        metrics: Names of metrics; `None` for time and peak.
        extras: Names of `extra_info` values that are shown as labels.
        stats: Names of statistics; `None` for two of each metric, `("all",)` for all.
    """

    metrics: tuple[str, ...] | None = None
    extras: tuple[str, ...] = ()
    stats: tuple[str, ...] | None = None

    @classmethod
    def parse(cls, columns: Names, stats: Names) -> "ColumnSelection":
        """Read columns, such as `time,peak,extra:NAME`, and statistics, such as `min,median`.

        Raises:
            SelectionError: A name is not a metric, or not a statistic.
        """
        names = split_names(columns, "column") or ()
        extras = tuple(name.removeprefix(EXTRA) for name in names if name.startswith(EXTRA))
        metrics = tuple(name for name in names if not name.startswith(EXTRA))
        for name in metrics:
            if name not in METRICS:
                known = ", ".join(METRICS)
                raise SelectionError(
                    f"{METRICS.explain_missing(name)}: use {known} or `{EXTRA}NAME`"
                )
        return cls(metrics or None, extras, _parse_stats(stats))

    def find_metrics(self, comparison: Comparison) -> list[MetricSpec]:
        """Find the chosen metrics that at least one run has.

        Raises:
            SelectionError: No run has any of them.
        """
        names = self.metrics or _DEFAULT_METRICS
        found = [METRICS[name] for name in names if comparison.has(METRICS[name])]
        if not found:
            have = [name for name, metric in METRICS.items() if comparison.has(metric)]
            raise SelectionError(
                f"no run has `{', '.join(names)}`: "
                + (f"there are {', '.join(have)}" if have else "the runs hold no benchmarks")
            )
        return found

    def find_stats(self, metric: MetricSpec) -> tuple[str, ...]:
        """Find the statistics of a metric to show.

        Raises:
            SelectionError: The metric does not have the statistic.
        """
        if self.stats is None:
            return _DEFAULT_TIME_STATS if metric.field is None else _DEFAULT_STATS
        from benchmem_io.runs import TIME_STATS, check_stat

        if "all" in self.stats:
            return TIME_STATS if metric.field is None else tuple(STATS)
        for stat in self.stats:
            check_stat(metric, stat)
        return self.stats

    def check_extras(self, comparison: Comparison) -> None:
        """Check that each `extra_info` name exists in some benchmark.

        Raises:
            SelectionError: A name is in no benchmark.
        """
        known = {
            name
            for series in comparison.series
            for benchmark in series.benchmarks.values()
            for name in benchmark.entry.extra_info or ()
        }
        for name in self.extras:
            if name not in known:
                raise SelectionError(f"no benchmark has `{name}` in its `extra_info`")


def _parse_stats(stats: Names) -> tuple[str, ...] | None:
    names = split_names(stats, "statistic")
    if names is not None:
        from benchmem_io.runs import TIME_STATS

        for name in names:
            if name not in {"all", *TIME_STATS}:
                known = ", ".join(TIME_STATS)
                raise SelectionError(f"`{name}` is not a statistic: use {known} or all")
    return names


def split_names(names: Names, kind: str) -> tuple[str, ...] | None:
    """Split a text at its commas; names in a list may contain commas themselves.

    Args:
        names: The names; each one counts once.
        kind: The kind of the names, for the error.

    Raises:
        SelectionError: A name is empty.
    """
    if names is None:
        return None
    parts = [part.strip() for part in names.split(",")] if isinstance(names, str) else names
    if "" in parts or not parts:
        raise SelectionError(f"`{names}` has an empty {kind}: write names with commas between")
    return tuple(dict.fromkeys(parts))


if TYPE_CHECKING:
    from benchmem_io.runs import DimValue

PARAM = "param:"

_KEYS: Mapping[str, Callable[[str, Benchmark], object]] = {
    "fullname": lambda id_, _: id_,
    "name": lambda _, benchmark: benchmark.name,
    "func": lambda _, benchmark: benchmark.dims.get("node.func"),
    "group": lambda _, benchmark: benchmark.entry.group,
    "module": lambda _, benchmark: benchmark.dims.get("node.module"),
    "class": lambda _, benchmark: benchmark.dims.get("node.class"),
}


def parse_group_by(keys: Names) -> tuple[str, ...]:
    """Read the keys to group by, such as `func,param:n`.

    Raises:
        SelectionError: A name is not a known key.
    """
    names = split_names(keys, "key") or ()
    for name in names:
        if name not in _KEYS and not (name.startswith(PARAM) and name != PARAM):
            known = ", ".join(_KEYS)
            raise SelectionError(f"`{name}` is nothing to group by: use {known} or `{PARAM}NAME`")
    return names


def group_ids(comparison: Comparison, by: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """Sort the ids of a comparison into groups.

    Args:
        comparison: The comparison.
        by: The keys that `parse_group_by` read. Without keys there is a single group that has no
            title.

    Returns:
        Title and ids of each group, both in natural order.

    Raises:
        SelectionError: No benchmark has a parameter to group by.
    """
    if not by:
        return [("", comparison.ids)]
    for name in by:
        if name.startswith(PARAM):
            require_dim(strip_param(name), [series.run for series in comparison.series])
    groups: dict[str, list[str]] = {}
    for id_ in comparison.ids:
        benchmark = comparison.one(id_)
        title = " ".join(_title(name, id_, benchmark) for name in by)
        groups.setdefault(title, []).append(id_)
    return sorted(groups.items(), key=lambda item: natural_key(item[0]))


def _title(name: str, id_: str, benchmark: Benchmark) -> str:
    if name.startswith(PARAM):
        value: DimValue | None = benchmark.dims.get(strip_param(name))
        return f"{strip_param(name)}={'-' if value is None else value}"
    value = _KEYS[name](id_, benchmark)  # type: ignore[assignment]
    return f"no {name}" if value is None else str(value)
