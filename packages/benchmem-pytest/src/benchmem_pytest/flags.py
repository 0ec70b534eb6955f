"""The table of the plugin's options: each flag, with its ini option and its marker keyword."""

from typing import TYPE_CHECKING

import pytest

from benchmem_core.callsites import Site
from benchmem_core.checks import Allocators, Argument
from benchmem_core.errors import ArgumentError
from benchmem_core.metrics import MEMORY_METRICS, METRICS
from benchmem_core.stats import STATS
from benchmem_pytest.flag import Flag

if TYPE_CHECKING:
    from benchmem_io.gate import Threshold

LATEST = ""
"""The reference for the newest saved run."""


def _check_rule(_name: str, value: str) -> "Threshold":
    from benchmem_io.gate import Threshold

    return Threshold.parse(value)


def _check_column(_name: str, value: str) -> str:
    # Only the flag itself may cost the look-up of other distributions' metrics.
    if value not in METRICS or METRICS[value].field is None:
        known = ", ".join(spec.name for spec in METRICS.values() if spec.field)
        reason = f"`{value}` is not a column" if value in METRICS else ""
        raise ArgumentError(f"{reason or METRICS.explain_missing(value)}; the columns are {known}")
    return value


def _check_folder(_name: str, value: str) -> str:
    if not value.strip():
        raise ArgumentError("give the name of a folder")
    return value


MEMORY = Flag[bool](
    "benchmark-memory",
    "bool",
    help="Measure memory for every benchmark(...) call.",
    page="pytest.md#three-ways-to-measure",
    default=False,
)
REPEATS = Flag[int | None](
    "benchmark-memory-repeats",
    "int",
    help="Run exactly N memory passes per benchmark (default: adaptive).",
    page="measuring.md#how-many-passes",
    metavar="N",
    check=lambda name, value: Argument(name, value).as_count(),
    keyword="repeats",
)
WARMUP = Flag[int](
    "benchmark-memory-warmup",
    "int",
    help="Run the function N times before the first pass, unmeasured (default: {default}).",
    page="measuring.md#a-pass",
    metavar="N",
    check=lambda name, value: Argument(name, value).as_count(least=0),
    default=1,
    keyword="warmup",
)
MAX_TIME = Flag[float | None](
    "benchmark-memory-max-time",
    "float",
    help="Start no further pass of a benchmark after this time (default: no limit).",
    page="measuring.md#how-many-passes",
    metavar="SECONDS",
    check=lambda name, value: Argument(name, value).as_seconds(zero=True),
)
ALLOCATORS = Flag[Allocators](
    "benchmark-memory-allocators",
    "string",
    help="Count every Python object, or only system allocations (default: {default}).",
    page="measuring.md#what-is-counted",
    choices=("python", "system"),
    default="python",
    keyword="allocators",
)
TABLE = Flag[str](
    "benchmark-memory-table",
    "string",
    help="Show memory beside the times, or in a table of its own (default: {default}).",
    page="pytest.md#the-table",
    choices=("combined", "split"),
    default="combined",
)
COLUMNS = Flag[tuple[str, ...] | None](
    "benchmark-memory-columns",
    "args",
    help="Show these metrics, in this order (default: peak, and rss where measured).",
    page="metrics.md#choosing-a-metric",
    metavar=",".join(spec.name for spec in MEMORY_METRICS),
    check=_check_column,
)
STATS_SHOWN = Flag[tuple[str, ...]](
    "benchmark-memory-stats",
    "args",
    help="Show these statistics if there are several passes (default: {default}).",
    page="pytest.md#the-table",
    choices=tuple(STATS),
    default=("min", "mean", "max"),
)
COMPARE = Flag[str | None](
    "benchmark-memory-compare",
    "string",
    help="Show the numbers of a saved run and the change. REF is a run as in "
    "--benchmark-compare, or a file; without REF, the newest saved run.",
    page="gate.md#which-run-is-the-baseline",
    metavar="REF",
    bare=LATEST,
)
COMPARE_FAIL = Flag["tuple[Threshold, ...]"](
    "benchmark-memory-compare-fail",
    "args",
    help="Fail on growth, as in peak:10%, peak:5MiB, peak:20%+8MiB:clear; repeatable.",
    page="gate.md#in-the-session",
    metavar="RULE",
    check=_check_rule,
    default=(),
    is_repeatable=True,
)
SITES = Flag[int | None](
    "benchmark-memory-sites",
    "int",
    help=f"Record the N call sites that own most at the peak (default N: {Site.DEFAULT_COUNT}).",
    page="where.md#sites",
    metavar="N",
    check=lambda name, value: Argument(name, value).as_count(),
    bare=Site.DEFAULT_COUNT,
)
PROFILE = Flag[str | None](
    "benchmark-memory-profile",
    "string",
    help="Keep memray captures: of the regressing benchmarks under a gate, else of all.",
    page="where.md#captures",
    metavar="DIR",
    check=_check_folder,
)
PROFILE_NATIVE = Flag[bool](
    "benchmark-memory-profile-native",
    "bool",
    help="Record native frames in kept captures; needs --benchmark-memory-profile.",
    page="where.md#captures",
    default=False,
    keyword="profile_native",
)

FLAGS: tuple[Flag[object], ...] = (
    MEMORY,
    REPEATS,
    WARMUP,
    MAX_TIME,
    ALLOCATORS,
    TABLE,
    COLUMNS,
    STATS_SHOWN,
    COMPARE,
    COMPARE_FAIL,
    SITES,
    PROFILE,
    PROFILE_NATIVE,
)
"""Every flag, in the order of `--help`."""


def add_options(parser: pytest.Parser) -> None:
    """Add the flags and the ini options to pytest."""
    for flag in FLAGS:
        flag.add_to(parser)


def check_options(config: pytest.Config) -> None:
    """Read every option once, so that a bad value ends the session early.

    Raises:
        UsageError: An ini option has a value without a meaning.
    """
    for flag in FLAGS:
        flag.read(config)
