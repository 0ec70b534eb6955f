"""An axis of texts: side by side if there is room, else upright."""

from collections.abc import Sequence
from typing import Any

from benchmem_core.text import shorten
from benchmem_plot.figure.axes import LOOK
from benchmem_plot.figure.layout import LETTER
from benchmem_plot.figure.rows import distinct

WIDTH = 560
"""The width in pixels that long names and a legend leave to a figure, about."""

_LONGEST, _LONGEST_UPRIGHT = 32, 24


def category_axis(texts: Sequence[str], *, width: float = WIDTH) -> tuple[dict[str, Any], float]:
    """Describe an axis of texts.

    Args:
        texts: The texts in order.
        width: The least width of the axis in pixels.

    Returns:
        An axis as plotly takes it, and the pixels that the texts need beyond one line. Traces
        refer to the texts by the names in its `categoryarray`.
    """
    names = distinct([shorten(text, _LONGEST) for text in texts])
    is_upright = max(map(len, names)) * LETTER > width / len(names)
    if is_upright:
        names = distinct([shorten(text, _LONGEST_UPRIGHT) for text in texts])
    axis = LOOK | {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": names,
        "tickangle": -90 if is_upright else 0,
    }
    return axis, max(map(len, names)) * LETTER if is_upright else 0.0
