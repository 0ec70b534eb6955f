"""Find how the lines of a scaling plot grow."""

from collections.abc import Sequence

from benchmem_core.metrics import MetricSpec
from benchmem_io.complexity import Fit, estimate_noise, fit_complexity
from benchmem_io.errors import ComplexityError
from benchmem_io.runs import is_number
from benchmem_plot.views.scaling_lines import Line

MOST_LINES = 12
"""With more lines the legend does not say how each grows."""


def growth_of(lines: Sequence[Line], x: str, metric: MetricSpec) -> dict[int, str]:
    """Say how lines grow.

    Args:
        lines: The lines.
        x: The dim along x.
        metric: The metric of the lines.

    Returns:
        The class and exponent by the index of a line: `O(n), n^1.02`, or only the exponent if
        several classes fit. Lines without a fit, such as those with too few sizes, are left out.
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
        x: The dim along x.
        metric: The metric of the line.

    Raises:
        ComplexityError: The line has too few sizes, or a size or value is not a positive number.
    """
    sizes = [size for point in line.points if is_number(size := point.dims[x])]
    if len(sizes) < len(line.points):
        raise ComplexityError(f"`{x}` is not always a number")
    noise = estimate_noise([point.benchmark for point in line.points], metric)
    return fit_complexity(sizes, [point.value for point in line.points], noise=noise)
