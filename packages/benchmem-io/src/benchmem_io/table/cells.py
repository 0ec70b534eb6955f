"""The text of a cell: the same in the terminal, in Markdown and in HTML."""

import math

from benchmem_core.metrics import Unit
from benchmem_core.units import UNITS
from benchmem_io.table.model import Cell

# Larger growth is written as more than this factor.
_LARGEST_SHARE = 1e7

MISSING = "-"
"""The text of an empty cell."""


def cell_text(cell: Cell) -> str:
    """Write a cell: `7.63 MiB (1.05)`, `+12.3%`, or `-` if it is empty."""
    if cell.value is None:
        return MISSING
    if isinstance(cell.value, str) or cell.unit is None:
        return f"{cell.value}"
    if cell.unit == "change":
        return f"{change_text(cell.value)}{cell.note}"
    if cell.is_signed:
        return signed_text(cell.value, cell.unit) + cell.note
    text = UNITS[cell.unit].format(cell.value) + cell.note
    return text if cell.ratio is None else f"{text} ({ratio_text(cell.ratio)})"


def signed_text(delta: float, unit: Unit) -> str:
    """Write a change in its unit: `+4.00 MiB`, `-16 B`, `0 B`."""
    text = UNITS[unit].format(abs(delta))
    return f"+{text}" if delta > 0 else f"-{text}" if delta < 0 else text


def ratio_text(ratio: float) -> str:
    """Write a multiple of the best as pytest-benchmark does: `1.0` for the best, `1.05`."""
    if ratio == 1:
        return "1.0"
    return f"{ratio:.2f}" if ratio < 1000 else ">1000.0"


def change_text(change: float) -> str:
    """Write a signed share: `+12.3%`, `-4.0%`, `0.0%`; `+inf%` for growth from zero.

    A share that is not zero never reads as zero: `+0.001%`.
    """
    if not change:
        return "0.0%"
    if _LARGEST_SHARE < change < math.inf:
        return f">{_LARGEST_SHARE:,.0%}"
    text = f"{change * 100:+,.1f}%"
    if text not in {"+0.0%", "-0.0%"}:
        return text
    decimals = -2 - math.floor(math.log10(abs(change)))
    return f"{change * 100:+.{decimals}f}%" if decimals < 9 else f"{change * 100:+.0e}%"
