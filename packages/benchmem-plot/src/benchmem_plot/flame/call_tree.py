"""The call tree of two captures, and the boxes to draw for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmem_core.captures import Frame
from benchmem_io.callsites import CaptureDiff, StackChange
from benchmem_plot.flame.nested import MOST_BOXES, Box, choose_boxes


@dataclass(slots=True)
class FrameNode:
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
    children: dict[Frame, "FrameNode"] = field(default_factory=dict, repr=False)
    smaller: int = 0

    @property
    def delta(self) -> int:
        """The growth in bytes."""
        return self.head - self.base

    def add(self, other: "FrameNode | StackChange") -> None:
        """Add the bytes and allocations of another node or stack."""
        self.base += other.base
        self.head += other.head
        self.base_allocations += other.base_allocations
        self.head_allocations += other.head_allocations


def build_call_tree(stacks: Iterable[StackChange]) -> FrameNode:
    """Build the call tree, outermost frame first; the root has no frame of its own."""
    root = FrameNode()
    for stack in stacks:
        node = root
        node.add(stack)
        for frame in reversed(stack.frames):
            child = node.children.get(frame)
            if child is None:
                child = node.children[frame] = FrameNode(frame)
            child.add(stack)
            node = child
    return root


def is_by_head(diff: CaptureDiff) -> bool:
    """Say whether widths are bytes of the head: it is the larger capture, or both are equal."""
    return diff.head_peak >= diff.base_peak


def choose_frame_boxes(diff: CaptureDiff, *, most: int = MOST_BOXES) -> list[Box[FrameNode]]:
    """Choose the boxes to draw: all that are wide enough, each box after its parent.

    The narrow children of a box are drawn as one box, so that the sum of widths stays the same.
    With more than `most` boxes, wider ones count as narrow, up to a hundredth of the whole.
    """
    use_head = is_by_head(diff)
    return choose_boxes(
        build_call_tree(diff.stacks),
        lambda node: _get_width(node, use_head=use_head),
        lambda node, narrowest: _choose_children(node, narrowest, use_head=use_head),
        most=most,
    )


def _choose_children(node: FrameNode, narrowest: int, *, use_head: bool) -> list[FrameNode]:
    wide, rest = [], FrameNode()
    for child in node.children.values():
        width = _get_width(child, use_head=use_head)
        if width and width >= narrowest:
            wide.append(child)
        else:
            rest.add(child)
            rest.smaller += 1
    wide.sort(key=lambda child: (-_get_width(child, use_head=use_head), child.frame))
    if _get_width(rest, use_head=use_head):
        wide.append(rest)
    return wide


def _get_width(node: FrameNode, *, use_head: bool) -> int:
    return node.head if use_head else node.base
