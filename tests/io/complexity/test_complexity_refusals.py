"""What can be fitted, and why the rest cannot."""

import math

import pytest
from hypothesis import assume, example, given, settings, strategies as st

from benchmem_io import ComplexityError, fit_complexity
from benchmem_io.complexity.classes import CLASSES
from benchmem_io.complexity.fits import check_sizes

DECADES = [10, 100, 1000, 10_000]
NAMES = [each.name for each in CLASSES]
FAR_APART = "the largest must be 10 times the smallest"


@pytest.mark.parametrize(
    ("sizes", "reason"),
    [
        ([], "only 0 sizes: at least 4 are needed"),
        ([100], "only 1 size: at least 4 are needed"),
        ([1, 10, 100], "only 3 sizes: at least 4 are needed"),
        ([1, 10, 100] * 5, "only 3 sizes: at least 4 are needed"),
        (
            [100, 200, 400, 999],
            "sizes from 100 to 999 are too close together: " + FAR_APART,
        ),
        ([0, 10, 100, 1000], "a size is `0`: only numbers above zero can be fitted"),
        ([-1, 10, 100, 1000], "a size is `-1`: only numbers above zero can be fitted"),
        ([1, 10, 100, math.nan], "a size is `nan`: only numbers above zero can be fitted"),
        ([1, 10, 100, math.inf], "a size is out of range: it must be between 1e-30 and 1e+30"),
        ([1, 10, 100, -math.inf], "a size is out of range: it must be between 1e-30 and 1e+30"),
        ([1, 10, 100, 10**5000], "a size is out of range: it must be between 1e-30 and 1e+30"),
        ([1, 10, 100, -(10**5000)], "a size is out of range: it must be between 1e-30 and 1e+30"),
        ([1e-40, 10, 100, 1000], "a size is out of range: it must be between 1e-30 and 1e+30"),
    ],
    ids=range(13),
)
def test_sizes_that_tell_nothing_are_refused_with_the_reason(sizes, reason):
    for check in (check_sizes, lambda each: fit_complexity(each, [1] * len(each))):
        with pytest.raises(ComplexityError) as caught:
            check(sizes)
        assert str(caught.value) == reason


@pytest.mark.parametrize("sizes", [[0.1, 0.2, 0.5, 1], [100, 200, 500, 1000], [0.5, 1, 2, 5.0]])
def test_four_sizes_over_a_decade_are_enough(sizes):
    check_sizes(sizes)
    assert fit_complexity(sizes, sizes).complexity == "O(n)"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0, "a value is `0` beside others: only numbers above zero can be fitted"),
        (-1, "a value is `-1`: only numbers above zero can be fitted"),
        (math.nan, "a value is `nan`: only numbers above zero can be fitted"),
        (math.inf, "a value is out of range: it must be between 1e-30 and 1e+30"),
        (1e31, "a value is out of range: it must be between 1e-30 and 1e+30"),
    ],
)
def test_a_value_that_cannot_be_fitted_is_refused_with_the_reason(value, reason):
    with pytest.raises(ComplexityError) as caught:
        fit_complexity(DECADES, [1, 2, 3, value])
    assert str(caught.value) == reason


def test_each_size_needs_a_value():
    with pytest.raises(ComplexityError, match="`3` values for `4` sizes"):
        fit_complexity(DECADES, [1, 2, 3])


NUMBERS = (
    st.floats()
    | st.integers()
    | st.floats(1e-3, 1e6)
    | st.floats(1e-29, 1e29)
    | st.sampled_from([0, 1, 10, 100, 1000, 10**400, -(10**5000)])
)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=8))
@example([(1e-29, 1e29), (1e-28, 1e-29), (1e28, 1e29), (1e29, 1e-29)])
@example([(1, 1e-29), (10, 1e-29), (100, 1e-29), (1000, 1e29)])
def test_any_numbers_are_fitted_or_refused(points):
    sizes, values = [n for n, _ in points], [value for _, value in points]
    try:
        fit = fit_complexity(sizes, values)
    except ComplexityError as error:
        reason = str(error)
    else:
        check_fit(fit)
        return
    assert reason.isprintable()


@settings(max_examples=100)
@given(st.lists(st.tuples(st.floats(1e-29, 1e29), st.floats(1e-29, 1e29)), min_size=4, max_size=9))
def test_any_positive_numbers_over_a_decade_are_fitted(points):
    sizes, values = [n for n, _ in points], [value for _, value in points]
    assume(len(set(sizes)) >= 4)
    assume(max(sizes) >= 10 * min(sizes))
    check_fit(fit_complexity(sizes, values))


def check_fit(fit):
    """What holds of every fit."""
    assert fit.complexity in [*NAMES, None]
    assert (fit.reason is None) == (fit.complexity is not None)
    assert fit.low <= fit.exponent <= fit.high
    assert math.isfinite(fit.exponent)
    assert math.isfinite(fit.low)
    assert 0 <= fit.residual < math.inf
    assert fit.fixed >= 0
    assert fit.factor >= 0
    assert fit.sizes >= 4
