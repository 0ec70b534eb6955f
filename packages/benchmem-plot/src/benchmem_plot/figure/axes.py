"""Axes with units: bytes in powers of two, all other numbers in powers of ten."""

import itertools
import math
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from benchmem_core.metrics import MetricSpec, Unit
from benchmem_io.errors import SelectionError
from benchmem_io.runs import is_number
from benchmem_plot.figure.layout import escape
from benchmem_plot.figure.ticks import (
    choose_byte_ticks,
    choose_count_ticks,
    choose_log_ticks,
    choose_ratio_ticks,
    format_ticks,
)

GRID = "#e3e5e8"
ZERO = "#8b929a"
_MARGIN = 0.05
_MOST_FLOAT = sys.float_info.max


def make_value_axis(
    metric: MetricSpec,
    values: Iterable[float],
    *,
    log: bool = False,
    zero: bool = False,
    title: str | None = None,
    most: int = 8,
) -> dict[str, Any]:
    """Make an axis of a metric.

    Args:
        metric: The metric; gives the unit and the default title.
        values: The values along the axis.
        log: Whether the axis is logarithmic; then only positive values count.
        zero: Whether a linear axis begins at zero.
        title: The title of the axis; by default the label of the metric.
        most: The number of ticks that the axis has room for, about.
    """
    low, high = find_extent(values, log=log)
    if zero and not log:
        low, high = min(low, 0.0), max(high, 0.0)
    axis = make_plain_axis(title or metric.label, low, high, log=log)
    if log:
        ticks = choose_log_ticks(low, high, metric.unit, most=most)
    elif metric.unit == "s":
        return axis | _ZOOMED["s"]
    else:
        ticks = (choose_byte_ticks if metric.unit == "B" else choose_count_ticks)(
            low, high, most=most
        )
    texts = format_ticks(ticks, metric.unit)
    return axis | _ZOOMED[metric.unit] | _place_ticks(ticks, texts)


def make_ratio_axis(title: str, ratios: Iterable[float]) -> dict[str, Any]:
    """Make a logarithmic axis of multiples, which always contains 1."""
    low, high = find_extent([1 / 1.02, 1.02, *ratios], log=True)
    ticks = choose_ratio_ticks(low, high)
    texts = [f"{tick:,.4g}\N{MULTIPLICATION SIGN}" for tick in ticks]
    return make_plain_axis(title, low, high, log=True) | _place_ticks(ticks, texts)


# The format of ticks that plotly chooses: seconds as `20us`, counts as `20k`.
_ZOOMED: dict[Unit, dict[str, Any]] = {
    "B": {},
    "s": {"tickformat": "~s", "ticksuffix": "s"},
    "count": {"tickformat": "~s"},
}


def _place_ticks(ticks: Sequence[float], texts: Sequence[str]) -> dict[str, Any]:
    return {"tickmode": "array", "tickvals": list(ticks), "ticktext": list(texts)}


def make_dim_axis(
    name: str, values: Sequence[float], *, log: bool, most: int = 8
) -> dict[str, Any]:
    """Make an axis of a dim of numbers, with room for about `most` ticks."""
    low, high = find_extent(values, log=log)
    axis = make_plain_axis(escape(name), low, high, log=log)
    distinct = sorted(set(values))
    if _are_apart(distinct, most, log=log):
        # The measured sizes say more than round numbers do.
        return axis | _place_ticks(distinct, [f"{value:,.10g}" for value in distinct])
    # A thousandth must not read `1m`.
    return axis | {"tickformat": "~s" if low >= 1 else "~g"}


def make_plain_axis(title: str, low: float, high: float, *, log: bool) -> dict[str, Any]:
    """Make an axis from `low` to `high`, with a margin at both ends."""
    return {
        "type": "log" if log else "linear",
        "title": {"text": title, "standoff": 10},
        "range": _pad_range(low, high, log=log),
    } | LOOK


LOOK: dict[str, Any] = {
    "automargin": True,
    "gridcolor": GRID,
    "zeroline": False,
    "ticks": "",
    # Plotly takes seconds to check hundreds of labels for overflow.
    "ticklabeloverflow": "allow",
}


def is_log(name: str, choice: bool | Literal["auto"], values: Iterable[object]) -> bool:
    """Say whether the axis of a metric or dim is logarithmic.

    `"auto"` means logarithmic if all values are positive numbers.

    Raises:
        SelectionError: The user asked for a logarithm, and a value is not a positive number.
    """
    if not choice:
        return False
    odd = next((v for v in values if not is_number(v) or v <= 0), None)
    if odd is None:
        return True
    if choice != "auto":
        raise SelectionError(
            f"the axis of `{name}` cannot be logarithmic: it holds `{odd}`; make it linear"
        )
    return False


def find_extent(values: Iterable[float], *, log: bool = False) -> tuple[float, float]:
    """Return the lowest and the highest value that can be drawn; without any, 0 or 1 twice."""
    found = [value for value in values if math.isfinite(value) and (value > 0 or not log)]
    if not found:
        return (1.0, 1.0) if log else (0.0, 0.0)
    return min(found), max(found)


def _are_apart(distinct: Sequence[float], most: int, *, log: bool) -> bool:
    """Say whether there is room for a text at each measured size."""
    if len(distinct) > most:
        return False
    places = [math.log10(value) for value in distinct] if log else list(distinct)
    # As shares of the largest size, so that no distance is too large for a float.
    scale = max(map(abs, places)) or 1.0
    places = [place / scale for place in places]
    gaps = [after - before for before, after in itertools.pairwise(places)]
    return not gaps or min(gaps) * most * 1.5 >= places[-1] - places[0]


def _pad_range(low: float, high: float, *, log: bool) -> list[float]:
    if log:
        ends = math.log10(low), math.log10(high)
        margin = (ends[1] - ends[0]) * _MARGIN or 0.3
        return [ends[0] - margin, ends[1] + margin]
    # Scale each end by itself: the distance of two floats may overflow.
    margin = high * _MARGIN - low * _MARGIN or abs(high) * 0.1 or 1.0
    return [max(low - margin, -_MOST_FLOAT), min(high + margin, _MOST_FLOAT)]
