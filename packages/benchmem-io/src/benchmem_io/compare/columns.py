"""Choose the columns of a comparison's table."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_core.metrics import METRICS, MetricSpec
from benchmem_core.stats import STATS
from benchmem_io.compare.comparison import Comparison
from benchmem_io.errors import SelectionError
from benchmem_io.runs import TIME_STATS, check_stat, find_metric

EXTRA = "extra:"
"""The prefix of an `extra_info` column."""

Names = str | Sequence[str] | None
"""Several names, or one text with commas between them; `None` for the default."""

_DEFAULT_METRICS = ("time", "peak")
_DEFAULT_STATS = {"time": ("min", "median")}
_DEFAULT_MEMORY_STATS = ("min", "max")


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
                raise SelectionError(f"`{name}` is no column: use {known} or `{EXTRA}NAME`")
        chosen = split_names(stats, "statistic")
        for name in chosen or ():
            if name not in {"all", *TIME_STATS}:
                known = ", ".join(TIME_STATS)
                raise SelectionError(f"`{name}` is no statistic: use {known} or all")
        return cls(metrics or None, extras, chosen)

    def find_metrics(self, comparison: Comparison) -> list[MetricSpec]:
        """Find the chosen metrics that at least one run has.

        Raises:
            SelectionError: No run has any of them.
        """
        names = self.metrics or _DEFAULT_METRICS
        found = [find_metric(name) for name in names if comparison.has(METRICS[name])]
        if not found:
            have = [name for name, metric in METRICS.items() if comparison.has(metric)]
            raise SelectionError(
                f"no run has `{', '.join(names)}`: "
                + (f"there are {', '.join(have)}" if have else "there is no benchmark in it")
            )
        return found

    def find_stats(self, metric: MetricSpec) -> tuple[str, ...]:
        """Find the statistics of a metric to show.

        Raises:
            SelectionError: The metric does not have the statistic.
        """
        every = TIME_STATS if metric.field is None else tuple(STATS)
        if self.stats is None:
            return _DEFAULT_STATS.get(metric.name, _DEFAULT_MEMORY_STATS)
        if "all" in self.stats:
            return every
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
