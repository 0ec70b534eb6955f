"""Step changes: found where a level begins, and nowhere else."""

import math

from hypothesis import given, strategies as st

from benchmem_plot.data.step_changes import Interval, Step, find_steps

levels = st.floats(1, 1e12)
lengths = st.integers(1, 12)


def series(*values):
    return [None if value is None else Interval(value, value) for value in values]


def noisy(level, length, source, share=0.01):
    """Runs at a level, each with passes of its own."""
    found = []
    for _ in range(length):
        low = level * (1 + share * source.random())
        found.append(Interval(low, low * (1 + share * source.random())))
    return found


@given(st.floats(0, 1e12), st.integers(0, 20))
def test_a_constant_series_has_no_step(value, length):
    assert find_steps(series(*[value] * length)) == []


@given(levels, st.integers(1, 20), st.randoms(use_true_random=False))
def test_noise_below_the_least_share_makes_no_step(level, length, source):
    assert find_steps(noisy(level, length, source, share=0.02)) == []


@given(
    levels,
    st.sampled_from([0.2, 0.7, 1.3, 5.0]),
    lengths,
    lengths,
    st.randoms(use_true_random=False),
)
def test_a_clear_step_is_found_where_it_is(level, factor, before, after, source):
    runs = noisy(level, before, source) + noisy(level * factor, after, source)
    (step,) = find_steps(runs)
    assert step.index == before
    assert math.isclose(1 + step.share, factor, rel_tol=0.03)


@given(
    levels,
    st.sampled_from([0.1, 0.5, 2.0, 10.0]),
    st.integers(3, 8),
    st.integers(2, 8),
    st.randoms(use_true_random=False),
)
def test_a_single_run_that_is_off_makes_no_step(level, factor, before, after, source):
    runs = [
        *noisy(level, before, source),
        *noisy(level * factor, 1, source),
        *noisy(level, after, source),
    ]
    assert find_steps(runs) == []


@given(st.lists(st.one_of(st.none(), st.integers(0, 100)), max_size=15))
def test_steps_are_in_order_at_runs_that_measured(values):
    steps = find_steps(series(*values))
    places = [step.index for step in steps]
    assert places == sorted(set(places))
    assert all(values[place] is not None for place in places)
    assert all(abs(step.share) >= 0.05 for step in steps)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=12), st.data())
def test_runs_that_measured_nothing_change_nothing(values, data):
    places = data.draw(st.lists(st.integers(0, len(values)), max_size=4))
    holes = list(values)
    for place in sorted(places, reverse=True):
        holes.insert(place, None)
    kept = [index for index, value in enumerate(holes) if value is not None]
    expected = [Step(kept[step.index], step.share) for step in find_steps(series(*values))]
    assert find_steps(series(*holes)) == expected


def test_a_step_begins_at_no_run_that_is_a_little_off():
    runs = series(100, 101, 150, 150, 150)
    assert [step.index for step in find_steps(runs)] == [2]


def test_several_steps_are_found():
    runs = series(10, 10, 10, 20, 20, 20, 5, 5, 5)
    assert find_steps(runs) == [Step(3, 1.0), Step(6, -0.75)]


def test_growth_from_zero_is_infinite():
    assert find_steps(series(0, 0, 0, 7, 7)) == [Step(3, math.inf)]


def test_passes_that_overlap_make_no_step():
    wide = [Interval(100, 150)] * 3 + [Interval(140, 200)] * 3
    assert find_steps(wide) == []


def test_a_smaller_share_can_count():
    runs = series(100, 100, 100, 102, 102, 102)
    assert find_steps(runs) == []
    assert [step.index for step in find_steps(runs, least=0.01)] == [3]
