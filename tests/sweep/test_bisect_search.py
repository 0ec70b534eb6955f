"""The bisection: the first bad one, in as few judgements as a binary search takes."""

import pytest
from hypothesis import given, strategies as st

from benchmem_sweep.bisect.search import bisect, count_judgements


@given(st.integers(2, 200), st.data())
def test_the_first_bad_one_is_found_in_log_n_judgements(count, data):
    first = data.draw(st.integers(1, count))
    judged = []

    def judge(index):
        judged.append(index)
        return "bad" if index >= first else "good"

    found = bisect(range(count), judge)
    assert found.first_bad == (first if first < count else None)
    assert found.last_good == first - 1
    assert not found.between
    assert len(judged) <= count_judgements(count)
    assert len(judged) == len(set(judged))
    assert 0 not in judged


def test_thirty_take_five_judgements():
    assert count_judgements(30) == 5
    for first in range(1, 31):
        judged = []
        bisect(range(30), lambda i, f=first, j=judged: j.append(i) or ("bad" if i >= f else "good"))
        assert len(judged) <= 5


@given(st.integers(2, 60), st.data())
def test_what_cannot_be_judged_is_left_between(count, data):
    first = data.draw(st.integers(1, count - 1))
    skipped = data.draw(st.sets(st.integers(1, count - 1)))
    judged = []

    def judge(index):
        judged.append(index)
        if index in skipped:
            return "skip"
        return "bad" if index >= first else "good"

    found = bisect(range(count), judge)
    assert len(judged) == len(set(judged))
    good = [i for i in range(first) if i not in skipped]
    bad = [i for i in range(first, count) if i not in skipped]
    assert found.last_good == good[-1]
    assert found.first_bad == (bad[0] if bad else None)
    assert set(found.between) <= skipped


@pytest.mark.parametrize("judgement", ["skip", "good"])
def test_one_that_is_never_bad_is_not_found(judgement):
    assert bisect(range(9), lambda _: judgement).first_bad is None


@pytest.mark.parametrize("first", [100, 299, 701, 900])
def test_a_row_that_cannot_be_judged_is_left_soon(first):
    judged = []

    def judge(index):
        judged.append(index)
        if 300 <= index <= 700:
            return "skip"
        return "bad" if index >= first else "good"

    found = bisect(range(1000), judge)
    if first == 701:
        # Any of the row may be the first one.
        assert found.between == list(range(300, 701))
        return
    assert found.first_bad == first
    assert not found.between
    assert len(judged) <= 100
