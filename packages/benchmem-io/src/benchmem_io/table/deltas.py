"""Deltas: by how much a value changed."""

import math
import sys

from benchmem_core.stats import Number


def change(base: Number, head: Number) -> float:
    """The share by which a value grew (negative: shrank); only from zero it is infinite.

    Args:
        base: The baseline, not negative.
        head: What it became.
    """
    if head == base:
        return 0.0
    return min((head - base) / base, sys.float_info.max) if base else math.inf
