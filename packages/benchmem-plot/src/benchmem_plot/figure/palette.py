"""Colours of a change: blue where it shrank, grey where it is the same, orange where it grew."""

import functools

SCALE: tuple[tuple[float, str], ...] = (
    (0.0, "#1f63a8"),
    (0.25, "#86b6dd"),
    (0.5, "#dedede"),
    (0.75, "#f2a66f"),
    (1.0, "#c2410c"),
)
"""Blue and orange differ for every kind of colour blindness, and their lightness is symmetric."""


def color_at(value: float, limit: float) -> str:
    """The colour of a change, as plotly's interpolation has it.

    Args:
        value: The change.
        limit: Where the scale ends, on both sides.
    """
    return _color(round((min(max(value / limit, -1.0), 1.0) + 1) / 2 * _STEPS))


# More steps than an eye can tell apart, and few enough that each is found once.
_STEPS = 512


@functools.cache
def _color(step: int) -> str:
    place = step / _STEPS
    upper = next(index for index, (end, _) in enumerate(SCALE) if place <= end) or 1
    (start, before), (end, after) = SCALE[upper - 1], SCALE[upper]
    part = (place - start) / (end - start)
    pairs = zip(_channels(before), _channels(after), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _channels(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]
