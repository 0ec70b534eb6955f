"""Choose the columns of a comparison's table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmem_core.metrics import METRICS, MetricSpec
from benchmem_core.stats import STATS, TIME_STATS
from benchmem_io.compare.comparison import Comparison
from benchmem_io.errors import SelectionError
from benchmem_io.runs import check_stat, metric_of

if TYPE_CHECKING:
    from benchmem_io.runs import Benchmark

EXTRA = "extra:"
"""The prefix of an `extra_info` column."""

_DEFAULT_METRICS = ("time", "peak")
_DEFAULT_TIME_STATS = ("min", "median")
_DEFAULT_STATS = ("min", "max")


@dataclass(frozen=True)
class Choice:
    """The columns that a user chose.

    Attributes:
        metrics: Names of metrics; `None` for time and peak.
        extras: Names of `extra_info` values that are shown as labels.
        stats: Names of statistics; `None` for two of each metric, `("all",)` for all.
    """

    metrics: tuple[str, ...] | None = None
    extras: tuple[str, ...] = ()
    stats: tuple[str, ...] | None = None


def parse_columns(text: str | None) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Read `time,peak,extra:NAME` into names of metrics and of `extra_info` values.

    Raises:
        SelectionError: A name is not a metric.
    """
    if text is None:
        return None, ()
    names = _names(text, "column")
    extras = tuple(name.removeprefix(EXTRA) for name in names if name.startswith(EXTRA))
    metrics = tuple(name for name in names if not name.startswith(EXTRA))
    for name in metrics:
        if name not in METRICS:
            known = ", ".join(METRICS)
            raise SelectionError(f"{METRICS.why_missing(name)}: use {known} or `{EXTRA}NAME`")
    return metrics or None, extras


def parse_stats(text: str | None) -> tuple[str, ...] | None:
    """Read `min,median` or `all` into names of statistics.

    Raises:
        SelectionError: A name is not a statistic.
    """
    if text is None:
        return None
    names = _names(text, "statistic")
    for name in names:
        if name not in {"all", *TIME_STATS}:
            raise SelectionError(f"`{name}` is no statistic: use {', '.join(TIME_STATS)} or all")
    return ("all",) if "all" in names else names


def chosen_metrics(choice: Choice, comparison: Comparison) -> list[MetricSpec]:
    """Return the metrics to show: the chosen ones that at least one run has.

    Raises:
        SelectionError: No run has any of them.
    """
    names = choice.metrics or _DEFAULT_METRICS
    found = [metric_of(name) for name in names if comparison.has(METRICS[name])]
    if not found:
        have = [name for name, metric in METRICS.items() if comparison.has(metric)]
        raise SelectionError(
            f"no run has `{', '.join(names)}`: "
            + (f"there are {', '.join(have)}" if have else "there is no benchmark in it")
        )
    return found


def chosen_stats(choice: Choice, metric: MetricSpec) -> tuple[str, ...]:
    """Return the statistics of a metric to show.

    Raises:
        SelectionError: The metric does not have the statistic.
    """
    every = TIME_STATS if metric.field is None else tuple(STATS)
    if choice.stats is None:
        return _DEFAULT_TIME_STATS if metric.field is None else _DEFAULT_STATS
    if "all" in choice.stats:
        return every
    for stat in choice.stats:
        check_stat(metric, stat)
    return choice.stats


def check_extras(extras: Iterable[str], comparison: Comparison) -> None:
    """Check that each `extra_info` name exists in some benchmark.

    Raises:
        SelectionError: A name is in no benchmark.
    """
    everything: Sequence[Benchmark] = [
        benchmark for series in comparison.series for benchmark in series.benchmarks.values()
    ]
    for name in extras:
        if not any(name in (benchmark.entry.extra_info or {}) for benchmark in everything):
            raise SelectionError(f"no benchmark has `{name}` in its `extra_info`")


def _names(text: str, what: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    if "" in names:
        raise SelectionError(f"`{text}` has an empty {what}: write names with commas between")
    return names
