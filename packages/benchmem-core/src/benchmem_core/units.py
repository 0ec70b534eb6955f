"""Write bytes, seconds and counts for people, and read sizes."""

import math
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from benchmem_core.checks import Argument
from benchmem_core.errors import ArgumentError
from benchmem_core.metrics import Unit

_IEC = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")

# Bytes in each unit that a size may be written in.
_BYTE_UNITS: dict[str, int] = {
    **{unit: 1024**power for power, unit in enumerate(_IEC)},
    **{unit: 1000**power for power, unit in enumerate(("kB", "MB", "GB", "TB"), start=1)},
}

# Seconds in each unit that a duration may be written in.
_TIME_UNITS: dict[str, float] = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}

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


class UnitFormat:
    """Writes and reads the numbers of one unit; this one those of counts: `1,024`.

    Attributes:
        suffix: The unit behind a number that is written whole.
        multiples: The names that the unit has in input, and the size of each.
    """

    suffix = ""
    multiples: Mapping[str, float] = MappingProxyType({})

    def format(self, value: float, *, decimals: int = 2) -> str:
        """Write a number as a table shows it: `7.63 MiB`, `12.30 us`, `1,024`.

        Args:
            value: In the unit; may be negative (a difference) or a fraction (a mean).
            decimals: Digits after the point; one less for a count with a fraction.
        """
        if isinstance(value, int):
            return f"{value:,}"
        return f"{value:,.0f}" if value % 1 == 0 else f"{value:,.{decimals - 1}f}"

    def parse(self, value: object, *, name: str) -> int:
        """Read a number of a marker or flag: an integer, a whole float or a text.

        Args:
            value: The given value.
            name: The name that the user wrote before it, for the error.

        Raises:
            ArgumentError: The number is not an integer of at least zero.
        """
        if (isinstance(value, str) and value.strip().isdecimal()) or (
            isinstance(value, float) and value.is_integer()
        ):
            value = int(value)
        return Argument(name, value).as_count(least=0)

    def format_all(self, values: Sequence[float]) -> list[str]:
        """Write numbers that stand beside each other, such as the two of a change.

        Returns:
            A text for each, as `format` writes them, with more digits until the texts differ
            where the numbers do.
        """
        texts: list[str] = []
        different = len(set(values))
        for decimals in range(2, _MOST_DECIMALS + 1):
            texts = [self.format(value, decimals=decimals) for value in values]
            if len(set(texts)) >= different:
                return texts
        texts = [f"{value:,}{self.suffix}" for value in values]
        if len(set(texts)) >= different:
            return texts
        # A fraction of a byte, or a number that is not finite, may still look like another.
        return [f"{value!r}{self.suffix}" for value in values]


class ByteFormat(UnitFormat):
    """Writes and reads bytes with the IEC unit that fits: `932 B`, `7.63 MiB`."""

    suffix = " B"
    multiples = MappingProxyType(_BYTE_UNITS)

    def format(self, value: float, *, decimals: int = 2) -> str:
        """Write a number of bytes as `human_bytes` does."""
        return human_bytes(value, decimals=decimals)

    def parse(self, value: object, *, name: str) -> int:
        """Read a size: bare bytes (`1048576`) or a text with a unit (`"100MiB"`, `"1.5 GB"`).

        Args:
            value: An integer, a whole float, or a text.
            name: The name that the user wrote before it, for the error.

        Returns:
            Bytes, rounded down.

        Raises:
            ArgumentError: The size is negative, not finite, a boolean, or in no known unit.
        """
        if isinstance(value, str):
            match = _SIZE.fullmatch(value)
            if match and (match[3] or "B") in _BYTE_UNITS and len(match[1]) + len(match[2]) < 400:
                # In integers: a float would round large sizes.
                digits = int(match[1] + match[2] or "0")
                return digits * _BYTE_UNITS[match[3] or "B"] // int(10 ** len(match[2]))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            is_whole = isinstance(value, int) or value.is_integer()
            if is_whole and value >= 0:
                return int(value)
        raise ArgumentError(
            f"`{name}` cannot be `{value!r}`: write bytes as a number (`1048576`) or a text with a "
            f"unit (`'100MiB'`); units are {', '.join(_BYTE_UNITS)}"
        )


class SecondFormat(UnitFormat):
    """Writes seconds with the unit that fits: `12.30 us`, `1.05 s`."""

    suffix = " s"
    multiples = MappingProxyType(_TIME_UNITS)

    def format(self, value: float, *, decimals: int = 2) -> str:
        """Write a number of seconds in `s`, `ms`, `us` or `ns`."""
        if not math.isfinite(value):
            return f"{value} s"
        if abs(value) >= _LONGEST_SECONDS:
            return f"{value:.{decimals}e} s"
        for unit in ("ns", "us", "ms", "s"):
            text = f"{value / _TIME_UNITS[unit]:.{decimals}f}"
            # The text decides, not the number: 999.996 us would read `1000.00 us`.
            if abs(float(text)) < 1000 or unit == "s":
                break
        return f"{text} {unit}" if float(text) else f"{0:.{decimals}f} s"


UNITS: Mapping[Unit, UnitFormat] = MappingProxyType(
    {"B": ByteFormat(), "s": SecondFormat(), "count": UnitFormat()}
)
"""The format of each unit."""
