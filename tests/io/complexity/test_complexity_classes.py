"""Complexity classes as texts and as functions of the size."""

import math

import pytest
from hypothesis import given, strategies as st

from benchmem_core.errors import ArgumentError, BenchmemError
from benchmem_io.complexity.classes import CLASSES, Complexity, log_unit
from benchmem_io.errors import ComplexityError

FORMS = (
    "write `O(1)`, `O(log n)`, `O(n)`, `O(n log n)`, `O(n^2)`, `O(n^3)`, "
    "or a power such as `O(n^1.5)`"
)


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("O(1)", ["O(1)", "1", " o( 1 ) ", "O(n^0)", "n^0.0"]),
        ("O(log n)", ["O(log n)", "log n", "logn", "O(log(n))", "LOG N", "log2 n", "ln n"]),
        ("O(n)", ["O(n)", "n", "O(N)", "o(n)", "n^1", "n**1.0", "O(n)\n"]),
        ("O(n log n)", ["O(n log n)", "n log n", "nlogn", "O(n*log(n))", "n ln n"]),
        ("O(n^2)", ["O(n^2)", "O(n**2)", "O(n²)", "n^2", "n ^ 2.0"]),
        ("O(n^3)", ["O(n^3)", "O(n**3)", "O(n³)", "n³"]),
        ("O(n^1.5)", ["O(n^1.5)", "n**1.50"]),
        ("O(n^10)", ["O(n^10)"]),
        ("O(n^2 log n)", ["O(n^2 log n)", "n² log n", "n**2*log(n)"]),
    ],
)
def test_a_class_is_read_in_each_form_that_people_write(name, texts):
    assert {Complexity.parse(text).name for text in texts} == {name}


@pytest.mark.parametrize("each", CLASSES, ids=lambda each: each.name)
def test_a_name_is_read_as_the_class_that_it_names(each):
    assert Complexity.parse(each.name) == each


@given(
    st.floats(0.01, 10, allow_nan=False).map(lambda power: round(power, 3)),
    st.integers(0, 1),
)
def test_a_power_is_read_as_it_is_named(power, logs):
    made = Complexity(power, logs)
    assert Complexity.parse(made.name) == made


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "O()", "O(n", "n)", "(n)", "O(O(n))", "O(m)", "O(n)O(n)", "O(2)", "O(11)", "2n"),
        *("O(n+1)", "O(n!)", "O(2^n)", "O(log)", "O(log log n)", "O(log^2 n)", "O(log n n)", "n*"),
        *("*log n", "n^", "n^-1", "n^.5", "n^10.1", "n^99", "n^1e1", "n^inf", "n²²", "sqrt(n)"),
        *("O(n log(n)", "Θ(n)", "٣", "n^٣", "\N{GREEK CAPITAL LETTER OMICRON}(n)", "linear"),
    ],
)
def test_another_text_is_refused_with_the_forms(text):
    with pytest.raises(ComplexityError) as caught:
        Complexity.parse(text)
    assert str(caught.value) == f"`{text!r}` is not a complexity: {FORMS}"


@pytest.mark.parametrize("value", [None, 1, 1.0, True, b"n", ["O(n)"], ("O(n)",)])
def test_what_is_no_text_is_refused_with_the_forms(value):
    with pytest.raises(ComplexityError) as caught:
        Complexity.parse(value)
    assert str(caught.value) == f"`{value!r}` is not a complexity: {FORMS}"


def test_a_long_text_is_shortened_in_the_refusal():
    with pytest.raises(ComplexityError) as caught:
        Complexity.parse("n" * 10_000)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "value", [-(10**5000), "\x1b[31m\n", "\ud800"], ids=["huge", "escape", "surrogate"]
)
def test_a_refusal_is_one_line_whatever_it_quotes(value):
    with pytest.raises(ComplexityError) as caught:
        Complexity.parse(value)
    assert str(caught.value).isprintable()


@given(st.text("On()^*12. logN²\n", max_size=12) | st.text(max_size=12))
def test_any_text_is_a_class_or_refused(text):
    try:
        found = Complexity.parse(text)
    except ComplexityError:
        return
    assert Complexity.parse(found.name) == found


def test_the_error_is_one_of_the_family():
    assert issubclass(ComplexityError, BenchmemError)
    assert issubclass(ComplexityError, ArgumentError)


@pytest.mark.parametrize(
    ("name", "growth"),
    [
        ("O(1)", 1),
        ("O(log n)", 3),
        ("O(n)", 8),
        ("O(n log n)", 24),
        ("O(n^2)", 64),
        ("O(n^3)", 512),
    ],
)
def test_the_growth_at_a_size(name, growth):
    assert Complexity.parse(name).at(8) == growth


@given(st.lists(st.floats(1e-30, 1e30), min_size=1, max_size=5))
def test_counted_in_their_unit_no_size_has_a_logarithm_below_one(sizes):
    unit = log_unit(sizes)
    assert unit <= 1
    assert all(math.log2(size / unit) >= 1 - 1e-9 for size in sizes)


def test_sizes_from_two_on_are_counted_as_they_are():
    assert log_unit([2, 10, 100]) == 1
