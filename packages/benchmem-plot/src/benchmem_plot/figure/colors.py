"""Colours of lines and points: they differ for every kind of colour blindness."""

from collections.abc import Sequence

from benchmem_io.runs import DimValue, is_number

# Okabe and Ito (2008), Color Universal Design; without yellow, which white paper swallows.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#7A7A7A")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
# Nunez, Anderton and Renslow (2018): lightness alone tells its colours apart. Its ends are too
# dark for dark paper and too light for white.
_NUMBERS, _DARKEST, _LIGHTEST = "Cividis", 0.3, 0.88


def colors_of(values: Sequence[DimValue]) -> list[str]:
    """A colour for each value of a dim: along a scale for numbers, else each its own.

    Args:
        values: In the order of the legend. Colours come again after seven that are no numbers.
    """
    if len(values) > 2 and all(is_number(value) for value in values):
        from plotly.colors import sample_colorscale  # type: ignore[import-untyped]

        share = (_LIGHTEST - _DARKEST) / (len(values) - 1)
        steps = [_DARKEST + share * index for index in range(len(values))]
        return [str(color) for color in sample_colorscale(_NUMBERS, steps)]
    return [PALETTE[index % len(PALETTE)] for index in range(len(values))]


def dash_of(index: int) -> str:
    """The dash of a line, which tells apart what has one colour.

    Args:
        index: Which line it is, from 0.
    """
    return DASHES[index % len(DASHES)]
