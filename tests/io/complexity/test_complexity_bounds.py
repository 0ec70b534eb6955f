"""Bounds: a cost that grows no faster than a class, faster, or that cannot be told."""

import math
import random

import pytest
from hypothesis import given, settings, strategies as st

from benchmem_io.complexity.bounds import BoundVerdict, judge_bound, widening
from benchmem_io.complexity.classes import CLASSES, Complexity
from benchmem_io.complexity.cost_curve import CostCurve, sort_points

DOUBLED = [1000, 2000, 4000, 8000, 16_000]
FOURFOLD = [1000, 4000, 16_000, 64_000]
NAMES = [each.name for each in CLASSES]
WITHIN, ABOVE, UNKNOWN = BoundVerdict


def costs(name, sizes, fixed=0.0):
    """Exact costs of a class; the fixed cost is a share of the growth of the largest size."""
    growth = Complexity.parse(name)
    return [fixed * growth.at(sizes[-1]) + growth.at(n) for n in sizes]


def verdict(bound, sizes, values, noise=0.0):
    curve = CostCurve(Complexity.parse(bound), *sort_points(map(float, sizes), values))
    return judge_bound(curve, noise)


# --- exact costs ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "fixed"),
    [(DOUBLED, 0), (DOUBLED, 0.1), (FOURFOLD, 0)],
    ids=["doubled", "doubled and a fixed cost", "fourfold"],
)
@pytest.mark.parametrize("bound", NAMES)
@pytest.mark.parametrize("truth", NAMES)
def test_exact_costs_keep_their_own_bound_and_higher_ones_and_no_lower(truth, bound, sizes, fixed):
    found = verdict(bound, sizes, costs(truth, sizes, fixed))
    if NAMES.index(truth) <= NAMES.index(bound):
        assert found is WITHIN
    elif (truth, bound) == ("O(n log n)", "O(n)"):
        assert found is UNKNOWN  # within a decade or two nobody can tell
    else:
        assert found is ABOVE


@pytest.mark.parametrize("bound", ["O(n^2)", "O(n^3)"])
def test_exact_growth_above_a_fixed_cost_is_no_explosion(bound):
    # Local exponents of 0.0, 0.4 and 1.6 would pass 2 next.
    assert verdict(bound, FOURFOLD, costs(bound, FOURFOLD, 0.1)) is WITHIN


@pytest.mark.parametrize("bound", ["O(n^1.5)", "O(n^2.5)", "O(n^2 log n)", "O(n^0.5)"])
def test_a_bound_may_be_any_power(bound):
    assert verdict(bound, FOURFOLD, costs(bound, FOURFOLD)) is WITHIN
    above = [n**0.5 * cost for n, cost in zip(DOUBLED, costs(bound, DOUBLED), strict=True)]
    assert verdict(bound, DOUBLED, above) is ABOVE


@settings(max_examples=60)
@given(
    st.sampled_from(NAMES),
    st.integers(2, 10**5),
    st.floats(1, 4),
    st.integers(4, 8),
    st.floats(0, 1),
)
def test_exact_costs_of_any_sizes_never_exceed_their_own_bound(name, first, decades, count, fixed):
    sizes = [first * 10 ** (decades * i / (count - 1)) for i in range(count)]
    assert verdict(name, sizes, costs(name, sizes, fixed)) is not ABOVE


def test_no_growth_and_less_than_none_keep_every_bound():
    for bound in NAMES:
        assert verdict(bound, DOUBLED, [7] * 5) is WITHIN
        assert verdict(bound, DOUBLED, [100, 101, 100, 100, 101]) is WITHIN
        assert verdict(bound, DOUBLED, [1e9 / n for n in DOUBLED]) is WITHIN


@given(st.integers(-40, 40), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_the_unit_of_the_costs_does_not_matter(power, truth, bound):
    values = costs(truth, DOUBLED, 0.1)
    scaled = [value * 2.0**power for value in values]
    assert verdict(bound, DOUBLED, values) is verdict(bound, DOUBLED, scaled)


# --- what was judged wrongly once ---------------------------------------------------------------


def test_a_set_of_floats_that_quadruples_is_not_above_linear():
    # As CPython 3.11 measured it; the best exponent over threefold sizes is 1.20.
    sizes, peaks = [1000, 3000, 10_000, 30_000], [57_000, 204_000, 764_000, 3_090_000]
    assert verdict("O(n)", sizes, peaks) is UNKNOWN


def test_tables_that_quadruple_on_threefold_sizes_are_never_above_linear():
    sizes = [3**i for i in range(5, 13)]
    for start in range(4):
        tables = [8 * 4 ** math.ceil(math.log(n, 4)) + 24 * n for n in sizes[start:]]
        assert verdict("O(n)", sizes[start:], tables) is not ABOVE


@pytest.mark.parametrize("bound", NAMES)
@pytest.mark.parametrize("rate", [3000, 2000, 1000])
def test_an_explosion_keeps_no_bound(bound, rate):
    values = [100 * 2 ** (n / rate) for n in DOUBLED]
    assert verdict(bound, DOUBLED, values) is not WITHIN


def test_subsets_keep_no_bound():
    sizes = [1, 2, 4, 8, 16]
    for bound in NAMES:
        assert verdict(bound, sizes, [2.0**n for n in sizes]) is not WITHIN


# --- what happens as sizes grow ---------------------------------------------------------------


def test_a_bound_holds_where_the_larger_sizes_alone_keep_it():
    # A buffer that is filled, and then used again.
    sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]
    assert verdict("O(1)", sizes, [min(n, 100) for n in sizes]) is WITHIN


def test_small_sizes_that_cost_nothing_yet_do_not_count():
    # As CPython 3.11 measured it: integers below 257 exist already.
    sizes = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]
    allocations = [7, 7, 254, 754, 1754, 4754, 9754, 19_754]
    assert verdict("O(n)", sizes, allocations) is WITHIN


def test_growth_that_only_begins_is_not_excused_and_not_yet_told():
    sizes = [10, 100, 1000, 10_000, 100_000, 1_000_000]
    assert verdict("O(1)", sizes, [max(n, 1000) for n in sizes]) is ABOVE
    assert verdict("O(n)", DOUBLED, [1000, 1000, 1000, 2000, 6000]) is UNKNOWN


@pytest.mark.parametrize(
    "sizes",
    [
        pytest.param([10, 100, 1000], id="three sizes"),
        pytest.param([1000, 1500, 2000, 10_000], id="three that lie apart"),
        pytest.param([1000, 2000, 4000, 8000], id="less than a decade"),
    ],
)
@pytest.mark.parametrize("bound", ["O(1)", "O(n)", "O(n^3)"])
def test_too_few_sizes_tell_nothing(bound, sizes):
    assert verdict(bound, sizes, [n * n for n in sizes]) is UNKNOWN


def test_of_a_size_that_is_measured_again_the_lowest_cost_counts():
    assert sort_points([2, 1, 2], [30, 10, 20]) == ([1, 2], [10, 20])


def test_sizes_that_no_float_holds_exactly_all_count():
    sizes = [2**53 + 3, 2**54 + 5, 2**55 + 9, 2**57 + 33]
    assert verdict("O(n)", sizes, [1, 2, 4, 16]) is WITHIN


# --- noise --------------------------------------------------------------------------------------


def test_tolerances_widen_with_the_noise():
    assert [widening(noise) for noise in (0, 0.05, 0.1, 0.5)] == [1, 3, 4, 4]


@pytest.mark.parametrize("noise", [0.05, 0.1])
@pytest.mark.parametrize("name", NAMES)
def test_costs_with_noise_never_exceed_their_own_bound(name, noise):
    chance = random.Random(f"{name} {noise}")
    sizes = [1000 * 2**i for i in range(7)]
    found = [
        verdict(
            name, sizes, [v * math.exp(chance.gauss(0, noise)) for v in costs(name, sizes)], noise
        )
        for _ in range(60)
    ]
    assert ABOVE not in found
    assert found.count(UNKNOWN) <= 15


@pytest.mark.parametrize("noise", [0.05, 0.1])
@pytest.mark.parametrize(
    ("truth", "bound"), [("O(n)", "O(1)"), ("O(n^2)", "O(n)"), ("O(n^3)", "O(n^2)")]
)
def test_noise_hides_no_power(truth, bound, noise):
    chance = random.Random(f"{truth} {noise}")
    sizes = [1000 * 2**i for i in range(7)]
    values = costs(truth, sizes)
    found = [
        verdict(bound, sizes, [v * math.exp(chance.gauss(0, noise)) for v in values], noise)
        for _ in range(60)
    ]
    assert WITHIN not in found
    assert found.count(ABOVE) >= 50


POSITIVE = st.floats(1e-29, 1e29)


@settings(max_examples=200)
@given(
    st.lists(st.tuples(POSITIVE, POSITIVE), min_size=1, max_size=9),
    st.sampled_from([*NAMES, "O(n^10)", "O(n^0.5)"]),
    st.floats(0, 1),
)
def test_any_positive_numbers_get_a_verdict(points, bound, noise):
    assert (
        verdict(bound, [n for n, _ in points], [cost for _, cost in points], noise) in BoundVerdict
    )
