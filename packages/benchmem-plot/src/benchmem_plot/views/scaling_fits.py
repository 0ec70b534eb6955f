"""How the lines of a scaling plot grow."""

from collections.abc import Sequence

from benchmem_core.metrics import MetricSpec
from benchmem_io.complexity import Fit, fit_complexity, noise_of
from benchmem_io.errors import ComplexityError
from benchmem_io.runs import is_number
from benchmem_plot.views.scaling_lines import Line

MOST_LINES = 12
"""With more lines nobody reads how each grows."""


def growth_of(lines: Sequence[Line], x: str, metric: MetricSpec) -> dict[int, str]:
    """Say how lines grow.

    Args:
        lines: The lines.
        x: The dim along them.
        metric: What they show.

    Returns:
        By the index of a line its class and exponent: `O(n), n^1.02`, or the exponent alone where
        several classes fit. Lines that tell nothing, because they have too few sizes, are not
        there.
    """
    if len(lines) > MOST_LINES:
        return {}
    found = {}
    for index, line in enumerate(lines):
        try:
            fit = fit_of(line, x, metric)
        except ComplexityError:
            continue
        named = f"{fit.complexity}, " if fit.complexity else ""
        found[index] = f"{named}n^{fit.exponent:z.2f}"
    return found


def fit_of(line: Line, x: str, metric: MetricSpec) -> Fit:
    """Find how a line grows.

    Args:
        line: The line.
        x: The dim along it.
        metric: What it shows.

    Raises:
        ComplexityError: It tells nothing: it has too few sizes, or something is no positive
            number.
    """
    sizes = [size for point in line.points if is_number(size := point.dims[x])]
    if len(sizes) < len(line.points):
        raise ComplexityError(f"`{x}` is not always a number")
    noise = noise_of([point.benchmark for point in line.points], metric)
    return fit_complexity(sizes, [point.value for point in line.points], noise=noise)
