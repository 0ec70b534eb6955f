"""Deltas: the change of a value as a share."""

import math
import sys


def change(base: float, head: float) -> float:
    """Return the share by which a value grew (negative: shrank); infinite only from zero.

    Args:
        base: The baseline, not negative.
        head: The value now.
    """
    if head == base:
        return 0.0
    return min((head - base) / base, sys.float_info.max) if base else math.inf
