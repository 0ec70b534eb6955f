"""Axes of names: rows of benchmarks, and categories along x."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmem_core.text import shorten
from benchmem_plot.figure.axes import LOOK
from benchmem_plot.figure.layout import LETTER, escape

ROW = 18
"""The height in pixels of a row with its name beside it."""
MOST_NAMED = 500
"""With more rows each gets narrower, and only the most important rows have names."""

WIDTH = 560
"""The width in pixels that long names and a legend leave to a figure, about."""

_LEAST_ROW, _FEWEST = 3.0, 4
_LONGEST, _LONGEST_UPRIGHT = 32, 24
_LONGEST_NAME = 110


def choose_row_height(rows: int) -> float:
    """Choose the height of each row in pixels, by the number of rows."""
    return float(ROW) if rows <= MOST_NAMED else max(ROW * MOST_NAMED / rows, _LEAST_ROW)


def measure_rows(rows: int, row: float = ROW) -> float:
    """Return the height of rows together, in pixels."""
    return row * max(rows, _FEWEST)


def make_row_axis(
    names: Sequence[str], weights: Sequence[float], row: float = ROW
) -> dict[str, Any]:
    """Make an axis of rows, the first on top.

    Without room for all names, the rows with the greatest weights have names.
    """
    shown = _choose_named(weights, math.ceil(ROW / row))
    return {
        "type": "linear",
        "tickmode": "array",
        "tickvals": shown,
        "ticktext": [escape(names[index]) for index in shown],
        "range": [max(len(names), _FEWEST) - 0.5, -0.5],
        "showgrid": False,
    } | {key: value for key, value in LOOK.items() if key != "gridcolor"}


def make_distinct(names: Sequence[str]) -> list[str]:
    """Make names distinct, as an axis of categories would merge equal ones into one row."""
    seen: Counter[str] = Counter()
    texts = []
    for name in names:
        text = escape(name, _LONGEST_NAME)
        seen[text] += 1
        texts.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return texts


def make_category_axis(
    texts: Sequence[str], *, width: float = WIDTH
) -> tuple[dict[str, Any], float]:
    """Make an axis of texts that is at least `width` pixels wide.

    Returns:
        The axis, and the pixels that the texts need beyond one line. Traces refer to the texts by
        the names in its `categoryarray`.
    """
    names = make_distinct([shorten(text, _LONGEST) for text in texts])
    is_upright = max(map(len, names)) * LETTER > width / len(names)
    if is_upright:
        names = make_distinct([shorten(text, _LONGEST_UPRIGHT) for text in texts])
    axis = LOOK | {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": names,
        "tickangle": -90 if is_upright else 0,
    }
    return axis, max(map(len, names)) * LETTER if is_upright else 0.0


def _choose_named(weights: Sequence[float], apart: int) -> list[int]:
    """Return the rows that have a name: the most important ones, at least `apart` rows apart."""
    rows = len(weights)
    if apart == 1:
        return list(range(rows))
    is_free = [True] * rows
    shown = []
    for index in sorted(range(rows), key=lambda index: (-weights[index], index)):
        if is_free[index]:
            shown.append(index)
            near = range(max(index - apart + 1, 0), min(index + apart, rows))
            is_free[near.start : near.stop] = [False] * len(near)
    return sorted(shown)
