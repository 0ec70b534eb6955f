"""Boxes inside of boxes, and which of them are wide enough to be drawn."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

NARROWEST = 1000
"""A node narrower than this part of the whole is drawn together with its narrow siblings."""

MOST_BOXES = 1200
"""With more boxes wider ones count as narrow: a browser takes a millisecond for each."""

WIDE = 100
"""A node that is not narrower than this part of the whole is drawn on its own in any case."""

NodeT = TypeVar("NodeT")


@dataclass(frozen=True, slots=True)
class Box(Generic[NodeT]):
    """A node as it is drawn.

    Attributes:
        node: What it shows.
        parent: The index of the box that it hangs from; `None` at the root.
        level: How far it is from the root.
        width: Bytes that it is as wide as, or as large.
    """

    node: NodeT
    parent: int | None
    level: int
    width: int


def wide_boxes(
    root: NodeT,
    width: Callable[[NodeT], int],
    inside: Callable[[NodeT, int], Sequence[NodeT]],
    *,
    most: int = MOST_BOXES,
) -> list[Box[NodeT]]:
    """Choose what is drawn of a tree, each box after its parent.

    Args:
        root: The tree.
        width: How wide a node is.
        inside: What is drawn inside of a node: all that is as wide as a number of bytes, and the
            rest as one.
        most: With more boxes than this, wider ones count as narrow, up to a `WIDE`th of the whole.
    """
    whole = width(root)
    narrowest = -(-whole // NARROWEST)
    boxes = list(_boxes(root, width, inside, narrowest))
    while len(boxes) > most and narrowest * WIDE < whole:
        narrowest = min(narrowest + -(-narrowest // 4), -(-whole // WIDE))
        boxes = list(_boxes(root, width, inside, narrowest))
    return boxes


def nesting_of(boxes: Sequence[Box[NodeT]]) -> dict[str, Any]:
    """Describe to plotly what hangs from what, how large it is, and that this is its order."""
    return {
        "ids": [str(index) for index in range(len(boxes))],
        "parents": ["" if box.parent is None else str(box.parent) for box in boxes],
        "values": [box.width for box in boxes],
        "branchvalues": "total",
        "sort": False,
    }


def _boxes(
    root: NodeT,
    width: Callable[[NodeT], int],
    inside: Callable[[NodeT, int], Sequence[NodeT]],
    narrowest: int,
) -> Iterator[Box[NodeT]]:
    # No recursion: a call stack may be deeper than Python's own limit lets this one be.
    waiting = [Box(root, None, 0, width(root))]
    index = -1
    while waiting:
        box = waiting.pop()
        index += 1
        yield box
        drawn = [
            Box(child, index, box.level + 1, width(child)) for child in inside(box.node, narrowest)
        ]
        waiting.extend(reversed(drawn))
