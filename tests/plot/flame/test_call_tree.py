"""Widths: the root is the larger peak, and every box is as wide as what it holds."""

from hypothesis import given, strategies as st

from benchmem_core.captures.frames import Frame
from benchmem_io.callsites.capture_diff import StackChange
from benchmem_plot.flame.call_tree import build_call_tree, choose_frame_boxes
from tests.plot.diffs import MIB, diff_of, many_stacks, some_diff, stack

frames = st.builds(Frame, st.sampled_from("abcd"), st.just("f.py"), st.integers(-2, 2))
sizes = st.one_of(st.integers(0, 50), st.integers(0, 10**7))
changes = st.builds(
    StackChange, st.lists(frames, max_size=6).map(tuple), st.none(), sizes, sizes, sizes, sizes
)
diffs = st.lists(changes, max_size=40).map(lambda stacks: diff_of(*stacks))


def names(boxes):
    return [box.node.frame.function if box.node.frame else box.node.smaller for box in boxes]


def children(boxes, index):
    return [box for box in boxes if box.parent == index]


@given(diffs)
def test_root_is_as_wide_as_the_larger_peak(diff):
    assert choose_frame_boxes(diff)[0].width == max(diff.base_peak, diff.head_peak)


@given(diffs, st.integers(1, 60))
def test_children_are_never_wider_than_their_box(diff, most):
    boxes = choose_frame_boxes(diff, most=most)
    for index, box in enumerate(boxes):
        assert sum(child.width for child in children(boxes, index)) <= box.width


@given(diffs, st.integers(1, 60))
def test_pruning_keeps_the_width_of_all_children_together(diff, most):
    boxes = choose_frame_boxes(diff, most=most)
    use_head = diff.head_peak >= diff.base_peak
    for index, box in enumerate(boxes):
        called = box.node.children.values()
        width = sum(node.head if use_head else node.base for node in called)
        assert sum(child.width for child in children(boxes, index)) == width


@given(diffs)
def test_every_box_has_a_width_but_an_empty_root(diff):
    assert all(box.width for box in choose_frame_boxes(diff)[1:])


@given(diffs)
def test_every_box_comes_after_its_parent_and_a_level_below_it(diff):
    boxes = choose_frame_boxes(diff)
    assert boxes[0].parent is None
    for index, box in enumerate(boxes[1:], start=1):
        assert box.parent < index
        assert box.level == boxes[box.parent].level + 1


def test_outermost_frame_hangs_from_the_root():
    assert names(choose_frame_boxes(diff_of(stack("main load grow", 0, 1)))) == [
        0,
        "main",
        "load",
        "grow",
    ]


def test_node_holds_both_captures_and_their_allocations():
    (main,) = build_call_tree(some_diff().stacks).children.values()
    assert (main.base, main.head) == (5 * MIB + 500, 6 * MIB + 1000)
    assert main.delta == MIB + 500
    assert (main.base_allocations, main.head_allocations) == (9, 9)


def test_narrow_siblings_are_one_box_that_comes_last():
    boxes = choose_frame_boxes(some_diff())
    assert names(boxes) == [0, "main", "load", "grow", "fresh", "same", "shrink", 6]
    rest = boxes[-1]
    assert rest.width == 1000
    # What is gone counts in, though it has no width.
    assert rest.node.base == 500 + MIB


def test_what_has_no_width_makes_no_box():
    assert names(choose_frame_boxes(diff_of(stack("a", 0, 9), stack("b", 5, 0)))) == [0, "a"]


def test_widths_are_those_of_a_larger_baseline():
    boxes = choose_frame_boxes(diff_of(stack("a", 9, 0), stack("b", 0, 5)))
    assert [box.width for box in boxes] == [9, 9]


def test_stack_without_frames_is_the_roots_own():
    boxes = choose_frame_boxes(diff_of(StackChange((), None, 0, 7)))
    assert [box.width for box in boxes] == [7]


def test_boxes_of_a_very_large_capture_are_bounded():
    diff = many_stacks(3000)
    assert len(choose_frame_boxes(diff, most=10**6)) > 500
    assert len(choose_frame_boxes(diff, most=500)) <= 500


def test_what_is_wide_is_drawn_whatever_the_number_of_boxes():
    assert len(choose_frame_boxes(diff_of(stack("f " * 50, 0, 1000)), most=5)) == 51


def test_stack_deeper_than_the_interpreter_recurses():
    assert len(choose_frame_boxes(diff_of(stack("f " * 5000, 0, 1)))) == 5001
