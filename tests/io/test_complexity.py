"""How a cost grows: the class, the exponent and its interval."""

import math
import random

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from benchmem_core import measure_memory
from benchmem_io import ComplexityError, fit_complexity
from benchmem_io.complexity import check_sizes
from benchmem_io.complexity_classes import CLASSES, parse_complexity

from . import scaling_study

DECADES = [10, 100, 1000, 10_000]
LADDER = [1000, 2000, 5000, 10_000, 20_000, 50_000]
NAMES = [each.name for each in CLASSES]


@st.composite
def ladders(draw):
    """Sizes, each above the one before by about the same factor, over one to five decades."""
    count = draw(st.integers(4, 10))
    first = draw(st.integers(2, 10**6))
    ratio = 10 ** draw(st.floats(1.05, 5))
    return [round(first * ratio ** (i / (count - 1))) for i in range(count)]


def costs(name, sizes, fixed=0.0, factor=1.0):
    """Exact costs of a class; the fixed cost is a share of the growth of the largest size."""
    growth = parse_complexity(name)
    return [factor * (fixed * growth.at(sizes[-1]) + growth.at(n)) for n in sizes]


# --- the class --------------------------------------------------------------------------------


# With a larger fixed cost `n log n` may be as good as `n`.
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60)
@given(ladders(), st.floats(0, 0.01), st.integers(-40, 40))
def test_exact_costs_are_of_their_class(name, sizes, fixed, exponent):
    values = costs(name, sizes, fixed, 2.0**exponent)
    assume(max(values) < 1e30)
    fit = fit_complexity(sizes, values)
    assert fit.complexity == name
    assert fit.residual < 1e-4
    assert fit.sizes == len(set(sizes))


@pytest.mark.parametrize("name", ["O(n)", "O(n^2)", "O(n^3)"])
@settings(max_examples=60)
@given(ladders(), st.floats(0, 2))
def test_a_fixed_cost_hides_no_growth(name, sizes, fixed):
    assume(sizes[-1] ** 3 < 1e29)
    fit = fit_complexity(sizes, costs(name, sizes, fixed))
    assert fit.complexity != "O(1)"
    assert fit.exponent == pytest.approx(parse_complexity(name).power, abs=0.02)
    assert fit.low <= parse_complexity(name).power <= fit.high


def test_the_class_comes_with_its_fixed_cost_and_factor():
    fit = fit_complexity(LADDER, [500 + 8 * n for n in LADDER])
    assert (fit.complexity, fit.sizes) == ("O(n)", 6)
    assert fit.fixed == pytest.approx(500)
    assert fit.factor == pytest.approx(8)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sizes", [LADDER, [1, 10, 100, 1000], [0.1, 0.5, 2, 10]])
def test_the_class_gives_the_cost_of_each_size(name, sizes):
    growth = parse_complexity(name)
    values = [7 + 3 * growth.at(n, min(1, sizes[0] / 2)) for n in sizes]
    fit = fit_complexity(sizes, values)
    assert fit.complexity == name
    assert [fit.at(n) for n in sizes] == pytest.approx(values)


def test_of_two_classes_that_are_as_good_the_lower_is_taken():
    # `n log n` over these sizes, above a cost as large, is a line to within 1 %.
    fit = fit_complexity(LADDER, costs("O(n log n)", LADDER, fixed=2))
    assert fit.complexity == "O(n)"
    assert fit.residual < 0.01


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([7, 7, 7, 7], id="equal"),
        pytest.param([1e-9] * 4, id="small"),
        pytest.param([100, 101, 99, 100], id="noisy"),
        pytest.param([100, 100, 100, 103], id="a small step"),
    ],
)
def test_a_cost_that_stays_is_constant(values):
    fit = fit_complexity(DECADES, values)
    assert fit.complexity == "O(1)"
    assert fit.fixed == pytest.approx(sum(values) / 4, rel=0.01)
    assert fit.factor == 0
    assert fit.low < 0 < fit.high
    assert abs(fit.exponent) < 0.01


def test_a_cost_that_falls_is_constant_with_an_exponent_that_says_so():
    fit = fit_complexity(DECADES, [8000, 4000, 2000, 1000])
    assert fit.complexity == "O(1)"
    assert fit.exponent == pytest.approx(-math.log10(2))
    assert fit.low < fit.exponent < fit.high < 0


def test_no_cost_at_all_is_constant():
    fit = fit_complexity(DECADES, [0, 0, 0.0, -0.0])
    assert (fit.complexity, fit.exponent, fit.low, fit.high, fit.residual) == ("O(1)", 0, 0, 0, 0)
    assert fit.at(10**6) == 0


@pytest.mark.parametrize(
    ("sizes", "values"),
    [
        pytest.param(DECADES, [n**7 for n in DECADES], id="n^7"),
        pytest.param([5, 10, 20, 40, 60], [2**n for n in (5, 10, 20, 40, 60)], id="2^n"),
    ],
)
def test_what_grows_faster_than_all_is_of_the_highest_class_and_fits_badly(sizes, values):
    fit = fit_complexity(sizes, values)
    assert fit.complexity == "O(n^3)"
    assert fit.residual > 1
    assert fit.low > 3


def test_between_two_classes_the_exponent_tells():
    fit = fit_complexity(LADDER, [n**1.5 for n in LADDER])
    assert fit.exponent == pytest.approx(1.5, abs=0.001)
    assert 1.4 < fit.low < 1.5 < fit.high < 1.6


def test_what_steps_like_a_list_that_reserves_is_linear():
    values, reserved = [], 0
    for n in range(1, 50_001):
        if n > reserved:
            reserved = (n + (n >> 3) + 6) & ~3
        if n in LADDER:
            values.append(56 + 8 * reserved)
    fit = fit_complexity(LADDER, values)
    assert fit.complexity == "O(n)"
    assert fit.exponent == pytest.approx(1, abs=0.05)


# --- the interval -----------------------------------------------------------------------------


@pytest.mark.parametrize("ladder", scaling_study.LADDERS)
@pytest.mark.parametrize("noise", scaling_study.NOISES)
def test_the_interval_holds_the_exponent_as_often_as_the_page_says(ladder, noise):
    shown = {(row[0], row[1]): row for row in page_rows(4)}
    said, width = shown[ladder, f"{noise:.0%}".replace("%", " %")][2:]
    draws = 150
    inside, found_width = scaling_study.coverage(ladder, noise, draws)
    assert inside >= 0.9
    assert inside == pytest.approx(share(said), abs=0.02 + spread(share(said), draws))
    assert found_width == pytest.approx(float(width), rel=0.5)


@pytest.mark.parametrize("noise", scaling_study.NOISES)
@pytest.mark.parametrize("truth", CLASSES, ids=lambda each: each.name)
def test_the_class_is_right_as_often_as_the_page_says(truth, noise):
    ladder, draws = "6 over 2 decades", 60
    shown = {(row[0], row[1]): row for row in page_rows(2 + len(CLASSES))}
    row = shown[ladder, f"{noise:.0%}".replace("%", " %")]
    said = share(row[2 + CLASSES.index(truth)])
    found = scaling_study.hits(truth, ladder, noise, draws)
    assert found == pytest.approx(said, abs=0.05 + spread(said, draws))


def page_rows(width):
    """The rows of one table of the page."""
    rows = scaling_study.shown(scaling_study.PAGE.read_text(encoding="utf-8"))
    return [row for row in rows if len(row) == width]


def share(text):
    return float(text.removesuffix("%")) / 100


def spread(share, draws):
    """Three standard errors."""
    return 3 * math.sqrt(share * (1 - share) / draws)


def test_more_sizes_and_more_decades_narrow_the_interval():
    chance = random.Random(5)
    widths = []
    for count, decades in ((4, 1), (8, 1), (8, 2), (8, 4)):
        sizes = [1000 * 10 ** (decades * i / (count - 1)) for i in range(count)]
        fit = fit_complexity(sizes, [n * math.exp(chance.gauss(0, 0.05)) for n in sizes])
        widths.append(fit.high - fit.low)
    assert widths == sorted(widths, reverse=True)


def test_growth_that_a_fixed_cost_all_but_hides_has_an_interval_that_admits_it():
    fit = fit_complexity(DECADES, [1000, 1000, 1004, 1060])
    assert fit.high == math.inf
    assert fit.low < 0.5


def test_a_size_that_is_measured_again_counts_once_more():
    noise = [0.97, 1.02, 1.04, 0.98, 1.01, 0.99]
    once = fit_complexity(LADDER, [n * each for n, each in zip(LADDER, noise, strict=True)])
    again = fit_complexity(
        LADDER * 3,
        [n * each for i in range(3) for n, each in zip(LADDER, noise[i:] + noise[:i], strict=True)],
    )
    assert again.sizes == once.sizes == 6
    assert again.high - again.low < once.high - once.low


# --- units and order --------------------------------------------------------------------------


@settings(max_examples=60)
@given(
    st.lists(st.floats(1, 1e6), min_size=4, max_size=8),
    st.integers(-30, 30),
)
def test_the_unit_of_the_values_does_not_matter(values, power):
    sizes = [10 * 3**i for i in range(len(values))]
    fit = fit_complexity(sizes, values)
    other = fit_complexity(sizes, [value * 2.0**power for value in values])
    assert other.complexity == fit.complexity
    assert same(fit, other)
    assert other.fixed == pytest.approx(fit.fixed * 2.0**power)
    assert other.factor == pytest.approx(fit.factor * 2.0**power)


def same(fit, other):
    """Whether all that has no unit is equal."""
    keys = ("exponent", "low", "high", "residual", "sizes")
    return all(
        getattr(fit, key) == pytest.approx(getattr(other, key), rel=1e-6, abs=1e-6) for key in keys
    )


@settings(max_examples=60)
@given(st.permutations(range(6)), st.sampled_from(NAMES))
def test_the_order_of_the_sizes_does_not_matter(order, name):
    values = [v * f for v, f in zip(costs(name, LADDER, 0.1), (1, 1.1, 0.9) * 2, strict=True)]
    fit = fit_complexity(LADDER, values)
    other = fit_complexity([LADDER[i] for i in order], [values[i] for i in order])
    assert other.complexity == fit.complexity
    assert same(fit, other)


# --- what cannot be fitted --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "reason"),
    [
        ([], "only 0 sizes: at least 4 are needed"),
        ([100], "only 1 size: at least 4 are needed"),
        ([1, 10, 100], "only 3 sizes: at least 4 are needed"),
        ([1, 10, 100] * 5, "only 3 sizes: at least 4 are needed"),
        (
            [100, 200, 400, 999],
            "sizes from 100 to 999 are too close together: "
            "the largest must be 10 times the smallest",
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


@pytest.mark.parametrize("sizes", [[0.1, 0.2, 0.5, 1], [100, 200, 500, 1000], [0.7, 1, 2, 7.0]])
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
        assert str(error).isprintable()
        return
    check_fit(fit)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.floats(1e-29, 1e29), st.floats(1e-29, 1e29)), min_size=4, max_size=9))
def test_any_positive_numbers_over_a_decade_are_fitted(points):
    sizes, values = [n for n, _ in points], [value for _, value in points]
    assume(len(set(sizes)) >= 4)
    assume(max(sizes) >= 10 * min(sizes))
    check_fit(fit_complexity(sizes, values))


def check_fit(fit):
    """What holds of every fit."""
    assert fit.complexity in NAMES
    assert fit.low <= fit.exponent <= fit.high
    assert math.isfinite(fit.exponent)
    assert math.isfinite(fit.low)
    assert 0 <= fit.residual < math.inf
    assert fit.fixed >= 0
    assert fit.factor >= 0
    assert fit.sizes >= 4


# --- what is really measured ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("complexity", "sizes", "build"),
    [
        pytest.param("O(1)", LADDER, lambda n: sum(i * i for i in range(n)), id="generator"),
        pytest.param("O(1)", LADDER, lambda n: bytearray(50_000), id="buffer"),
        pytest.param("O(n)", LADDER, lambda n: bytearray(n), id="bytes"),
        pytest.param("O(n)", LADDER, lambda n: [None] * n, id="list"),
        pytest.param("O(n)", LADDER, lambda n: [str(i) for i in range(n)], id="texts"),
        # A dict doubles, and so do these sizes; small integers exist already.
        pytest.param(
            "O(n)",
            [1000 << i for i in range(6)],
            lambda n: dict.fromkeys(range(1000, 1000 + n)),
            id="dict",
        ),
        pytest.param(
            "O(n^2)", [40, 80, 160, 320, 640], lambda n: [[0] * n for _ in range(n)], id="square"
        ),
        pytest.param(
            "O(n^2)", [40, 80, 160, 320, 640], lambda n: [bytes(i) for i in range(n)], id="triangle"
        ),
    ],
)
def test_the_peak_of_real_code_is_of_its_class(complexity, sizes, build):
    def peak(n):
        return measure_memory(lambda: build(n), 1).peak_bytes

    fit = fit_complexity(sizes, [peak(n) for n in sizes])
    assert fit.complexity == complexity
    assert fit.low - 0.1 <= parse_complexity(complexity).power <= fit.high + 0.1


def test_the_allocations_of_real_code_are_of_their_class():
    def allocations(n):
        return measure_memory(lambda: [[] for _ in range(n)], 1).allocations

    assert fit_complexity(LADDER, [allocations(n) for n in LADDER]).complexity == "O(n)"


# As CPython 3.11 measured them, in bytes and in nanoseconds.
@pytest.mark.parametrize(
    ("complexity", "sizes", "values"),
    [
        pytest.param(
            "O(log n)",
            [1000, 2000, 5000, 10_000, 20_000, 50_000],
            [6002, 6559, 7673, 8230, 8787, 9344],
            id="a buffer for each halving, peak",
        ),
        pytest.param(
            "O(n)",
            [1000, 2000, 5000, 10_000, 20_000, 50_000],
            [8968, 16_296, 41_992, 85_288, 173_128, 444_488],
            id="a list that is appended to, peak",
        ),
        pytest.param(
            "O(n)",
            [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000],
            [7056, 14_096, 30_672, 69_232, 146_384, 300_656, 609_232, 1_226_352],
            id="a dict, peak",
        ),
        pytest.param(
            "O(n log n)",
            [1000, 2000, 5000, 10_000, 20_000, 50_000],
            [345_824, 746_544, 2_056_848, 4_360_256, 9_206_960, 24_594_976],
            id="a merge sort, in all",
        ),
        pytest.param(
            "O(n^2)",
            [1000, 2000, 5000, 10_000, 20_000],
            [1_574_592, 6_157_092, 37_904_592, 150_817_092, 601_642_092],
            id="a text that is copied as it grows, in all",
        ),
        pytest.param(
            "O(n^3)",
            [10, 20, 40, 80, 120],
            [16_224, 92_208, 617_616, 4_519_152, 14_761_680],
            id="a cube, peak",
        ),
        pytest.param(
            "O(1)",
            [1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
            [68, 68, 67, 68, 73, 67, 67],
            id="a lookup, time",
        ),
        pytest.param(
            "O(n)",
            [1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000],
            [18_904, 34_803, 122_619, 152_713, 292_932, 724_784, 1_612_125],
            id="a list, time on a busy machine",
        ),
        pytest.param(
            "O(n^2)",
            [50, 100, 200, 400, 800],
            [66_699, 251_076, 982_509, 4_705_150, 21_857_411],
            id="all pairs, time",
        ),
        pytest.param(
            "O(n^3)",
            [8, 16, 32, 64, 128],
            [65_653, 275_205, 1_833_993, 12_901_415, 99_060_684],
            id="a product of matrices, time",
        ),
    ],
)
def test_recorded_costs_are_of_their_class(complexity, sizes, values):
    assert fit_complexity(sizes, values).complexity == complexity
