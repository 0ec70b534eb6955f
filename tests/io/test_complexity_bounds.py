"""Bounds: a cost that grows no faster than a class."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmem_io.complexity_bounds import bound_exponent, judge_bound
from benchmem_io.complexity_classes import CLASSES, parse_complexity
from benchmem_io.errors import ComplexityError

LADDER = [1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000]
NAMES = [each.name for each in CLASSES]


def costs(name, sizes, fixed=0.0):
    """Exact costs of a class; the fixed cost is a share of the growth of the largest size."""
    growth = parse_complexity(name)
    return [fixed * growth.at(sizes[-1]) + growth.at(n) for n in sizes]


def holds(bound, sizes, values):
    return judge_bound(parse_complexity(bound), sizes, values).holds


@pytest.mark.parametrize("fixed", [0, 0.01])
@pytest.mark.parametrize("bound", NAMES)
@pytest.mark.parametrize("truth", NAMES)
def test_exact_costs_keep_their_own_bound_and_higher_ones_and_no_lower(truth, bound, fixed):
    expected = NAMES.index(truth) <= NAMES.index(bound)
    assert holds(bound, LADDER, costs(truth, LADDER, fixed)) == expected


@pytest.mark.parametrize("bound", ["O(n^1.5)", "O(n^2.5)", "O(n^2 log n)"])
def test_a_bound_may_be_any_power(bound):
    assert holds(bound, LADDER, costs(bound, LADDER))
    above = [n**0.3 * cost for n, cost in zip(LADDER, costs(bound, LADDER), strict=True)]
    assert not holds(bound, LADDER, above)


@settings(max_examples=60)
@given(
    st.sampled_from(NAMES),
    st.integers(2, 10**5),
    st.floats(1, 4),
    st.integers(4, 8),
    st.floats(0, 1),
)
def test_exact_costs_of_any_sizes_keep_their_own_bound(name, first, decades, count, fixed):
    sizes = [first * 10 ** (decades * i / (count - 1)) for i in range(count)]
    assert holds(name, sizes, costs(name, sizes, fixed))


def test_no_cost_keeps_every_bound():
    assert holds("O(1)", LADDER, [0] * len(LADDER))


def test_a_cost_that_falls_keeps_every_bound():
    assert holds("O(1)", LADDER, [1e6 / n for n in LADDER])


@pytest.mark.parametrize("bound", ["O(n)", "O(n^2)", "O(n^3)"])
def test_exponential_growth_keeps_no_bound(bound):
    sizes = [2, 4, 8, 12, 16, 20]
    assert not holds(bound, sizes, [2.0**n for n in sizes])


def test_the_verdict_has_the_fit_of_what_was_looked_at():
    verdict = judge_bound(parse_complexity("O(n)"), LADDER, costs("O(n^2)", LADDER))
    assert not verdict.holds
    assert verdict.start == 1000
    assert (verdict.fit.complexity, verdict.fit.sizes) == ("O(n^2)", 7)
    assert verdict.fit.exponent == pytest.approx(2, abs=0.01)


# --- what happens as sizes grow ---------------------------------------------------------------


def test_a_bound_holds_where_the_larger_sizes_alone_keep_it():
    # A buffer that is filled, and then used again.
    sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]
    verdict = judge_bound(parse_complexity("O(1)"), sizes, [min(n, 100) for n in sizes])
    assert verdict.holds
    assert verdict.start >= 20
    assert verdict.fit.complexity == "O(1)"
    assert verdict.fit.sizes == sum(n >= verdict.start for n in sizes)


def test_small_sizes_that_cost_nothing_yet_do_not_count():
    # As CPython 3.11 measured it: integers below 257 exist already.
    sizes = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]
    allocations = [7, 7, 254, 754, 1754, 4754, 9754, 19_754]
    verdict = judge_bound(parse_complexity("O(n)"), sizes, allocations)
    assert verdict.holds
    assert verdict.start == 500


def test_growth_that_only_begins_is_not_excused():
    sizes = [10, 100, 1000, 10_000, 100_000, 1_000_000]
    assert not holds("O(1)", sizes, [max(n, 1000) for n in sizes])


@pytest.mark.parametrize(
    "larger",
    [
        pytest.param([1000], id="two sizes left"),
        pytest.param([110, 120, 130, 140], id="less than a decade left"),
    ],
)
def test_larger_sizes_that_are_too_few_or_too_close_excuse_nothing(larger):
    sizes = [1, 2, 5, 10, 20, 50, 100, *larger]
    assert not holds("O(1)", sizes, [min(n, 100) for n in sizes])


def test_larger_sizes_that_only_tell_less_excuse_nothing():
    # Growth that is plain over five decades, and lost in the noise of the last one alone.
    chance, broken = random.Random(11), 0
    sizes = [100 * 10 ** (i / 4) for i in range(21)]
    for _ in range(30):
        values = [math.log2(n) * math.exp(chance.gauss(0, 0.1)) for n in sizes]
        broken += not holds("O(1)", sizes, values)
    assert broken >= 18


@pytest.mark.parametrize("noise", [0.02, 0.1])
@pytest.mark.parametrize("name", NAMES)
def test_costs_with_noise_seldom_break_their_own_bound(name, noise):
    chance = random.Random(f"{name} {noise}")
    broken = sum(
        not holds(name, LADDER, [v * math.exp(chance.gauss(0, noise)) for v in costs(name, LADDER)])
        for _ in range(60)
    )
    assert broken <= 3


@pytest.mark.parametrize(
    ("truth", "bound"), [("O(n)", "O(1)"), ("O(n^2)", "O(n)"), ("O(n^3)", "O(n^2)")]
)
def test_costs_of_the_next_power_break_a_bound_in_spite_of_noise(truth, bound):
    chance = random.Random(truth)
    values = costs(truth, LADDER)
    for _ in range(20):
        assert not holds(bound, LADDER, [v * math.exp(chance.gauss(0, 0.1)) for v in values])


# --- what cannot be judged --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "values", "reason"),
    [
        ([1, 10, 100], [1, 2, 3], "only 3 sizes"),
        ([100, 200, 300, 400], [1, 2, 3, 4], "too close together"),
        ([1, 10, 100, 1000], [1, 2, 3, 0], "a value is `0` beside others"),
        ([1, 10, 100, 1000], [1, 2, 3], "`3` values for `4` sizes"),
    ],
)
def test_what_cannot_be_fitted_is_refused_with_the_reason(sizes, values, reason):
    with pytest.raises(ComplexityError, match=reason):
        judge_bound(parse_complexity("O(n)"), sizes, values)


def test_sizes_that_no_float_holds_exactly_all_count():
    sizes = [2**53 + 3, 2**54 + 5, 2**55 + 9, 2**57 + 33]
    verdict = judge_bound(parse_complexity("O(n)"), sizes, [1, 2, 4, 16])
    assert verdict.holds
    assert verdict.fit.sizes == 4


@pytest.mark.parametrize(
    ("bound", "exponent"),
    [("O(1)", 0), ("O(n)", 1), ("O(n^2)", 2), ("O(n^1.5)", 1.5)],
)
def test_the_exponent_of_a_power_is_its_own(bound, exponent):
    assert bound_exponent(parse_complexity(bound), LADDER) == exponent


def test_the_exponent_of_a_logarithm_is_that_over_the_sizes():
    bound = parse_complexity("O(n log n)")
    large = bound_exponent(bound, [n * 10**6 for n in LADDER])
    assert 1 < large < bound_exponent(bound, LADDER) < 1.2
