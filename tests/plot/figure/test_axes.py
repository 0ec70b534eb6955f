"""Axes: ticks are round, inside of the axis, told apart, and in IEC units for bytes."""

import math
from itertools import pairwise

import pytest
from hypothesis import example, given, strategies as st

from benchmem_core.metrics import METRICS
from benchmem_io.errors import SelectionError
from benchmem_plot.figure.axes import is_log, make_dim_axis, make_ratio_axis, make_value_axis
from benchmem_plot.figure.rows import choose_row_height, make_row_axis
from benchmem_plot.figure.ticks import (
    choose_byte_ticks,
    choose_count_ticks,
    choose_log_ticks,
    format_ticks,
)

counts = st.integers(0, 2**62)
pairs = st.tuples(counts, counts).map(sorted)
most = st.integers(3, 10)


def check(ticks, low, high, most, unit):
    assert 1 <= len(ticks) <= most
    assert list(ticks) == sorted(set(ticks))
    assert all(low * 0.999 <= tick <= high * 1.001 for tick in ticks)
    texts = format_ticks(ticks, unit)
    assert len(set(texts)) == len(texts)


@given(pairs, most, st.sampled_from(["B", "count"]))
def test_linear_ticks(ends, most, unit):
    low, high = map(float, ends)
    check(
        (choose_byte_ticks if unit == "B" else choose_count_ticks)(low, high, most=most),
        low,
        high,
        most,
        unit,
    )


@given(st.integers(0, 10**9), st.integers(1, 200), st.sampled_from(["B", "count"]))
def test_ticks_of_what_is_close_together_are_told_apart(low, width, unit):
    ticks = (choose_byte_ticks if unit == "B" else choose_count_ticks)(low, low + width)
    check(ticks, low, low + width, 8, unit)


@given(pairs, most, st.sampled_from(["B", "count"]))
def test_logarithmic_ticks(ends, most, unit):
    low, high = (float(end + 1) for end in ends)
    check(choose_log_ticks(low, high, unit, most=most), low, high, most, unit)


@given(st.floats(1e-9, 1e6), st.floats(1, 1e12), most)
def test_logarithmic_ticks_of_times(low, times, most):
    ticks = choose_log_ticks(low, low * times, "s", most=most)
    assert 1 <= len(ticks) <= most
    assert list(ticks) == sorted(ticks)
    assert all(low * 0.99 <= tick <= low * times * 1.01 for tick in ticks)


@given(st.lists(st.floats(1e-200, 1e200), max_size=5))
def test_axis_of_multiples_always_has_one(ratios):
    axis = make_ratio_axis("x", ratios)
    assert "1\N{MULTIPLICATION SIGN}" in axis["ticktext"]
    assert len(set(axis["ticktext"])) == len(axis["ticktext"]) <= 9
    low, high = (10**end for end in axis["range"])
    assert all(low <= tick <= high for tick in axis["tickvals"])


@given(
    st.sampled_from(sorted(METRICS)),
    st.lists(st.floats(0, 1e15), max_size=6),
    st.booleans(),
    st.booleans(),
)
@example("allocated", [5e-324], False, True)
def test_every_axis_has_a_range_around_what_it_shows(metric, values, log, zero):
    axis = make_value_axis(METRICS[metric], values, log=log, zero=zero)
    low, high = axis["range"]
    assert low < high
    shown = [math.log10(value) for value in values if value > 0] if log else values
    assert all(low <= value <= high for value in shown)


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0, 10 << 20, ["0 B", "2 MiB", "4 MiB", "6 MiB", "8 MiB", "10 MiB"]),
        (-1500, 700, ["-1 KiB", "-512 B", "0 B", "512 B"]),
        (1_000_000, 1_000_010, [f"976.5{each} KiB" for each in (62, 64, 66, 68, 7, 72)]),
        (7, 7, ["7 B"]),
    ],
)
def test_bytes_are_round_in_powers_of_two(low, high, texts):
    assert format_ticks(choose_byte_ticks(low, high), "B") == texts


def test_counts_have_no_fractions():
    axis = make_value_axis(METRICS["allocations"], [1, 3], zero=True)
    assert axis["ticktext"] == ["0", "1", "2", "3"]
    axis = make_value_axis(METRICS["allocations"], [0, 2_500_000])
    assert axis["ticktext"] == ["0", "500,000", "1,000,000", "1,500,000", "2,000,000", "2,500,000"]


def test_times_are_written_by_their_unit():
    axis = make_value_axis(METRICS["time"], [1e-6, 1e-3], log=True)
    assert axis["ticktext"] == ["1 us", "10 us", "100 us", "1 ms"]


def test_a_dim_with_few_values_has_a_tick_at_each():
    assert make_dim_axis("n", [1, 2, 10], log=True)["ticktext"] == ["1", "2", "10"]
    assert "ticktext" not in make_dim_axis("n", [1, 1.01, 10], log=True)
    assert "ticktext" not in make_dim_axis("n", list(range(1, 50)), log=False)


@pytest.mark.parametrize("odd", ["text", True, 0, -1])
def test_only_positive_numbers_are_logarithmic(odd):
    assert is_log("n", "auto", [1, 2.5])
    assert not is_log("n", "auto", [1, odd])
    assert not is_log("n", False, [1])
    with pytest.raises(SelectionError, match=f"axis of `n` cannot be .*: it holds `{odd}`"):
        is_log("n", True, [1, odd])


@given(st.integers(1, 1500), st.randoms(use_true_random=False))
def test_names_of_rows_never_stand_closer_than_their_height(rows, source):
    weights = [source.choice([0, 1, source.random()]) for _ in range(rows)]
    row = choose_row_height(rows)
    axis = make_row_axis([str(i) for i in range(rows)], weights, row)
    places = axis["tickvals"]
    assert max(range(rows), key=lambda index: (weights[index], -index)) in places
    assert all((b - a) * row >= 18 for a, b in pairwise(places))
    assert rows > 500 or len(places) == rows
