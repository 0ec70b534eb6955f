"""Colours of lines, points and changes that readers with any colour blindness can tell apart."""

from collections.abc import Iterable, Sequence

from benchmem_io.runs import DimValue, is_number

# Okabe and Ito (2008), Color Universal Design; without yellow, which is faint on white paper.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#7A7A7A")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
SCALE = ["#1f63a8", "#86b6dd", "#dedede", "#f2a66f", "#c2410c"]
"""The colour scale of changes: blue shrank, grey is the same, orange grew.

Blue and orange differ for every kind of colour blindness, and their lightness is symmetric.
"""

# Nunez, Anderton and Renslow (2018): its colours differ in lightness alone. Its ends are too dark
# for dark paper and too light for white paper.
_NUMBERS, _DARKEST, _LIGHTEST = "Cividis", 0.3, 0.88


def choose_colors(values: Sequence[DimValue]) -> list[str]:
    """Choose a colour for each value of a dim, in the order of the legend.

    Three or more numbers use a scale, others a palette, which repeats after seven values.
    """
    if len(values) > 2 and all(is_number(value) for value in values):
        share = (_LIGHTEST - _DARKEST) / (len(values) - 1)
        steps = [_DARKEST + share * index for index in range(len(values))]
        return _sample(_NUMBERS, steps)
    return [PALETTE[index % len(PALETTE)] for index in range(len(values))]


def choose_dash(index: int) -> str:
    """Choose the dash of a line, which tells lines of one colour apart."""
    return DASHES[index % len(DASHES)]


def color_changes(values: Iterable[float], limit: float) -> list[str]:
    """Return the colours of changes on a scale from `-limit` to `limit`."""
    return _sample(SCALE, [(min(max(value / limit, -1.0), 1.0) + 1) / 2 for value in values])


def fade_color(color: str, strength: float) -> str:
    """Mix a colour with white, so that dark letters are readable on it."""
    return _sample(["#ffffff", color], [strength])[0]


def _sample(scale: str | Sequence[str], places: Sequence[float]) -> list[str]:
    from plotly.colors import sample_colorscale  # type: ignore[import-untyped]

    return [str(color) for color in sample_colorscale(scale, places)]
