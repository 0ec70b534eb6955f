"""Natural order: numbers in a text count as numbers, `[1000]` before `[10000]`."""

import re

_NUMBER = re.compile(r"(\d+)", re.ASCII)


def natural_key(text: str) -> tuple[tuple[str, int, str], ...]:
    """Return a key to sort texts by.

    Args:
        text: Any text.

    Returns:
        The parts of the text: pairs of a word and the number after it. Texts that differ only in
        leading zeros are ordered by the digits themselves.
    """
    parts = _NUMBER.split(text)
    digits = [*parts[1::2], ""]
    # `int` refuses thousands of digits; comparing length and digits gives the same order.
    return tuple(
        (word, len(number.lstrip("0")), number.lstrip("0") + "/" + number)
        for word, number in zip(parts[::2], digits, strict=True)
    )
