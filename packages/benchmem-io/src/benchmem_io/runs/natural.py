"""Natural order: numbers in a text count as numbers, `[1000]` before `[10000]`."""

import re

_NUMBER = re.compile(r"(\d+)", re.ASCII)


def natural_key(text: str) -> tuple[tuple[str, int, str], ...]:
    """A key to sort texts by.

    Args:
        text: Any text.

    Returns:
        Its parts: each a text and the number after it. Texts that differ only in leading zeros
        are told apart by the digits themselves.
    """
    parts = _NUMBER.split(text)
    digits = [*parts[1::2], ""]
    # A number of thousands of digits is no number to `int`; by length and digits it is in order.
    return tuple(
        (word, len(number.lstrip("0")), number.lstrip("0") + "/" + number)
        for word, number in zip(parts[::2], digits, strict=True)
    )
