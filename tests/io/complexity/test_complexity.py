"""How a cost grows: the class, the exponent and its interval."""

import math
import random

import pytest
from hypothesis import assume, given, settings, strategies as st

from benchmem_io import fit_complexity
from benchmem_io.complexity.classes import CLASSES, Complexity
from studies.page_sections import section
from studies.scaling import study

DECADES = [10, 100, 1000, 10_000]
DOUBLED = [1000, 2000, 4000, 8000, 16_000]
FOURFOLD = [1000, 4000, 16_000, 64_000]
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
    growth = Complexity.parse(name)
    return [factor * (fixed * growth.at(sizes[-1]) + growth.at(n)) for n in sizes]


# --- the class --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60)
@given(ladders(), st.floats(0, 0.01), st.integers(-40, 40))
def test_exact_costs_are_of_their_class_or_left_open(name, sizes, fixed, exponent):
    values = costs(name, sizes, fixed, 2.0**exponent)
    assume(max(values) < 1e30)
    fit = fit_complexity(sizes, values)
    # Over a decade from 50,000 on, `n log n` is a line to within a few percent.
    assert fit.complexity in {name, None, "O(n)" if name == "O(n log n)" else None}
    assert fit.sizes == len(set(sizes))
    assert fit.complexity is not None or fit.reason


@pytest.mark.parametrize("sizes", [DOUBLED, FOURFOLD, DECADES], ids=str)
@pytest.mark.parametrize("name", [name for name in NAMES if name != "O(n log n)"])
def test_exact_costs_are_of_their_class_over_sizes_that_can_tell(name, sizes):
    fit = fit_complexity(sizes, costs(name, sizes))
    assert (fit.complexity, fit.possible, fit.reason) == (name, (name,), None)
    assert fit.residual < 1e-4


@pytest.mark.parametrize("sizes", [DOUBLED, FOURFOLD], ids=str)
def test_n_log_n_cannot_be_told_from_n(sizes):
    fit = fit_complexity(sizes, costs("O(n log n)", sizes))
    assert fit.complexity is None
    assert fit.possible == ("O(n)", "O(n log n)")
    assert fit.reason == "these sizes cannot tell O(n) from O(n log n)"
    assert 1.05 < fit.exponent < 1.2


@pytest.mark.parametrize("power", [0.5, 1.5, 7])
def test_what_grows_like_none_of_the_classes_has_an_exponent_alone(power):
    fit = fit_complexity(DOUBLED, [n**power for n in DOUBLED])
    assert (fit.complexity, fit.possible) == (None, ())
    assert fit.reason == "no class fits: the exponent tells how it grows"
    assert fit.exponent == pytest.approx(power, abs=0.001)
    assert fit.at(32_000) == pytest.approx(32_000**power, rel=0.01)


@pytest.mark.parametrize("name", ["O(n)", "O(n^2)", "O(n^3)"])
@settings(max_examples=60)
@given(ladders(), st.floats(0, 2))
def test_a_fixed_cost_hides_no_growth(name, sizes, fixed):
    assume(sizes[-1] ** 3 < 1e29)
    fit = fit_complexity(sizes, costs(name, sizes, fixed))
    assert fit.complexity in {name, None}
    assert fit.exponent == pytest.approx(Complexity.parse(name).power, abs=0.02)
    assert fit.low <= Complexity.parse(name).power <= fit.high


def test_the_class_comes_with_its_fixed_cost_and_factor():
    fit = fit_complexity(LADDER, [500 + 8 * n for n in LADDER])
    assert (fit.complexity, fit.sizes) == ("O(n)", 6)
    assert fit.fixed == pytest.approx(500)
    assert fit.factor == pytest.approx(8)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "O(n log n)"])
@pytest.mark.parametrize("sizes", [LADDER, [1, 10, 100, 1000], [0.1, 0.5, 2, 10]])
def test_the_class_gives_the_cost_of_each_size(name, sizes):
    growth = Complexity.parse(name)
    values = [7 + 3 * growth.at(n, min(1, sizes[0] / 2)) for n in sizes]
    fit = fit_complexity(sizes, values)
    assert fit.complexity == name
    assert [fit.at(n) for n in sizes] == pytest.approx(values)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([7, 7, 7, 7], id="equal"),
        pytest.param([1e-9] * 4, id="small"),
        pytest.param([100, 101, 99, 100], id="noisy"),
        pytest.param([100, 100, 100, 102], id="a small step"),
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
    "sizes", [[5, 10, 20, 40, 60], [1, 4, 7, 10], [3, 10, 20, 30], [1, 2, 4, 8, 16]], ids=str
)
def test_exponential_growth_has_no_class(sizes):
    fit = fit_complexity(sizes, [2**n for n in sizes])
    assert fit.complexity is None
    assert fit.exponent > 1


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


@pytest.mark.parametrize("ladder", study.SIZES)
@pytest.mark.parametrize("noise", [0.02, 0.1])
def test_the_interval_holds_the_exponent_as_often_as_the_page_says(ladder, noise):
    shown = {(row[0], row[1]): row for row in page_rows()}
    said, width = shown[ladder, f"{noise:.0%}".replace("%", " %")][2:]
    draws = 150
    inside, found_width = study.coverage(ladder, noise, draws)
    assert inside >= 0.9
    assert inside == pytest.approx(share(said), abs=0.02 + spread(share(said), draws))
    assert found_width == pytest.approx(float(width), rel=0.5)


def page_rows():
    """The rows of the table on the page."""
    lines = section(study.PAGE.read_text(encoding="utf-8"), "exponents").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:] if line]


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
