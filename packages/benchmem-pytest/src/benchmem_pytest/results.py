"""The numbers that the benchmarks of this session measured, and the rows that show them."""

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from benchmem_core.blob import MemoryRecord
from benchmem_core.checks import Allocators
from benchmem_core.errors import BlobError
from benchmem_core.metrics import MetricSpec
from benchmem_core.stats import STATS

if TYPE_CHECKING:
    from benchmem_core.engine import MemoryResult

Blob = Mapping[str, list[int]]

_RESULT = pytest.StashKey["MemoryResult"]()
_RECORDED = pytest.StashKey[dict[int, tuple[Blob, "MemoryResult"]]]()


def store_result(item: pytest.Item, result: "MemoryResult", extra_info: dict[str, object]) -> None:
    """Keep the measured memory of a test, and record it for the run file."""
    item.stash[_RESULT] = result
    blob = extra_info[MemoryRecord.BLOB] = result.as_dict()
    extra_info[MemoryRecord.META] = result.meta()
    # The entry of pytest-benchmark has this very blob. Keeping it keeps its `id()` unique.
    item.config.stash.setdefault(_RECORDED, {})[id(blob)] = blob, result


def get_result(item: pytest.Item) -> "MemoryResult | None":
    """Return the measured memory of a test; `None` if it was not measured."""
    return item.stash.get(_RESULT, None)


def find_result(config: pytest.Config, blob: object) -> "MemoryResult | None":
    """Return the result that became a blob in this session; `None` for any other blob."""
    _, result = config.stash.get(_RECORDED, {}).get(id(blob), (None, None))
    return result


@dataclass(frozen=True)
class SessionBenchmark:
    """A benchmark of this session, with the numbers that a rule needs.

    Attributes:
        id: The node id.
        result: The memory of the benchmark; `None` if it was not measured.
        times: The statistics of pytest-benchmark; `None` before it has timed.
    """

    id: str
    result: "MemoryResult | None"
    times: object = None

    @property
    def allocators(self) -> Allocators:
        """The allocators that were counted, if memory was measured."""
        return "system" if self.result is None else self.result.allocators

    def series(self, metric: MetricSpec) -> Sequence[float] | None:
        """Return one number per pass; `None` if the metric was not measured, and for `time`."""
        if self.result is None or metric.field not in self.result.fields:
            return None
        return metric.scale(self.result.series(metric.field))

    def value(self, metric: MetricSpec, stat: str | None = None) -> float | None:
        """Return a statistic of a metric; without one, the shortest round or the lowest peak's."""
        if metric.field is None:
            return None if self.times is None else float(getattr(self.times, stat or "min"))
        series = self.series(metric)
        if series is None:
            return None
        if stat is not None:
            return STATS[stat](series)
        assert self.result is not None
        return metric.pick_headline(series, self.result.series("peak_bytes"))


@dataclass(frozen=True, eq=False)
class BenchmarkRow:
    """One row: a benchmark of this run, or of a saved run beside it.

    Attributes:
        name: The name in the table.
        id: The node id; `None` for a benchmark of a saved run.
        result: The measured memory; `None` if it was not measured.
    """

    name: str
    id: str | None
    result: "MemoryResult | None"


@dataclass(frozen=True, eq=False)
class BenchmarkGroup:
    """The rows of one sub-table, in the order in which they are printed.

    Attributes:
        name: The name by `--benchmark-group-by`; `None` for benchmarks in no group.
        rows: The rows.
    """

    name: str | None
    rows: Sequence[BenchmarkRow]


def read_groups(session: Any, config: pytest.Config) -> list[BenchmarkGroup]:
    """Read the groups of a session of pytest-benchmark, in its order.

    Args:
        session: The `BenchmarkSession`, or `None`.
        config: The configuration of pytest.
    """
    if session is None or not session.groups:
        return []
    groups = []
    for name, benchmarks in session.groups:
        ordered = sorted(benchmarks, key=operator.itemgetter(session.sort))
        rows = [
            BenchmarkRow(
                name=session.name_format(benchmark),
                id=benchmark["fullname"] if benchmark["path"] is None else None,
                result=_find_result(session, benchmark, config),
            )
            for benchmark in ordered
        ]
        groups.append(BenchmarkGroup(name, rows))
    return groups


def _find_result(
    session: Any, benchmark: Mapping[str, Any], config: pytest.Config
) -> "MemoryResult | None":
    extra_info = benchmark["extra_info"]
    if benchmark["path"] is not None:
        # The row of a saved run carries this run's `extra_info`; the saved one is beside it.
        saved = {str(path): entries for path, entries in session.compared_mapping.items()}
        entry = saved[benchmark["path"]][benchmark["fullname"]]
        extra_info = entry.get("extra_info") or {}
    return read_result(extra_info, config)


def read_result(extra_info: Mapping[str, Any], config: pytest.Config) -> "MemoryResult | None":
    """Read the memory of a benchmark, with the series that its test added; `None` without any."""
    record = MemoryRecord(extra_info)
    if not isinstance(record.blob, Mapping):
        return None
    result = find_result(config, record.blob)
    if result is not None and len(record.blob) == len(result.fields):
        return result
    from benchmem_core.engine import MemoryResult

    try:
        return MemoryResult.from_blob(record.blob, meta=record.meta)
    except BlobError:
        # The table does not report a damaged file: it shows an empty cell.
        return None
