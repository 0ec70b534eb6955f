"""Nested boxes: the nodes of a tree that are wide enough to draw."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

NARROWEST = 1000
"""A node narrower than 1/NARROWEST of the whole is drawn together with its narrow siblings."""

MOST_BOXES = 1200
"""With more boxes, wider ones count as narrow: a browser takes a millisecond for each box."""

WIDE = 100
"""A node of at least 1/WIDE of the whole always has a box of its own."""

NodeT = TypeVar("NodeT")


@dataclass(frozen=True, slots=True)
class Box(Generic[NodeT]):
    """A node as it is drawn.

    Attributes:
        node: The node that the box shows.
        parent: The index of the parent box; `None` at the root.
        level: The distance from the root.
        width: The bytes that set the width (or the area) of the box.
    """

    node: NodeT
    parent: int | None
    level: int
    width: int


def choose_boxes(
    root: NodeT,
    width: Callable[[NodeT], int],
    inside: Callable[[NodeT, int], Sequence[NodeT]],
    *,
    most: int = MOST_BOXES,
) -> list[Box[NodeT]]:
    """Choose the boxes to draw for a tree, each box after its parent.

    Args:
        root: The tree.
        width: A function that returns the width of a node in bytes.
        inside: A function that returns the nodes to draw inside a node: all that are at least as
            wide as a number of bytes, and the rest as one node.
        most: With more boxes, wider ones count as narrow, up to 1/WIDE of the whole.
    """
    whole = width(root)
    narrowest = -(-whole // NARROWEST)
    boxes = list(_walk_boxes(root, width, inside, narrowest))
    while len(boxes) > most and narrowest * WIDE < whole:
        narrowest = min(narrowest + -(-narrowest // 4), -(-whole // WIDE))
        boxes = list(_walk_boxes(root, width, inside, narrowest))
    return boxes


def describe_nesting(boxes: Sequence[Box[NodeT]]) -> dict[str, Any]:
    """Describe boxes to plotly: their parents and sizes, in the given order."""
    return {
        "ids": [str(index) for index in range(len(boxes))],
        "parents": ["" if box.parent is None else str(box.parent) for box in boxes],
        "values": [box.width for box in boxes],
        "branchvalues": "total",
        "sort": False,
    }


def _walk_boxes(
    root: NodeT,
    width: Callable[[NodeT], int],
    inside: Callable[[NodeT, int], Sequence[NodeT]],
    narrowest: int,
) -> Iterator[Box[NodeT]]:
    # A loop, as a call stack may be deeper than Python's recursion limit.
    waiting = [Box(root, None, 0, width(root))]
    index = -1
    while waiting:
        box = waiting.pop()
        index += 1
        yield box
        children = [
            Box(child, index, box.level + 1, width(child)) for child in inside(box.node, narrowest)
        ]
        waiting.extend(reversed(children))
