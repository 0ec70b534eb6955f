"""Colours of a change: blue shrank, grey is the same, orange grew."""

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
    """Return the colour of a change, interpolated as plotly does.

    Args:
        value: The change.
        limit: The end of the scale, on both sides.
    """
    return _color(round((min(max(value / limit, -1.0), 1.0) + 1) / 2 * _STEPS))


# More steps than an eye can tell apart, and few enough to cache.
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
