"""A run file in memory: its benchmarks and their numbers."""

import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmem_core.blob import MemoryRecord
from benchmem_core.checks import Allocators, shorten_repr
from benchmem_core.errors import BlobError
from benchmem_core.metrics import METRICS, MetricSpec
from benchmem_core.stats import STATS
from benchmem_core.text import shorten
from benchmem_io.errors import RunFileError
from benchmem_io.runs.decoding import Entry, decode_run, decode_series, gc_paused
from benchmem_io.runs.dims import DimValue, read_dims

if TYPE_CHECKING:
    from benchmem_core.callsites import Site

HEADLINE_TIME = "min"
"""The headline statistic of a time: the shortest round."""

_PEAK = METRICS["peak"]
# Limits for ids in a note, as an id may be a page long.
_MOST_NAMED, _LONGEST_ID = 2, 80


class Benchmark:
    """One benchmark of a run.

    Attributes:
        id: Its node id; each benchmark of a run has a different one.
        entry: Its entry in the run file.
    """

    __slots__ = ("_allocators", "_path", "_series", "entry", "id")

    def __init__(self, entry: Entry, path: Path) -> None:
        """Wrap an entry of a run file.

        Args:
            entry: The decoded entry.
            path: The file, for errors.
        """
        self.id = entry.fullname
        self.entry = entry
        self._path = path
        self._series: Mapping[str, Sequence[int]] | None = None
        self._allocators: Allocators | None = None

    @property
    def name(self) -> str:
        """The node id without module and classes."""
        return self.entry.name or self.id.partition("::")[2] or self.id

    @property
    def dims(self) -> dict[str, DimValue]:
        """The dims: `extra_info` wins over parameters, and both win over the node id."""
        entry = self.entry
        return read_dims(self.id, entry.group, entry.params, entry.extra_info)

    @property
    def has_memory(self) -> bool:
        """Whether memory was measured."""
        return self._record.blob is not None

    @property
    def allocators(self) -> Allocators:
        """The allocators that were counted, if memory was measured.

        Raises:
            RunFileError: The run file names an unknown allocator mode.
        """
        if self._allocators is None:
            try:
                self._allocators = self._record.read_allocators()
            except BlobError as error:
                raise self.error(str(error)) from None
        return self._allocators

    @property
    def sites(self) -> "Sequence[Site] | None":
        """The call sites that own most at the high-water mark, with the remainder last.

        It is `None` if no sites were recorded.

        Raises:
            RunFileError: The sites are damaged.
        """
        try:
            sites = self._record.read_sites()
        except BlobError as error:
            raise self.error(str(error)) from None
        peak = self.value(_PEAK)
        if sites is not None and (total := sum(site.bytes for site in sites)) != peak:
            raise self.error(f"field `sites` sums to {total} bytes, and its lowest peak is {peak}")
        return sites

    def series(self, metric: MetricSpec) -> Sequence[float] | None:
        """Return one number per pass; `None` if the metric was not measured, and for `time`.

        Raises:
            RunFileError: The blob is damaged.
        """
        if self._series is None:
            self._series = self._read_series()
        series = None if metric.field is None else self._series.get(metric.field)
        return None if series is None else metric.scale(series)

    def value(self, metric: MetricSpec, stat: str | None = None) -> float | None:
        """Return one number of a metric, in its unit; `None` if it was not measured.

        Args:
            metric: The metric to read.
            stat: A statistic of the passes or rounds. `None` is the headline: the shortest round,
                or for memory the pass with the lowest peak.

        Raises:
            RunFileError: A recorded value is not a number.
        """
        if metric.field is None:
            return self.time(stat or HEADLINE_TIME)
        series = self.series(metric)
        if series is None:
            return None
        if stat is not None:
            return STATS[stat](series)
        peaks = self.series(_PEAK)
        assert peaks is not None
        return metric.pick_headline(series, peaks)

    def time(self, stat: str) -> float | None:
        """Return a statistic of the rounds, as pytest-benchmark recorded it.

        Raises:
            RunFileError: The statistic is negative or not finite.
        """
        recorded: float | None = getattr(self.entry.stats, stat, None)
        if recorded is not None and not 0 <= recorded < math.inf:
            raise self.error(f"field `stats.{stat}` holds `{recorded}`, which is not a time")
        return recorded

    def has(self, metric: MetricSpec) -> bool:
        """Say whether a metric was measured."""
        return self.value(metric) is not None

    def error(self, reason: str) -> RunFileError:
        """Make an error that names the file and the benchmark."""
        return RunFileError(f"`{self._path}`: benchmark `{shorten_repr(self.id)}`: {reason}")

    @property
    def _record(self) -> MemoryRecord:
        return MemoryRecord(self.entry.extra_info)

    def _read_series(self) -> Mapping[str, Sequence[int]]:
        record = self._record
        if record.blob is None:
            return {}
        try:
            return decode_series(record)
        except BlobError as error:
            raise self.error(str(error)) from None


@dataclass(frozen=True, eq=False)
class Run:
    """A run file.

    Attributes:
        path: The file.
        benchmarks: Its benchmarks by id, in the order of the file.
        date: When it was made, as an ISO date and time; empty if the file does not say.
        commit: The facts about the commit.
        machine: The facts about the machine.
        notes: Remarks for the reader on how it was read.
    """

    path: Path
    benchmarks: Mapping[str, Benchmark]
    date: str = ""
    commit: Mapping[str, Any] = field(default_factory=dict)
    machine: Mapping[str, Any] = field(default_factory=dict)
    notes: Sequence[str] = ()

    def metrics(self) -> list[MetricSpec]:
        """List the metrics that at least one benchmark has."""
        every = self.benchmarks.values()
        return [metric for metric in METRICS.values() if any(each.has(metric) for each in every)]

    @property
    def has_memory(self) -> bool:
        """Whether the memory of at least one benchmark was measured."""
        return any(benchmark.has_memory for benchmark in self.benchmarks.values())

    @property
    def made_at(self) -> datetime | None:
        """The date and time when it was made."""
        return _parse_date(self.date)

    @property
    def committed_at(self) -> datetime | None:
        """The date and time of its commit."""
        return _parse_date(self.commit.get("time"))

    @property
    def date_text(self) -> str:
        """The date and the time, to the minute."""
        return self.date[:16].replace("T", " ")

    @property
    def commit_text(self) -> str:
        """The commit and its branch; empty if pytest-benchmark found no repository."""
        id_, branch = self.commit.get("id"), self.commit.get("branch")
        if not id_ or id_ == "unversioned":
            return ""
        named = f" {branch}" if branch and branch != "(unknown)" else ""
        return f"{str(id_)[:10]}{'+' if self.commit.get('dirty') else ''}{named}"

    @property
    def machine_text(self) -> str:
        """The name of the machine; empty if the file does not have it."""
        return str(self.machine.get("node") or "")

    @property
    def processor_text(self) -> str:
        """The brand name of the processor, or its type; empty if the file has neither."""
        cpu = self.machine.get("cpu")
        brand = cpu.get("brand_raw") if isinstance(cpu, dict) else None
        return str(brand or self.machine.get("processor") or "")

    @property
    def interpreter_text(self) -> str:
        """The interpreter and its version; empty if the file has neither."""
        found = (self.machine.get(f"python_{key}") for key in ("implementation", "version"))
        return " ".join(str(each) for each in found if each)


def load_run(path: str | os.PathLike[str]) -> Run:
    """Read a run file.

    A test that ran several times has several entries. The last one counts, and a note of the run
    says so.

    Args:
        path: A file that pytest-benchmark wrote, with memory or without.

    Raises:
        RunFileError: The file cannot be read, is not a run file, or has an entry without id or
            numbers.
    """
    path = Path(path)
    with gc_paused():
        document = decode_run(path)
        benchmarks, repeated = _by_id(Benchmark(entry, path) for entry in document.benchmarks)
    return Run(
        path=path,
        benchmarks=benchmarks,
        date=document.datetime if isinstance(document.datetime, str) else "",
        commit=document.commit_info if isinstance(document.commit_info, dict) else {},
        machine=document.machine_info if isinstance(document.machine_info, dict) else {},
        notes=_notes(path, repeated),
    )


def _parse_date(text: object) -> datetime | None:
    """Read a date and time as pytest-benchmark writes it; return `None` for any other text.

    Without a time zone it is UTC, as pytest-benchmark intends.
    """
    try:
        date = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _by_id(benchmarks: Iterable[Benchmark]) -> tuple[dict[str, Benchmark], list[str]]:
    """Return the last benchmark of each id, and the ids that several benchmarks had."""
    found: dict[str, Benchmark] = {}
    repeated: dict[str, None] = {}
    for benchmark in benchmarks:
        if benchmark.entry.stats is None and not benchmark.has_memory:
            raise benchmark.error("field `stats` is missing")
        if benchmark.id in found:
            repeated[benchmark.id] = None
        found[benchmark.id] = benchmark
    return found, list(repeated)


def _notes(path: Path, repeated: Sequence[str]) -> list[str]:
    if not repeated:
        return []
    named = ", ".join(f"`{shorten(id_, _LONGEST_ID)}`" for id_ in repeated[:_MOST_NAMED])
    more = f" and {len(repeated) - _MOST_NAMED:,} more" if len(repeated) > _MOST_NAMED else ""
    return [f"`{path.name}` has several results of {named}{more}: the last one counts."]
