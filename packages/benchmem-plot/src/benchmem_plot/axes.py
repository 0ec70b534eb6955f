"""Axes with the units of their numbers: bytes in powers of two, all else in powers of ten."""

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from benchmem_core.metrics import MetricSpec, Unit
from benchmem_core.units import human_value
from benchmem_io.dims import is_number
from benchmem_io.errors import SelectionError
from benchmem_plot.layout import escaped

GRID = "#e3e5e8"
ZERO = "#8b929a"
CATEGORY = 40
"""The most letters of a category."""
_MOST_TICKS = 8
_MARGIN = 0.05


def value_axis(
    metric: MetricSpec,
    values: Iterable[float],
    *,
    log: bool = False,
    zero: bool = False,
    title: str | None = None,
    most: int = 8,
) -> dict[str, Any]:
    """Describe an axis that shows a metric.

    Args:
        metric: What it shows; gives unit and title.
        values: What is drawn along it.
        log: Whether it is logarithmic; then only positive values count.
        zero: Whether a linear one begins at zero.
        title: What it is called; by default as the metric is.
        most: For how many ticks there is room, about.

    Returns:
        An axis as plotly takes it.
    """
    low, high = extent(values, log=log)
    if zero and not log:
        low, high = min(low, 0.0), max(high, 0.0)
    axis = plain_axis(title or metric.label, low, high, log=log)
    if log:
        ticks = log_ticks(low, high, metric.unit, most=most)
    elif metric.unit == "B":
        ticks = byte_ticks(low, high, most=most)
    else:
        return axis | unit_format(metric.unit)
    return axis | {
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [tick_text(tick, metric.unit) for tick in ticks],
    }


def ratio_axis(title: str, ratios: Iterable[float]) -> dict[str, Any]:
    """Describe a logarithmic axis of multiples, on which 1 always is.

    Args:
        title: What it is called.
        ratios: What is drawn along it.
    """
    low, high = extent([1 / 1.02, 1.02, *ratios], log=True)
    if high / low > 2:
        ticks = _powers_of_two(low, high, _MOST_TICKS)
    else:
        step = next(each for each in (0.01, 0.02, 0.05, 0.1, 0.2) if (high - low) / each < 8)
        first, last = math.ceil((low - 1) / step), math.floor((high - 1) / step)
        ticks = [1 + number * step for number in range(first, last + 1)]
    return plain_axis(title, low, high, log=True) | {
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [f"{tick:,.4g}\N{MULTIPLICATION SIGN}" for tick in ticks],
    }


def unit_format(unit: Unit) -> dict[str, Any]:
    """How plotly writes seconds (`20us`) and counts (`20k`)."""
    return {"tickformat": "~s"} | ({"ticksuffix": "s"} if unit == "s" else {})


def dim_axis(name: str, values: Sequence[object], *, log: bool, most: int = 8) -> dict[str, Any]:
    """Describe an axis that shows a dim.

    Args:
        name: The dim.
        values: Its values, in their order; texts make an axis of categories.
        log: Whether it is logarithmic.
        most: For how many ticks there is room, about.
    """
    numbers = [float(value) for value in values if is_number(value)]
    if len(numbers) < len(values):
        texts = [escaped(value, CATEGORY) for value in values]
        return {
            "type": "category",
            "title": {"text": escaped(name)},
            "categoryorder": "array",
            "categoryarray": texts,
        } | LOOK
    low, high = extent(numbers, log=log)
    axis = plain_axis(escaped(name), low, high, log=log)
    distinct = sorted(set(numbers))
    if _are_apart(distinct, most, log=log):
        # The sizes that were measured say more than round numbers do.
        return axis | {
            "tickmode": "array",
            "tickvals": distinct,
            "ticktext": [f"{value:,.10g}" for value in distinct],
        }
    return axis | {"tickformat": "~s"}


def plain_axis(title: str, low: float, high: float, *, log: bool) -> dict[str, Any]:
    """Describe an axis from `low` to `high`, with some room around."""
    return {
        "type": "log" if log else "linear",
        "title": {"text": title, "standoff": 10},
        "range": _range(low, high, log=log),
    } | LOOK


LOOK: dict[str, Any] = {
    "automargin": True,
    "gridcolor": GRID,
    "zeroline": False,
    "ticks": "",
    # Finding out which labels reach over the edge takes seconds for hundreds of them.
    "ticklabeloverflow": "allow",
}


def is_log(
    name: str, wanted: bool | Literal["auto"], values: Iterable[object], *, is_asked: bool
) -> bool:
    """Whether an axis is logarithmic.

    Args:
        name: What it shows.
        wanted: What was asked for; `"auto"` is where all values are positive numbers.
        values: What is drawn along it.
        is_asked: Whether this very axis was asked for, and not both.

    Raises:
        SelectionError: It was asked for, and its values are not positive numbers.
    """
    if not wanted:
        return False
    odd = next((v for v in values if not is_number(v) or v <= 0), None)
    if odd is None:
        return True
    if is_asked or wanted != "auto":
        raise SelectionError(
            f"an axis of `{name}` cannot be logarithmic: it holds `{odd}`; leave the logarithm out"
        )
    return False


def extent(values: Iterable[float], *, log: bool = False) -> tuple[float, float]:
    """The least and the most of the values that can be drawn; 0 and 0 (or 1 and 1) of none."""
    found = [value for value in values if math.isfinite(value) and (value > 0 or not log)]
    if not found:
        return (1.0, 1.0) if log else (0.0, 0.0)
    return min(found), max(found)


def tick_text(value: float, unit: Unit) -> str:
    """Write a tick: as a table writes it, without decimals that say nothing."""
    number, space, of = human_value(value, unit).partition(" ")
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number}{space}{of}"


def byte_ticks(low: float, high: float, *, most: int = 8) -> list[float]:
    """Bytes that are round in powers of two, never none.

    Args:
        low: The least.
        high: The most; may be equal to it.
        most: How many there are at most.
    """
    if high <= low:
        return [low]
    step = max(2.0 ** math.ceil(math.log2((high - low) / (most - 1))), 1.0)
    return [number * step for number in range(math.ceil(low / step), int(high // step) + 1)]


def log_ticks(low: float, high: float, unit: Unit, *, most: int = 8) -> list[float]:
    """Round numbers along a logarithmic axis, never none.

    Args:
        low: The least, which is positive.
        high: The most; may be equal to it.
        unit: Bytes are round in powers of two, all else in powers of ten and 1, 2 and 5 times
            those.
        most: How many there are at most.
    """
    if high <= low:
        return [low]
    powers = _powers_of_two if unit == "B" else _powers_of_ten
    ticks = powers(low, high, most)
    if len(ticks) > 1:
        return ticks
    return byte_ticks(low, high, most=most) if unit == "B" else [low, high]


def _powers_of_two(low: float, high: float, most: int) -> list[float]:
    first, last = math.ceil(math.log2(low)), math.floor(math.log2(high))
    # Steps that meet the units.
    every = next(
        step for step in (1, 2, 4, 5, 10, 20, 40, 80, 160) if (last - first) // step < most
    )
    return [2.0**power for power in range(-(-first // every) * every, last + 1, every)]


def _powers_of_ten(low: float, high: float, most: int) -> list[float]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for digits, every in (((1, 2, 5), 1), ((1,), 1), ((1,), 3), ((1,), 9), ((1,), 99)):
        powers = range(-(-first // every) * every, last + 1, every)
        ticks = [digit * 10.0**power for power in powers for digit in digits]
        inside = [tick for tick in ticks if low * 0.999 <= tick <= high * 1.001]
        if len(inside) <= most:
            break
    return inside


def _are_apart(distinct: Sequence[float], most: int, *, log: bool) -> bool:
    """Whether there is room for a text at each of the sizes that were measured."""
    if len(distinct) > most:
        return False
    places = [math.log10(value) for value in distinct] if log else list(distinct)
    gaps = [after - before for before, after in itertools.pairwise(places)]
    return not gaps or min(gaps) * most * 1.5 >= places[-1] - places[0]


def _range(low: float, high: float, *, log: bool) -> list[float]:
    if log:
        ends = math.log10(low), math.log10(high)
        margin = (ends[1] - ends[0]) * _MARGIN or 0.3
        return [ends[0] - margin, ends[1] + margin]
    margin = (high - low) * _MARGIN or abs(high) * 0.1 or 1.0
    return [low - margin, high + margin]
