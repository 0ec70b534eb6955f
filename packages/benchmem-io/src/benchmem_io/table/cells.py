"""Cells, and the text of their numbers: the same in the terminal, in Markdown and in HTML."""

import math
import sys
from dataclasses import dataclass
from typing import Literal

from benchmem_core.metrics import Unit
from benchmem_core.units import UNITS

Tone = Literal["", "good", "bad"]
"""The colour of a cell, if there are colours."""

# Larger growth is written as more than this factor.
_LARGEST_SHARE = 1e7

MISSING = "-"
"""The text of an empty cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        value: A number in its unit, a text, or `None` for an empty cell.
        unit: `"s"`, `"B"`, `"count"`, or `"change"` for a signed share of the baseline; `None`
            for a text.
        ratio: The value divided by the best value; 1 for the best.
        tone: Whether the value is good or bad.
        note: A mark after the value, attach_call_sites in the table's notes.
        is_signed: Whether the value is a change, shown with its sign.
    """

    value: float | str | None = None
    unit: Unit | Literal["change"] | None = None
    ratio: float | None = None
    tone: Tone = ""
    note: str = ""
    is_signed: bool = False

    @property
    def text(self) -> str:
        """The cell as people read it: `7.63 MiB (1.05)`, `+12.3%`, or `-` if it is empty."""
        if self.value is None:
            return MISSING
        if isinstance(self.value, str) or self.unit is None:
            return f"{self.value}"
        if self.unit == "change":
            return f"{format_change(self.value)}{self.note}"
        if self.is_signed:
            return format_delta(self.value, self.unit) + self.note
        text = UNITS[self.unit].format(self.value) + self.note
        return text if self.ratio is None else f"{text} ({format_ratio(self.ratio)})"


def format_delta(delta: float, unit: Unit) -> str:
    """Write a change in its unit: `+4.00 MiB`, `-16 B`, `0 B`."""
    text = UNITS[unit].format(abs(delta))
    return f"+{text}" if delta > 0 else f"-{text}" if delta < 0 else text


def format_ratio(ratio: float) -> str:
    """Write a multiple of the best as pytest-benchmark does: `1.0` for the best, `1.05`."""
    if ratio == 1:
        return "1.0"
    return f"{ratio:.2f}" if ratio < 1000 else ">1000.0"


def format_change(change: float) -> str:
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


def compute_change(base: float, head: float) -> float:
    """Return the share by which a value grew (negative: shrank); infinite only from zero.

    Args:
        base: The baseline, not negative.
        head: The value now.
    """
    if head == base:
        return 0.0
    return min((head - base) / base, sys.float_info.max) if base else math.inf
