"""Rows of benchmarks: how high each is, and which names there is room for."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmem_plot.axes import LOOK
from benchmem_plot.layout import escaped

ROW = 18
"""Pixels of a row that has its name beside it."""
MOST_NAMED = 500
"""With more rows they get narrower, and only those that matter most are named."""

_LEAST_ROW, _FEWEST = 3.0, 4
_LONGEST_NAME = 110


def height_of(rows: int) -> float:
    """How many pixels rows need."""
    if rows <= MOST_NAMED:
        return float(ROW * max(rows, _FEWEST))
    return max(ROW * MOST_NAMED, _LEAST_ROW * rows)


def row_axis(names: Sequence[str], weights: Sequence[float]) -> dict[str, Any]:
    """Describe an axis of rows, the first on top.

    Args:
        names: What each is called.
        weights: How much each matters: where there is no room for all names, the greatest
            are shown.
    """
    shown = _named(weights)
    return {
        "type": "linear",
        "tickmode": "array",
        "tickvals": shown,
        "ticktext": [escaped(names[index]) for index in shown],
        "range": [max(len(names), _FEWEST) - 0.5, -0.5],
        "showgrid": False,
    } | {key: value for key, value in LOOK.items() if key != "gridcolor"}


def distinct(names: Sequence[str]) -> list[str]:
    """Write names for an axis of categories, where those alike would be one row."""
    seen: Counter[str] = Counter()
    texts = []
    for name in names:
        text = escaped(name, _LONGEST_NAME)
        seen[text] += 1
        texts.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return texts


def _named(weights: Sequence[float]) -> list[int]:
    rows = len(weights)
    if rows <= MOST_NAMED:
        return list(range(rows))
    apart = ROW * rows / height_of(rows)
    shown: list[int] = []
    taken: set[int] = set()
    for index in sorted(range(rows), key=lambda index: (-weights[index], index)):
        # Rows are kept apart by the slots that they are in, and by their neighbours'.
        slot = int(index / apart)
        if not taken & {slot - 1, slot, slot + 1}:
            taken.add(slot)
            shown.append(index)
    return sorted(shown)
