"""The `benchmem_scaling` marker: it bounds the growth of costs in a family of benchmarks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from benchmem_core.errors import ArgumentError
from benchmem_core.metrics import METRICS, OWN_METRICS, MetricSpec
from benchmem_pytest.marker import merged_keywords

if TYPE_CHECKING:
    from benchmem_io.complexity import Complexity

SCALING_MARKER = "benchmem_scaling"


SCALING_KEYWORDS = (*OWN_METRICS, "x")
"""The marker's keywords; the metrics that other distributions add are keywords too."""


@dataclass(frozen=True)
class Bound:
    """A bound on the growth of a metric.

    Attributes:
        metric: The bounded metric.
        complexity: The fastest growth allowed.
    """

    metric: MetricSpec
    complexity: "Complexity"


@dataclass(frozen=True)
class ScalingOptions:
    """The bounds and the size parameter from the markers of a test.

    Attributes:
        bounds: The bounds, in the order of the metrics.
        x: The size parameter; `None` for the only one that can be.
    """

    bounds: tuple[Bound, ...] = ()
    x: str | None = None


def scaling_options(item: pytest.Item) -> ScalingOptions:
    """Read the markers of a test.

    Raises:
        ArgumentError: A marker has a positional argument, an unknown keyword or a wrong value,
            or none of the markers names a metric.
    """
    if item.get_closest_marker(SCALING_MARKER) is None:
        return ScalingOptions()
    values = merged_keywords(item, (*METRICS, "x"), SCALING_MARKER)
    # `peak=None` removes a bound on purpose, so it counts as a named metric.
    if not values.keys() - {"x"}:
        raise ArgumentError(
            f'`@pytest.mark.{SCALING_MARKER}` bounds no metric: give one, as in `peak="O(n)"`, '
            "or take the marker off"
        )
    x = values.pop("x", None)
    if x is not None and not isinstance(x, str):
        raise ArgumentError(
            f"`@pytest.mark.{SCALING_MARKER}`: `x` must be the name of a parameter, got `{x!r}`"
        )
    bounds = {name: value for name, value in values.items() if value is not None}
    ordered = [metric for name, metric in METRICS.items() if name in bounds]
    return ScalingOptions(
        tuple(Bound(metric, _read(metric.name, bounds[metric.name])) for metric in ordered), x
    )


def bounded_metrics(item: pytest.Item) -> set[str]:
    """Return the names of the metrics that have a bound.

    Raises:
        ArgumentError: See `scaling_options`.
    """
    return {bound.metric.name for bound in scaling_options(item).bounds}


def _read(name: str, value: object) -> "Complexity":
    from benchmem_io.complexity import parse_complexity
    from benchmem_io.errors import ComplexityError

    try:
        return parse_complexity(value)
    except ComplexityError as error:
        raise ArgumentError(f"`@pytest.mark.{SCALING_MARKER}`: `{name}`: {error}") from None
