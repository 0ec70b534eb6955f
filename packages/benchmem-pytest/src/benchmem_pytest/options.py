"""The flags and the marker, read once into frozen dataclasses."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from benchmem_core.checks import check_count, check_flag, check_seconds
from benchmem_core.errors import ArgumentError
from benchmem_core.measurement import Allocators
from benchmem_core.metrics import MEMORY_METRICS
from benchmem_core.sampling import Sampling
from benchmem_core.sites import DEFAULT_SITES
from benchmem_core.stats import STATS
from benchmem_core.workload import PassOptions
from benchmem_pytest.limits import Ceiling, ceilings
from benchmem_pytest.marker import MARKER, merged_keywords

if TYPE_CHECKING:
    from benchmem_io.thresholds import Threshold

Value = TypeVar("Value")

EXPLAINING = "benchmem-explaining"
"""Under which that is registered which finds out where memory goes, where that is wanted."""

GATE = "benchmem-gate"
"""Under which the gate is registered, in a session that is compared with a saved run."""

LATEST = ""
"""The reference of the newest saved run."""


@dataclass(frozen=True)
class MemoryOptions:
    """How the memory of one benchmark is measured.

    Attributes named in the contract of the marker are its keywords; those with the metadata
    `flag_only` come from the command line alone.
    """

    repeats: int | None = None
    warmup: int = 1
    isolate: bool = False
    calls: int = 1
    profile_native: bool = False
    allocators: Allocators = "python"
    timeout: float | None = None
    max_peak: int | str | None = None
    max_allocated: int | str | None = None
    max_allocations: int | None = None
    max_rss: int | str | None = None
    max_retained: int | str | None = None
    max_time: float | None = field(default=None, metadata={"flag_only": True})
    retained: bool = field(default=False, metadata={"flag_only": True})

    def __post_init__(self) -> None:
        """Refuse values that have no meaning."""
        check_count("calls", self.calls)
        check_flag("profile_native", self.profile_native)
        self.sampling()
        self.passes()
        self.ceilings()
        if self.max_rss is not None and not self.isolate:
            raise ArgumentError(
                "`max_rss` needs `isolate=True`: only a pass in its own process has an rss"
            )

    def sampling(self) -> Sampling:
        """How many passes are taken."""
        return Sampling(repeats=self.repeats, max_time=self.max_time)

    def passes(self) -> PassOptions:
        """How one pass is measured."""
        return PassOptions(
            warmup=self.warmup,
            isolate=self.isolate,
            allocators=self.allocators,
            retained=self.retained or self.max_retained is not None,
            timeout=self.timeout,
        )

    def ceilings(self) -> tuple[Ceiling, ...]:
        """The ceilings that are set."""
        return ceilings({name: getattr(self, name) for name in MARKER_KEYWORDS})


MARKER_KEYWORDS = tuple(
    each.name for each in fields(MemoryOptions) if not each.metadata.get("flag_only")
)
"""The marker's keywords."""

_OPTIONS = pytest.StashKey[MemoryOptions]()


@dataclass(frozen=True)
class ExplainOptions:
    """What is found out about where memory goes.

    Attributes:
        sites: How many call sites the run file records; `None` for none.
        folder: Where captures are kept; `None` for nowhere.
        native: Whether those have C, C++ and Rust frames.
    """

    sites: int | None
    folder: str | None
    native: bool

    @property
    def is_wanted(self) -> bool:
        """Whether anything is."""
        return self.sites is not None or self.folder is not None


@dataclass(frozen=True)
class TableOptions:
    """What the table shows.

    Attributes:
        layout: `"combined"` with the times, or `"split"` into a table of its own.
        columns: Names of metrics; `None` for peak, and rss where it was measured.
        stats: Names of stats.
        allocators: The mode that most rows have; another is marked.
    """

    layout: str
    columns: tuple[str, ...] | None
    stats: tuple[str, ...]
    allocators: Allocators


def add_options(parser: pytest.Parser) -> None:
    """Add the flags to pytest's command line."""
    add = parser.getgroup("benchmark memory").addoption
    columns = tuple(spec.name for spec in MEMORY_METRICS)
    add(
        "--benchmark-memory",
        action="store_true",
        help="Measure memory for every benchmark(...) call.",
    )
    add(
        "--benchmark-memory-repeats",
        metavar="N",
        type=_checked(lambda text: check_count("N", _integer(text))),
        help="Exactly N memory passes per benchmark (default: adaptive).",
    )
    add(
        "--benchmark-memory-warmup",
        metavar="N",
        type=_checked(lambda text: check_count("N", _integer(text), least=0)),
        default=1,
        help="Untracked runs before measuring (default: %(default)s).",
    )
    add(
        "--benchmark-memory-max-time",
        metavar="SECONDS",
        type=_checked(lambda text: check_seconds("SECONDS", _number(text), zero=True)),
        help="Bound on adaptive sampling, per benchmark (default: none).",
    )
    add(
        "--benchmark-memory-allocators",
        choices=("python", "system"),
        default="python",
        help="Count every Python object, or what reaches the system (default: %(default)s).",
    )
    add(
        "--benchmark-memory-table",
        choices=("combined", "split"),
        default="combined",
        help="One table with the times, or one of its own (default: %(default)s).",
    )
    add(
        "--benchmark-memory-columns",
        metavar=",".join(columns),
        type=_checked(lambda text: _names(text, columns)),
        help="Metrics to show, in order (default: peak, and rss where measured).",
    )
    add(
        "--benchmark-memory-stats",
        metavar=",".join(STATS),
        type=_checked(lambda text: _names(text, tuple(STATS))),
        default=("min", "mean", "max"),
        help="Stats to show for several passes (default: min,mean,max).",
    )

    add(
        "--benchmark-memory-compare",
        metavar="REF",
        nargs="?",
        const=LATEST,
        help="Show a saved run's peak and the change; REF as of --benchmark-compare, or a file.",
    )
    add(
        "--benchmark-memory-compare-fail",
        metavar="RULE",
        action="append",
        type=_checked(_rule),
        default=[],
        help="Fail on growth, as in peak:10%%, peak:5MiB, peak:20%%+8MiB:clear; repeatable.",
    )
    add(
        "--benchmark-memory-sites",
        metavar="N",
        nargs="?",
        const=DEFAULT_SITES,
        type=_checked(_site_count),
        help="Record the N call sites that own most at the peak (default N: %(const)s).",
    )
    add(
        "--benchmark-memory-profile",
        metavar="DIR",
        help="Keep memray captures: of the regressing benchmarks under a gate, else of all.",
    )
    add(
        "--benchmark-memory-profile-native",
        action="store_true",
        help="Native frames in kept captures; needs --benchmark-memory-profile.",
    )


def gate_options(config: pytest.Config) -> "tuple[str | None, list[Threshold]]":
    """Read what this run is compared with, and by which rules.

    Returns:
        The reference (`LATEST` for the newest saved run, `None` for no comparison) and the rules,
        each once. Rules imply a comparison.
    """
    rules = list(dict.fromkeys(config.getoption("benchmark_memory_compare_fail")))
    reference = config.getoption("benchmark_memory_compare")
    return (LATEST if reference is None and rules else reference), rules


def explain_options(config: pytest.Config) -> ExplainOptions:
    """Read what is to be found out about where memory goes.

    Raises:
        UsageError: Native frames are asked for, and no captures.
    """
    options = ExplainOptions(
        sites=config.getoption("benchmark_memory_sites"),
        folder=config.getoption("benchmark_memory_profile"),
        native=config.getoption("benchmark_memory_profile_native"),
    )
    if options.folder is not None and not options.folder.strip():
        raise pytest.UsageError("--benchmark-memory-profile needs the name of a folder")
    if options.native and options.folder is None:
        raise pytest.UsageError(
            "--benchmark-memory-profile-native needs --benchmark-memory-profile=DIR, where "
            "captures are kept"
        )
    return options


def table_options(config: pytest.Config) -> TableOptions:
    """Read what the table shows."""
    return TableOptions(
        layout=config.getoption("benchmark_memory_table"),
        columns=config.getoption("benchmark_memory_columns"),
        stats=config.getoption("benchmark_memory_stats"),
        allocators=config.getoption("benchmark_memory_allocators"),
    )


def set_options(item: pytest.Item) -> None:
    """Read the flags and the markers of a test; `options_of` returns them from then on.

    Raises:
        ArgumentError: A marker has a positional argument, an unknown keyword or a wrong value.
    """
    config = item.config
    values: dict[str, object] = {
        name: config.getoption(f"benchmark_memory_{name}")
        for name in ("repeats", "warmup", "max_time", "allocators")
    }
    values["retained"] = _wants_retained(config)
    values.update(merged_keywords(item, MARKER_KEYWORDS))
    item.stash[_OPTIONS] = _in_marker(values)


def options_of(item: pytest.Item) -> MemoryOptions:
    """Return the options of a test."""
    return item.stash[_OPTIONS]


def _wants_retained(config: pytest.Config) -> bool:
    """Whether a column or a rule needs what a pass retains."""
    columns = config.getoption("benchmark_memory_columns") or ()
    rules = config.getoption("benchmark_memory_compare_fail")
    return "retained" in {*columns, *(rule.metric.name for rule in rules)}


def _in_marker(values: dict[str, Any]) -> MemoryOptions:
    try:
        return MemoryOptions(**values)
    except ArgumentError as error:
        raise ArgumentError(f"`@pytest.mark.{MARKER}`: {error}") from None


def _checked(parse: Callable[[str], Value]) -> Callable[[str], Value]:
    def parse_argument(text: str) -> Value:
        try:
            return parse(text)
        except ArgumentError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return parse_argument


def _rule(text: str) -> "Threshold":
    from benchmem_io.thresholds import parse_threshold

    return parse_threshold(text)


def _site_count(text: str) -> int:
    try:
        return check_count("N", _integer(text))
    except ArgumentError as error:
        raise ArgumentError(
            f"{error}; before a path, write `--benchmark-memory-sites={DEFAULT_SITES}`"
        ) from None


def _integer(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:
        return text


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _names(text: str, known: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    for name in names:
        if name not in known:
            raise ArgumentError(f"`{name}` is none of {', '.join(known)}")
    return names
