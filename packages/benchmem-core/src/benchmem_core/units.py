"""Bytes and seconds for people: from a number to a text, and from a text to a number."""

import math
import re
from collections.abc import Sequence

from benchmem_core.errors import ArgumentError
from benchmem_core.metrics import Unit

_IEC = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")

BYTE_UNITS: dict[str, int] = {
    **{unit: 1024**power for power, unit in enumerate(_IEC)},
    **{unit: 1000**power for power, unit in enumerate(("kB", "MB", "GB", "TB"), start=1)},
}
"""Bytes in each unit that a size may be written in."""

TIME_UNITS: dict[str, float] = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
"""Seconds in each unit that a duration may be written in."""

# A duration of more seconds than this has more digits than anybody counts.
_LONGEST_SECONDS = 1e12
# With more of them, numbers are written whole.
_MOST_DECIMALS = 8

_SIZE = re.compile(r"\s*(?=\.?\d)(\d*)\.?(\d*)\s*([A-Za-z]*)\s*", re.ASCII)


def human_bytes(value: float, *, decimals: int = 1) -> str:
    """Write a number of bytes with the IEC unit that fits it: `932 B`, `4.1 MiB`, `2.3 GiB`.

    Args:
        value: Bytes; may be negative (a difference) or a fraction (a mean).
        decimals: Digits after the point once the unit is above `B`.

    Returns:
        The number and its unit, separated by a space.
    """
    sign = "-" if value < 0 else ""
    try:
        scaled = abs(float(value))
    except OverflowError:  # an integer that no float can hold
        scaled = math.inf
    if not math.isfinite(scaled):
        return f"{sign}{scaled} B"
    power = 0
    while scaled >= 1024 and power < len(_IEC) - 1:
        scaled /= 1024
        power += 1
    text = f"{scaled:.{decimals if power else 0}f}"
    # The text decides, not the number: 1023.96 KiB would read `1024.0 KiB`.
    if power < len(_IEC) - 1 and float(text) >= 1024:
        power += 1
        text = f"{scaled / 1024:.{decimals}f}"
    unit = _IEC[power]
    return f"{'' if float(text) == 0 else sign}{text} {unit}"


def human_seconds(value: float, *, decimals: int = 2) -> str:
    """Write a number of seconds with the unit that fits it: `12.30 us`, `1.05 s`.

    Args:
        value: Seconds; may be negative (a difference).
        decimals: Digits after the point.

    Returns:
        The number and its unit (`s`, `ms`, `us` or `ns`), separated by a space.
    """
    if not math.isfinite(value):
        return f"{value} s"
    if abs(value) >= _LONGEST_SECONDS:
        return f"{value:.{decimals}e} s"
    for unit in ("ns", "us", "ms", "s"):
        text = f"{value / TIME_UNITS[unit]:.{decimals}f}"
        # The text decides, not the number: 999.996 us would read `1000.00 us`.
        if abs(float(text)) < 1000 or unit == "s":
            break
    return f"{text} {unit}" if float(text) else f"{0:.{decimals}f} s"


def human_value(value: float, unit: Unit, *, decimals: int = 2) -> str:
    """Write a number of any metric as a table shows it: `7.63 MiB`, `12.30 us`, `1,024`.

    Args:
        value: In the unit.
        unit: `"s"`, `"B"` or `"count"`.
        decimals: Digits after the point; one less for a count with a fraction.
    """
    if unit == "B":
        return human_bytes(value, decimals=decimals)
    if unit == "s":
        return human_seconds(value, decimals=decimals)
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.0f}" if value % 1 == 0 else f"{value:,.{decimals - 1}f}"


def human_values(values: Sequence[float], unit: Unit) -> list[str]:
    """Write numbers that stand beside each other, such as the two of a change.

    Args:
        values: In the unit.
        unit: `"s"`, `"B"` or `"count"`.

    Returns:
        A text for each, as `human_value` writes them, with more digits until the texts differ
        where the numbers do.
    """
    texts: list[str] = []
    different = len(set(values))
    for decimals in range(2, _MOST_DECIMALS + 1):
        texts = [human_value(value, unit, decimals=decimals) for value in values]
        if len(set(texts)) >= different:
            return texts
    suffix = "" if unit == "count" else f" {unit}"
    texts = [f"{value:,}{suffix}" for value in values]
    # A fraction of a byte, or a number that is not finite, may still look like another.
    return texts if len(set(texts)) >= different else [f"{value!r}{suffix}" for value in values]


def parse_bytes(size: object, *, what: str = "size") -> int:
    """Read a size: bare bytes (`1048576`) or a text with a unit (`"100MiB"`, `"1.5 GB"`).

    Args:
        size: An integer, a whole float, or a text.
        what: The purpose of the size; the error names it.

    Returns:
        Bytes, rounded down.

    Raises:
        ArgumentError: The size is negative, not finite, a boolean, or in no known unit.
    """
    if isinstance(size, str):
        match = _SIZE.fullmatch(size)
        if match and (match[3] or "B") in BYTE_UNITS and len(match[1]) + len(match[2]) < 400:
            # In integers: a float would round large sizes.
            digits = int(match[1] + match[2] or "0")
            return digits * BYTE_UNITS[match[3] or "B"] // int(10 ** len(match[2]))
    elif isinstance(size, int | float) and not isinstance(size, bool):
        is_whole = isinstance(size, int) or size.is_integer()
        if is_whole and size >= 0:
            return int(size)
    raise ArgumentError(
        f"`{what}` cannot be `{size!r}`: write bytes as a number (`1048576`) or a text with a unit "
        f"(`'100MiB'`); units are {', '.join(BYTE_UNITS)}"
    )
