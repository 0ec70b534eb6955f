"""The flags and the marker, read once into frozen dataclasses."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmem_core.checks import Allocators, Argument
from benchmem_core.engine import PassOptions, Sampling
from benchmem_core.errors import ArgumentError
from benchmem_pytest.flags import (
    ALLOCATORS,
    COLUMNS,
    COMPARE,
    COMPARE_FAIL,
    FLAGS,
    LATEST,
    MAX_TIME,
    PROFILE,
    PROFILE_NATIVE,
    SITES,
    STATS_SHOWN,
    TABLE,
)
from benchmem_pytest.markers import (
    MARKER,
    Ceiling,
    list_bounded_metrics,
    merge_keywords,
    read_ceilings,
)

if TYPE_CHECKING:
    from benchmem_io.gate import Threshold


@dataclass(frozen=True, kw_only=True)
class MemoryOptions:
    """The options of one benchmark's memory measurement.

    All are keywords of the marker, except those with the metadata `flag_only`, which only flags
    set. Where a keyword has a flag, the table of flags has its default.

    Attributes:
        repeats: The exact number of passes; `None` samples adaptively.
        warmup: Untracked runs before the first pass.
        isolate: Whether every pass is a fresh process, whose `rss` is measured too.
        calls: Calls of the function in one pass.
        profile_native: Whether a kept capture has C, C++ and Rust frames.
        allocators: The allocator mode: count every Python object, or what reaches the system.
        timeout: Seconds after which an isolated pass is killed; `None` for never.
        max_peak: Ceiling of the high-water mark of every pass, in bytes or as a text with a unit.
        max_allocated: Ceiling of the bytes that a pass allocates, freed ones included.
        max_allocations: Ceiling of the number of allocations in a pass.
        max_rss: Ceiling of the resident high-water of a pass's process; needs `isolate=True`.
        max_retained: Ceiling of the bytes still allocated when the result has been dropped;
            it turns their measurement on.
        max_time: Seconds after which no further pass begins; `None` for no bound.
        retained: Whether the bytes still allocated are measured.
    """

    repeats: int | None
    warmup: int
    isolate: bool = False
    calls: int = 1
    profile_native: bool
    allocators: Allocators
    timeout: float | None = None
    max_peak: int | str | None = None
    max_allocated: int | str | None = None
    max_allocations: int | None = None
    max_rss: int | str | None = None
    max_retained: int | str | None = None
    max_time: float | None = field(metadata={"flag_only": True})
    retained: bool = field(metadata={"flag_only": True})

    def __post_init__(self) -> None:
        """Refuse values that have no meaning."""
        Argument("calls", self.calls).as_count()
        Argument("profile_native", self.profile_native).as_flag()
        self.make_sampling()
        self.make_pass_options()
        self.read_ceilings()
        if self.max_rss is not None and not self.isolate:
            raise ArgumentError(
                "`max_rss` needs `isolate=True`: only a pass in its own process has an rss"
            )

    def make_sampling(self) -> Sampling:
        """Return the rule for the number of passes."""
        return Sampling(repeats=self.repeats, max_time=self.max_time)

    def make_pass_options(self) -> PassOptions:
        """Return the options of one pass."""
        return PassOptions(
            warmup=self.warmup,
            isolate=self.isolate,
            allocators=self.allocators,
            retained=self.retained or self.max_retained is not None,
            timeout=self.timeout,
        )

    def read_ceilings(self) -> tuple[Ceiling, ...]:
        """Return the ceilings that are set."""
        return read_ceilings({name: getattr(self, name) for name in MARKER_KEYWORDS})


MARKER_KEYWORDS = tuple(
    each.name for each in fields(MemoryOptions) if not each.metadata.get("flag_only")
)
"""The marker's keywords."""

_OPTIONS = pytest.StashKey[MemoryOptions]()


@dataclass(frozen=True)
class RecorderOptions:
    """The options for call sites and captures.

    Attributes:
        sites: The number of call sites that the run file records; `None` for none.
        folder: The folder of kept captures; `None` to keep none.
    """

    sites: int | None
    folder: str | None

    @property
    def is_wanted(self) -> bool:
        """Whether sites or captures are wanted."""
        return self.sites is not None or self.folder is not None


@dataclass(frozen=True)
class MemoryTableOptions:
    """The options of the memory table.

    Attributes:
        layout: `"combined"` with the times, or `"split"` into a table of its own.
        columns: Names of metrics; `None` for peak, and rss if it was measured.
        stats: Names of stats.
        allocators: The mode of most rows; rows of the other mode are marked.
    """

    layout: str
    columns: tuple[str, ...] | None
    stats: tuple[str, ...]
    allocators: Allocators


def read_gate_options(config: pytest.Config) -> "tuple[str | None, tuple[Threshold, ...]]":
    """Read the baseline to compare with, and the rules.

    Returns:
        The reference (`LATEST` for the newest saved run, `None` for no comparison) and the rules,
        each once. Rules imply a comparison.
    """
    rules, reference = COMPARE_FAIL.read(config), COMPARE.read(config)
    return (LATEST if reference is None and rules else reference), rules


def is_comparison_requested(config: pytest.Config) -> bool:
    """Say whether this session has to be compared with a saved run.

    Rules in an ini option are a default for sessions that measure memory, and request nothing.
    """
    return COMPARE.read(config) is not None or COMPARE_FAIL.is_given(config)


def find_json_target(config: pytest.Config) -> Path | None:
    """Return the file that `--benchmark-json` writes; pytest-benchmark 4 has already opened it."""
    given = config.getoption("benchmark_json", None)
    if given is None:
        return None
    return Path(given.name if hasattr(given, "write") else given)


def read_recorder_options(config: pytest.Config) -> RecorderOptions:
    """Read the options for call sites and captures.

    Raises:
        UsageError: Native frames are wanted without captures.
    """
    options = RecorderOptions(sites=SITES.read(config), folder=PROFILE.read(config))
    if PROFILE_NATIVE.read(config) and options.folder is None:
        raise pytest.UsageError(
            "--benchmark-memory-profile-native needs --benchmark-memory-profile=DIR, where "
            "captures are kept"
        )
    return options


def read_table_options(config: pytest.Config) -> MemoryTableOptions:
    """Read the options of the memory table."""
    return MemoryTableOptions(
        layout=TABLE.read(config),
        columns=COLUMNS.read(config),
        stats=STATS_SHOWN.read(config),
        allocators=ALLOCATORS.read(config),
    )


def store_options(item: pytest.Item) -> None:
    """Read the flags and the markers of a test; `get_options` returns them from then on.

    Raises:
        ArgumentError: A marker has a positional argument, an unknown keyword or a wrong value.
    """
    config = item.config
    values = {flag.keyword: flag.read(config) for flag in FLAGS if flag.keyword is not None}
    values["max_time"] = MAX_TIME.read(config)
    values["retained"] = _wants_retained(config) or "retained" in list_bounded_metrics(item)
    values.update(merge_keywords(item, MARKER_KEYWORDS))
    item.stash[_OPTIONS] = _make_options(values)


def get_options(item: pytest.Item) -> MemoryOptions:
    """Return the options of a test."""
    return item.stash[_OPTIONS]


def _wants_retained(config: pytest.Config) -> bool:
    """Say whether a column or a rule needs the retained bytes."""
    columns, rules = COLUMNS.read(config) or (), COMPARE_FAIL.read(config)
    return "retained" in {*columns, *(rule.metric.name for rule in rules)}


def _make_options(values: dict[str, Any]) -> MemoryOptions:
    try:
        return MemoryOptions(**values)
    except ArgumentError as error:
        raise ArgumentError(f"`@pytest.mark.{MARKER}`: {error}") from None
