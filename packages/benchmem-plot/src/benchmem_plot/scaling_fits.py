"""How the lines of a scaling plot grow, where there are few enough to say so."""

from collections.abc import Sequence

from benchmem_io.complexity import fit_complexity
from benchmem_io.dims import is_number
from benchmem_io.errors import ComplexityError
from benchmem_plot.scaling_lines import Line

MOST_LINES = 12
"""With more lines nobody reads how each grows."""


def growth_of(lines: Sequence[Line], x: str) -> dict[int, str]:
    """Say how lines grow.

    Args:
        lines: The lines.
        x: The dim along them.

    Returns:
        By the index of a line its class and exponent: `O(n), n^1.02`. Lines that tell nothing,
        because they have too few sizes, are not there.
    """
    if len(lines) > MOST_LINES:
        return {}
    found = {}
    for index, line in enumerate(lines):
        sizes = [point.dims[x] for point in line.points]
        if not all(is_number(size) for size in sizes):
            continue
        try:
            fit = fit_complexity([float(size) for size in sizes], [p.value for p in line.points])
        except ComplexityError:
            continue
        found[index] = f"{fit.complexity}, n^{fit.exponent:.2f}"
    return found
