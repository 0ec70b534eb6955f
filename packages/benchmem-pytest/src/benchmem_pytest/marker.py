"""Read the keywords of all the markers of a name that apply to a test."""

from collections.abc import Iterator, Mapping

import pytest

from benchmem_core.errors import ArgumentError

MARKER = "benchmem"


def merged_keywords(
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
    for marker in reversed(list(_nearest_first(item, name))):
        values.update(_keywords(marker, known))
    return values


def _nearest_first(item: pytest.Item, name: str) -> Iterator[pytest.Mark]:
    of_parameters = list(getattr(getattr(item, "callspec", None), "marks", ()))
    yield from (mark for mark in of_parameters if mark.name == name)
    for node in reversed(item.listchain()):
        markers = [mark for mark in node.own_markers if mark.name == name]
        if isinstance(node, pytest.Class):
            distances = _distances(node.obj)
            markers.sort(key=lambda mark: distances.get(id(mark), -1))
        yield from (mark for mark in markers if not any(mark is each for each in of_parameters))


def _distances(cls: type) -> dict[int, int]:
    """Map the `id()` of each marker of a class to its distance up the bases."""
    # pytest lists the markers of the bases before those of the class itself.
    distances: dict[int, int] = {}
    for distance, base in enumerate(cls.__mro__):
        own = base.__dict__.get("pytestmark", ())
        for mark in own if isinstance(own, list | tuple) else (own,):
            distances.setdefault(id(getattr(mark, "mark", mark)), distance)
    return distances


def _keywords(marker: pytest.Mark, known: tuple[str, ...]) -> Mapping[str, object]:
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
