"""The places and the texts of the ticks of an axis."""

import math
import sys
from collections.abc import Sequence

from benchmem_core.metrics import Unit
from benchmem_core.units import UNITS

_MOST = 8
# The largest powers that a float holds, and the largest float.
_LAST_OF_TWO, _LAST_OF_TEN = sys.float_info.max_exp - 1, sys.float_info.max_10_exp
_MOST_FLOAT = sys.float_info.max


def format_ticks(ticks: Sequence[float], unit: Unit) -> list[str]:
    """Format ticks as a table formats numbers, without trailing zeros.

    Numbers that are close have enough decimals to tell them apart.
    """
    return [_strip_zeros(text) for text in UNITS[unit].format_all(ticks)]


def _strip_zeros(text: str) -> str:
    number, space, of = text.partition(" ")
    if "." in number and "e" not in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number}{space}{of}"


def choose_count_ticks(low: float, high: float, *, most: int = 8) -> list[float]:
    """Choose whole numbers that are 1, 2 or 5 times a power of ten apart, at least one."""
    if high <= low:
        return [low]
    least = max((high - low) / (most - 1), 1.0)
    power = 10.0 ** math.floor(math.log10(least))
    # A power may be wrong in its last bit.
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= least * (1 - 1e-12))
    return _list_multiples(step, low, high)


def choose_byte_ticks(low: float, high: float, *, most: int = 8) -> list[float]:
    """Choose bytes that are round in powers of two, at least one."""
    if high <= low:
        return [low]
    step = 2.0 ** math.ceil(math.log2(max((high - low) / (most - 1), 1.0)))
    return _list_multiples(step, low, high)


def _list_multiples(step: float, low: float, high: float) -> list[float]:
    found = [number * step for number in range(math.ceil(low / step), int(high // step) + 1)]
    return found or [low]


def choose_log_ticks(low: float, high: float, unit: Unit, *, most: int = 8) -> list[float]:
    """Choose round numbers along a logarithmic axis, at least one.

    Bytes are round in powers of two, other units in 1, 2 and 5 times powers of ten.
    """
    if high <= low:
        return [low]
    powers = _list_powers_of_two if unit == "B" else _list_powers_of_ten
    ticks = powers(low, high, most)
    if len(ticks) > 1:
        return ticks
    return choose_byte_ticks(low, high, most=most) if unit == "B" else [low, high]


def choose_ratio_ticks(low: float, high: float) -> list[float]:
    """Choose round multiples along a logarithmic axis from below 1 to above 1, and 1 itself."""
    if high / low > 2:
        ticks = _list_powers_of_two(low, high, _MOST)
        if high / low <= 8:
            between = [tick * part for tick in (ticks[0] / 2, *ticks) for part in (1, 1.5)]
            ticks = [tick for tick in between if low <= tick <= high]
        return ticks
    step = next(each for each in (0.01, 0.02, 0.05, 0.1, 0.2) if (high - low) / each < _MOST)
    first, last = math.ceil((low - 1) / step), math.floor((high - 1) / step)
    return [1 + number * step for number in range(first, last + 1)]


def _list_powers_of_two(low: float, high: float, most: int) -> list[float]:
    first, last = math.ceil(math.log2(low)), min(math.floor(math.log2(high)), _LAST_OF_TWO)
    # Steps that land on the units (KiB, MiB, ...).
    every = next(
        step
        for step in (1, 2, 4, 5, 10, 20, 40, 80, 160, 320, 640, 1280)
        if (last - first) // step < most
    )
    return [2.0**power for power in range(-(-first // every) * every, last + 1, every)]


def _list_powers_of_ten(low: float, high: float, most: int) -> list[float]:
    first = math.floor(math.log10(low))
    last = min(math.ceil(math.log10(high)), _LAST_OF_TEN)
    for digits, every in (((1, 2, 5), 1), ((1,), 1), ((1,), 3), ((1,), 9), ((1,), 99)):
        powers = range(-(-first // every) * every, last + 1, every)
        ticks = [digit * 10.0**power for power in powers for digit in digits]
        inside = [tick for tick in ticks if low * 0.999 <= tick <= min(high * 1.001, _MOST_FLOAT)]
        if len(inside) <= most:
            break
    return inside
