"""Deltas: by how much a value changed."""

import math

from benchmem_core.stats import Number


def change(base: Number, head: Number) -> float:
    """The share by which a value grew (negative: shrank); from zero it is infinite.

    Args:
        base: The baseline, not negative.
        head: What it became.
    """
    if head == base:
        return 0.0
    return (head - base) / base if base else math.inf
