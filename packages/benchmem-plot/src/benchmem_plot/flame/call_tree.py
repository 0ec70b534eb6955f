"""The call tree of two captures, and the boxes to draw for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmem_core.captures import Frame
from benchmem_io.callsites import CaptureDiff, StackChange
from benchmem_plot.flame.boxes import MOST_BOXES, Box, wide_boxes


@dataclass(slots=True)
class Node:
    """A frame under its callers, with all memory allocated below it.

    Attributes:
        frame: The frame; `None` at the root, and for several nodes that are drawn as one.
        base: Bytes at the high-water mark of the baseline.
        head: Bytes at the high-water mark of the head.
        base_allocations: The number of allocations in the baseline.
        head_allocations: The number of allocations in the head.
        children: The nodes of the frames that it called.
        smaller: The number of narrow nodes that are drawn as this one.
    """

    frame: Frame | None = None
    base: int = 0
    head: int = 0
    base_allocations: int = 0
    head_allocations: int = 0
    children: dict[Frame, "Node"] = field(default_factory=dict, repr=False)
    smaller: int = 0

    @property
    def delta(self) -> int:
        """The growth in bytes."""
        return self.head - self.base

    def add(self, other: "Node | StackChange") -> None:
        """Add the bytes and allocations of another node or stack."""
        self.base += other.base
        self.head += other.head
        self.base_allocations += other.base_allocations
        self.head_allocations += other.head_allocations


def call_tree(stacks: Iterable[StackChange]) -> Node:
    """Build the call tree, outermost frame first.

    Args:
        stacks: Call stacks, each innermost frame first.

    Returns:
        The root, which has no frame of its own.
    """
    root = Node()
    for stack in stacks:
        node = root
        node.add(stack)
        for frame in reversed(stack.frames):
            child = node.children.get(frame)
            if child is None:
                child = node.children[frame] = Node(frame)
            child.add(stack)
            node = child
    return root


def by_head(diff: CaptureDiff) -> bool:
    """Say whether widths are bytes of the head: it is the larger capture, or both are equal."""
    return diff.head_peak >= diff.base_peak


def boxes_of(diff: CaptureDiff, *, most: int = MOST_BOXES) -> list[Box[Node]]:
    """Choose the boxes to draw: all that are wide enough, each box after its parent.

    The narrow children of a box are drawn as one box, so that the sum of widths stays the same.

    Args:
        diff: The comparison.
        most: With more boxes, wider ones count as narrow, up to a hundredth of the whole.
    """
    use_head = by_head(diff)
    return wide_boxes(
        call_tree(diff.stacks),
        lambda node: _width(node, use_head=use_head),
        lambda node, narrowest: _drawn_children(node, narrowest, use_head=use_head),
        most=most,
    )


def _drawn_children(node: Node, narrowest: int, *, use_head: bool) -> list[Node]:
    wide, rest = [], Node()
    for child in node.children.values():
        width = _width(child, use_head=use_head)
        if width and width >= narrowest:
            wide.append(child)
        else:
            rest.add(child)
            rest.smaller += 1
    wide.sort(key=lambda child: (-_width(child, use_head=use_head), child.frame))
    if _width(rest, use_head=use_head):
        wide.append(rest)
    return wide


def _width(node: Node, *, use_head: bool) -> int:
    return node.head if use_head else node.base
