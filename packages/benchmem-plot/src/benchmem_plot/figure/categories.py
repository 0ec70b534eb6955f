"""An axis of texts: beside each other where there is room, else upright."""

from collections.abc import Sequence
from typing import Any

from benchmem_core.text import shortened
from benchmem_plot.figure.axes import LOOK
from benchmem_plot.figure.layout import LETTER
from benchmem_plot.figure.rows import distinct

WIDTH = 560
"""About how many pixels a figure has beside long names and a legend."""

_LONGEST, _LONGEST_UPRIGHT = 32, 24


def category_axis(texts: Sequence[str], *, width: float = WIDTH) -> tuple[dict[str, Any], float]:
    """Describe an axis of texts.

    Args:
        texts: In their order.
        width: How many pixels the axis has, at least.

    Returns:
        An axis as plotly takes it, whose `categoryarray` is what traces call the texts, and how
        many pixels beyond a line they need.
    """
    names = distinct([shortened(text, _LONGEST) for text in texts])
    is_upright = max(map(len, names)) * LETTER > width / len(names)
    if is_upright:
        names = distinct([shortened(text, _LONGEST_UPRIGHT) for text in texts])
    axis = LOOK | {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": names,
        "tickangle": -90 if is_upright else 0,
    }
    return axis, max(map(len, names)) * LETTER if is_upright else 0.0
