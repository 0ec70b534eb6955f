"""The call tree of two captures, and the part of it that is wide enough to be drawn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from benchmem_core.frames import Frame
from benchmem_io.capture_diff import CaptureDiff, Change

NARROWEST = 1000
"""A node narrower than this part of the whole is drawn together with its narrow siblings."""

MOST_BOXES = 1200
"""With more boxes wider ones count as narrow: a browser takes a millisecond for each."""

WIDE = 100
"""A node that is not narrower than this part of the whole is drawn on its own in any case."""


@dataclass(slots=True)
class Node:
    """A frame under its callers, with all that was allocated below it.

    Attributes:
        frame: The frame; `None` at the root, and where several nodes are drawn as one.
        base: Bytes at the baseline's high-water mark.
        head: Bytes at that of now.
        base_allocations: In how many allocations, in the baseline.
        head_allocations: The same, now.
        children: What it called.
        smaller: How many nodes are drawn as this one, where they are too narrow on their own.
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
        """By how many bytes it grew."""
        return self.head - self.base

    def add(self, other: "Node | Change") -> None:
        """Count another one's bytes in."""
        self.base += other.base
        self.head += other.head
        self.base_allocations += other.base_allocations
        self.head_allocations += other.head_allocations


@dataclass(frozen=True, slots=True)
class Box:
    """A node as it is drawn.

    Attributes:
        node: What it shows.
        parent: The index of the box that it hangs from; `None` at the root.
        level: How far it is from the root.
        width: Bytes in the capture that gives the widths.
    """

    node: Node
    parent: int | None
    level: int
    width: int


def call_tree(stacks: Iterable[Change]) -> Node:
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
    """Whether widths are bytes of now: those of the larger capture are, and of equal ones too."""
    return diff.head_peak >= diff.base_peak


def boxes_of(diff: CaptureDiff, *, most: int = MOST_BOXES) -> list[Box]:
    """Choose what is drawn: all that is wide enough, each box after its parent.

    The narrow children of a box are one box, so that widths still sum to what they did.

    Args:
        diff: The comparison.
        most: With more boxes than this, wider ones count as narrow, up to a `WIDE`th of the whole.
    """
    root = call_tree(diff.stacks)
    use_head = by_head(diff)
    narrowest = -(-_width(root, use_head=use_head) // NARROWEST)
    boxes = list(_boxes(root, narrowest, use_head=use_head))
    while len(boxes) > most and narrowest * WIDE < boxes[0].width:
        narrowest = min(narrowest + -(-narrowest // 4), -(-boxes[0].width // WIDE))
        boxes = list(_boxes(root, narrowest, use_head=use_head))
    return boxes


def _boxes(root: Node, narrowest: int, *, use_head: bool) -> Iterator[Box]:
    # No recursion: a call stack may be deeper than Python's own limit lets this one be.
    waiting = [Box(root, None, 0, _width(root, use_head=use_head))]
    index = -1
    while waiting:
        box = waiting.pop()
        index += 1
        yield box
        drawn = [
            Box(child, index, box.level + 1, _width(child, use_head=use_head))
            for child in _drawn_children(box.node, narrowest, use_head=use_head)
        ]
        waiting.extend(reversed(drawn))


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
