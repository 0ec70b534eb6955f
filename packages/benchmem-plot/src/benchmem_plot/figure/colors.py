"""Colours of lines and points that readers with any kind of colour blindness can tell apart."""

from collections.abc import Sequence

from benchmem_io.runs import DimValue, is_number

# Okabe and Ito (2008), Color Universal Design; without yellow, which is faint on white paper.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#7A7A7A")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
# Nunez, Anderton and Renslow (2018): its colours differ in lightness alone. Its ends are too dark
# for dark paper and too light for white paper.
_NUMBERS, _DARKEST, _LIGHTEST = "Cividis", 0.3, 0.88


def colors_of(values: Sequence[DimValue]) -> list[str]:
    """Return a colour for each value of a dim: three or more numbers use a scale, others a palette.

    Args:
        values: The values in the order of the legend. The palette repeats after seven values.
    """
    if len(values) > 2 and all(is_number(value) for value in values):
        from plotly.colors import sample_colorscale  # type: ignore[import-untyped]

        share = (_LIGHTEST - _DARKEST) / (len(values) - 1)
        steps = [_DARKEST + share * index for index in range(len(values))]
        return [str(color) for color in sample_colorscale(_NUMBERS, steps)]
    return [PALETTE[index % len(PALETTE)] for index in range(len(values))]


def dash_of(index: int) -> str:
    """Return the dash of a line, which tells lines of one colour apart.

    Args:
        index: The index of the line, from 0.
    """
    return DASHES[index % len(DASHES)]
