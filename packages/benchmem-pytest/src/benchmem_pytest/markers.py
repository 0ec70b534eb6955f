"""The markers: their keywords, and the limits that they set."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from benchmem_core.errors import ArgumentError
from benchmem_core.metrics import MEMORY_METRICS, METRICS, OWN_METRICS, MetricSpec
from benchmem_core.units import UNITS

if TYPE_CHECKING:
    from benchmem_core.engine import MemoryResult
    from benchmem_io.complexity import Complexity

MARKER = "benchmem"

SCALING_MARKER = "benchmem_scaling"

SCALING_KEYWORDS = (*OWN_METRICS, "x")
"""The marker's keywords; the metrics that other distributions add are keywords too."""

SIBLINGS = pytest.StashKey[tuple[pytest.Item, ...]]()
"""The tests that a function became, one of which is the item."""


def merge_keywords(
    item: pytest.Item, known: tuple[str, ...], name: str = MARKER
) -> dict[str, object]:
    """Merge a test's markers keyword by keyword; the nearest wins.

    The marker of a parameter is nearest, then that of the test, of its class, of the bases of the
    class, and of the module.

    Args:
        item: The test.
        known: The allowed keywords.
        name: The name of the marker.

    Raises:
        ArgumentError: A marker has a positional argument or an unknown keyword.
    """
    values: dict[str, object] = {}
    for marker in reversed(list(_list_nearest_first(item, name))):
        values.update(_check_keywords(marker, known))
    return values


def _list_nearest_first(item: pytest.Item, name: str) -> Iterator[pytest.Mark]:
    of_parameters = list(getattr(getattr(item, "callspec", None), "marks", ()))
    yield from (mark for mark in of_parameters if mark.name == name)
    for node in reversed(item.listchain()):
        markers = [mark for mark in node.own_markers if mark.name == name]
        if isinstance(node, pytest.Class):
            distances = _map_distances(node.obj)
            markers.sort(key=lambda mark: distances.get(id(mark), -1))
        yield from (mark for mark in markers if not any(mark is each for each in of_parameters))


def _map_distances(cls: type) -> dict[int, int]:
    """Map the `id()` of each marker of a class to its distance up the bases."""
    # pytest lists the markers of the bases before those of the class itself.
    distances: dict[int, int] = {}
    for distance, base in enumerate(cls.__mro__):
        own = base.__dict__.get("pytestmark", ())
        for mark in own if isinstance(own, list | tuple) else (own,):
            distances.setdefault(id(getattr(mark, "mark", mark)), distance)
    return distances


def _check_keywords(marker: pytest.Mark, known: tuple[str, ...]) -> Mapping[str, object]:
    allowed = ", ".join(known)
    if marker.args:
        raise ArgumentError(
            f"`@pytest.mark.{marker.name}` takes no positional argument, got `{marker.args[0]!r}`: "
            f"write a keyword, one of {allowed}"
        )
    for name in marker.kwargs:
        if name not in known:
            raise ArgumentError(
                f"`@pytest.mark.{marker.name}` has no keyword `{name}`; it has {allowed}"
            )
    return marker.kwargs


@dataclass(frozen=True)
class Ceiling:
    """One ceiling.

    Attributes:
        metric: The limited metric.
        limit: Bytes or a count; the worst pass may reach it, but not exceed it.
    """

    metric: MetricSpec
    limit: int

    @property
    def keyword(self) -> str:
        """The marker's keyword."""
        return f"max_{self.metric.name}"

    def describe_breach(self, result: "MemoryResult") -> str | None:
        """Say how a result exceeds the ceiling; `None` when it does not."""
        assert self.metric.field is not None
        worst = max(result.series(self.metric.field))
        if worst <= self.limit:
            return None
        texts = UNITS[self.metric.unit].format_all((worst, self.limit))
        if self.metric.unit == "B":
            texts = [
                f"{text} ({value:,} bytes)"
                for text, value in zip(texts, (worst, self.limit), strict=True)
            ]
        reached, allowed = texts
        return (
            f"`{self.metric.name}` reached {reached} in its worst pass, above the "
            f"ceiling `{self.keyword}` of {allowed}"
        )


def read_ceilings(values: Mapping[str, object]) -> tuple[Ceiling, ...]:
    """Read the ceilings among a marker's keywords.

    Raises:
        ArgumentError: A ceiling is negative, not finite, or in no known unit.
    """
    found = []
    for metric in MEMORY_METRICS:
        keyword = f"max_{metric.name}"
        value = values.get(keyword)
        if value is None:
            continue
        found.append(Ceiling(metric, UNITS[metric.unit].parse(value, name=keyword)))
    return tuple(found)


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


def read_scaling_options(item: pytest.Item) -> ScalingOptions:
    """Read the markers of a test.

    Raises:
        ArgumentError: A marker has a positional argument, an unknown keyword or a wrong value,
            or none of the markers names a metric.
    """
    if item.get_closest_marker(SCALING_MARKER) is None:
        return ScalingOptions()
    values = merge_keywords(item, (*METRICS, "x"), SCALING_MARKER)
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


def list_bounded_metrics(item: pytest.Item) -> set[str]:
    """Return the names of the metrics that have a bound.

    Raises:
        ArgumentError: See `read_scaling_options`.
    """
    return {bound.metric.name for bound in read_scaling_options(item).bounds}


def _read(name: str, value: object) -> "Complexity":
    from benchmem_io.complexity import Complexity
    from benchmem_io.errors import ComplexityError

    try:
        return Complexity.parse(value)
    except ComplexityError as error:
        raise ArgumentError(f"`@pytest.mark.{SCALING_MARKER}`: `{name}`: {error}") from None


def note_siblings(collected: object) -> None:
    """Remember the tests that a function became.

    `--lf` and a node id on the command line leave tests out before pytest has a list of all. So
    they are noted where pytest makes them.

    Args:
        collected: The tests that pytest made of a function or a class.
    """
    if isinstance(collected, list):
        siblings = tuple(each for each in collected if isinstance(each, pytest.Item))
        for item in siblings:
            item.stash[SIBLINGS] = siblings
