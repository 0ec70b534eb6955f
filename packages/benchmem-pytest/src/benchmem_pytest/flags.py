"""The flags of pytest's command line."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import pytest

from benchmem_core.callsites import DEFAULT_SITES
from benchmem_core.checks import check_count, check_seconds
from benchmem_core.errors import ArgumentError
from benchmem_core.metrics import MEMORY_METRICS, METRICS
from benchmem_core.stats import STATS
from benchmem_pytest.options import LATEST

if TYPE_CHECKING:
    from benchmem_io.gate import Threshold

Value = TypeVar("Value")


def add_options(parser: pytest.Parser) -> None:
    """Add the flags to pytest's command line."""
    add = parser.getgroup("benchmark memory").addoption
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
        metavar=",".join(spec.name for spec in MEMORY_METRICS),
        type=_checked(_columns),
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
        help="Show the peak of a saved run and the change: of REF as of --benchmark-compare, of a "
        "file, or without a value of the newest.",
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


def _checked(parse: Callable[[str], Value]) -> Callable[[str], Value]:
    def parse_argument(text: str) -> Value:
        try:
            return parse(text)
        except ArgumentError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return parse_argument


def _rule(text: str) -> "Threshold":
    from benchmem_io.gate import parse_threshold

    return parse_threshold(text)


def _columns(text: str) -> tuple[str, ...]:
    # Only the flag itself may cost the look-up of other distributions' metrics.
    columns = tuple(spec.name for spec in METRICS.values() if spec.field)
    for name in (part.strip() for part in text.split(",")):
        if name and name not in METRICS:
            raise ArgumentError(
                f"{METRICS.why_missing(name)}; the columns are {', '.join(columns)}"
            )
    return _names(text, columns)


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
