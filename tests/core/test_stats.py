"""The statistics of a series, against Python's own."""

import math
import statistics
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, strategies as st

from benchmem_core.stats import STATS

from .properties import unhurried

REFERENCE: dict[str, Callable[[Sequence[float]], float]] = {
    "min": min,
    "mean": statistics.mean,
    "max": max,
    "median": statistics.median,
    "stddev": lambda series: statistics.stdev(series) if len(series) > 1 else 0.0,
}

numbers = st.integers(0, 2**53) | st.floats(0, 1e12)


def test_the_statistics_have_these_names_in_this_order() -> None:
    assert list(STATS) == list(REFERENCE)


@pytest.mark.parametrize("name", REFERENCE)
@unhurried
@given(series=st.lists(numbers, min_size=1, max_size=20))
def test_a_statistic_is_that_of_the_standard_library(name: str, series: list[float]) -> None:
    expected = REFERENCE[name](series)
    assert math.isclose(STATS[name](series), expected, rel_tol=1e-9, abs_tol=1e-6)


def test_the_deviation_is_that_of_a_sample() -> None:
    assert STATS["stddev"]([1, 3]) == pytest.approx(math.sqrt(2))


def test_a_single_value_does_not_deviate() -> None:
    assert STATS["stddev"]([5]) == 0


@pytest.mark.parametrize("name", ["min", "max", "median"])
def test_a_statistic_of_integers_stays_one_where_it_can(name: str) -> None:
    value = STATS[name]([3, 1, 2])
    assert type(value) is int


def test_a_series_is_not_changed() -> None:
    series = [3, 1, 2]
    for stat in STATS.values():
        stat(series)
    assert series == [3, 1, 2]


def test_the_statistics_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        STATS["min"] = max  # type: ignore[index]
