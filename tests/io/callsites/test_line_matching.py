"""Which line of a function became which."""

import pytest
from hypothesis import given, strategies as st

from benchmem_core.captures.frames import Frame
from benchmem_io.callsites.line_matching import match_lines

SIZES = st.integers(0, 1 << 40)
LINES = st.dictionaries(st.integers(1, 300), st.integers(1, 1 << 40), min_size=1, max_size=30)
FRAMES = st.builds(
    Frame, st.sampled_from(["f", "g", "<lambda>"]), st.sampled_from(["a.py", "b.py", ""]),
    st.integers(0, 40),
)  # fmt: skip
USES = st.lists(st.tuples(st.lists(st.none() | FRAMES, max_size=6), SIZES), max_size=30)


def uses(lines, function="f", file="a.py"):
    return [([Frame(function, file, line)], size) for line, size in lines.items()]


def moved(base, head, *lines):
    move = match_lines(uses(base), uses(head))
    return [move(Frame("f", "a.py", line)).line for line in lines]


@given(lines=LINES, shift=st.integers(-5, 400))
def test_lines_that_moved_together_stay_the_same_lines(lines, shift):
    lines = {line + 5: size for line, size in lines.items()}
    head = {line + shift: size for line, size in lines.items()}
    assert moved(lines, head, *lines) == [line + shift for line in lines]


@pytest.mark.parametrize("count", [2, 11, 12, 40])
def test_many_alike_lines_that_moved_by_one_stay_the_same_lines(count):
    base = dict.fromkeys(range(10, 10 + count), 1000)
    head = {line + 1: size for line, size in base.items()}
    assert moved(base, head, *base) == list(head)


@given(lines=LINES)
def test_lines_that_did_not_move_stay_where_they_are(lines):
    assert moved(lines, lines, *lines) == list(lines)


@given(base=USES, head=USES)
def test_no_two_lines_become_one(base, head):
    move = match_lines(base, head)
    known = {frame for frames, _ in base for frame in frames if frame is not None}
    # A line that is not known is no line.
    known = {frame for frame in known if frame.line}
    assert len({move(frame) for frame in known}) == len(known)


@given(base=USES, head=USES)
def test_a_line_stays_in_its_function(base, head):
    move = match_lines(base, head)
    for frames, _ in base:
        for frame in filter(None, frames):
            assert move(frame)[:2] == frame[:2]


@given(base=LINES, head=LINES)
def test_lines_keep_their_order(base, head):
    pairs = [(old, new) for old, new in zip(base, moved(base, head, *base), strict=True)]
    kept = sorted((old, new) for old, new in pairs if new in head)
    assert [new for _, new in kept] == sorted(new for _, new in kept)


@given(base=LINES, head=LINES)
def test_a_line_that_is_gone_is_no_line_of_now(base, head):
    for old, new in zip(base, moved(base, head, *base), strict=True):
        assert new in head or abs(new) == old


@given(base=USES, head=USES, others=USES)
def test_the_order_of_the_call_stacks_does_not_matter(base, head, others):
    forth, back = match_lines(base, head), match_lines(base[::-1], head[::-1])
    for frames, _ in base:
        for frame in filter(None, frames):
            assert forth(frame) == back(frame)


def test_a_line_that_was_put_in_between_is_new():
    base = {10: 1000, 11: 5000, 12: 300}
    head = {10: 1000, 11: 90_000, 12: 5000, 13: 300}
    assert moved(base, head, 10, 11, 12) == [10, 12, 13]


def test_a_line_that_was_taken_out_is_gone():
    base = {10: 1000, 11: 90_000, 12: 5000, 13: 300}
    head = {10: 1000, 11: 5000, 12: 300}
    assert moved(base, head, 10, 11, 12, 13) == [10, -11, 11, 12]


def test_a_line_that_was_taken_out_at_the_end_keeps_its_number():
    assert moved({10: 1000, 11: 90_000}, {10: 1000}, 10, 11) == [10, 11]


def test_a_line_that_grew_while_it_moved_is_the_same_line():
    assert moved({10: 1000, 12: 77}, {13: 8000, 15: 77}, 10, 12) == [13, 15]


def test_lines_that_all_grew_while_they_moved_are_the_same_lines():
    assert moved({22: 244, 23: 103}, {26: 634, 27: 332}, 22, 23) == [26, 27]


def test_other_functions_and_files_do_not_matter():
    base = uses({10: 1000}) + uses({10: 1000}, "g") + uses({10: 1000}, file="b.py")
    head = uses({12: 1000}) + uses({10: 1000}, "g") + uses({20: 1000}, file="b.py")
    move = match_lines(base, head)
    assert move(Frame("f", "a.py", 10)).line == 12
    assert move(Frame("g", "a.py", 10)).line == 10
    assert move(Frame("f", "b.py", 10)).line == 20


def test_a_line_of_which_nothing_is_known_stays():
    move = match_lines([], [])
    assert move(Frame("f", "a.py", 3)) == Frame("f", "a.py", 3)


def test_a_recursion_weighs_as_much_as_a_call():
    frame, other = Frame("f", "a.py", 10), Frame("f", "a.py", 20)
    deep = [([frame] * 50, 100), ([other], 5000)]
    moved_by_1 = [([Frame("f", "a.py", 11)], 100), ([Frame("f", "a.py", 21)], 5000)]
    move = match_lines(deep, moved_by_1)
    assert (move(frame).line, move(other).line) == (11, 21)


def test_what_no_python_code_asked_for_has_no_line():
    move = match_lines([([], 100), ([None], 50)], [([None, None], 10)])
    assert move(Frame("f", "a.py", 1)) == Frame("f", "a.py", 1)


def test_a_generated_function_of_very_many_lines_is_not_aligned():
    base = {line: 10 + line % 7 for line in range(1, 3000)}
    head = {line + 1: size for line, size in base.items()}
    found = moved(base, head, *base)
    assert all(new in head or abs(new) == old for old, new in zip(base, found, strict=True))
