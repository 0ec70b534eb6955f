"""How many passes a measurement takes, with passes that follow a script."""

from collections.abc import Iterable, Iterator
from itertools import repeat
from types import SimpleNamespace

import pytest
from hypothesis import given, strategies as st

from benchmem_core import Measurement
from benchmem_core.engine import sampling
from benchmem_core.engine.sampling import Sampling
from tests.core.properties import unhurried


def taken(
    rule: Sampling, script: Iterable[Measurement], kept: Iterable[bool] = repeat(False)
) -> int:
    """Say how many passes of the script the rule takes; a script too short is an error.

    Args:
        rule: The rule.
        script: The passes.
        kept: Of each, whether it kept memory.
    """
    passes = iter(script)
    keeping = iter(kept)
    ran: list[Measurement] = []

    def run_pass() -> Measurement:
        ran.append(next(passes))
        return ran[-1]

    assert rule.collect(run_pass, lambda: next(keeping)) == tuple(ran)
    return len(ran)


def peaks(*values: int) -> Iterator[Measurement]:
    """Passes with these peaks, no two of which agree in everything."""
    return (Measurement(peak, number, 1000) for number, peak in enumerate(values))


def same(times: int, peak: int = 5) -> list[Measurement]:
    return [Measurement(peak, 1, 1000)] * times


measurements = st.builds(
    Measurement, st.integers(1, 4), st.integers(1, 2), st.just(1), st.none() | st.integers(1, 2)
)


@pytest.mark.parametrize("repeats", [1, 2, 7, 25])
def test_repeats_are_exact_even_when_all_passes_agree(repeats: int) -> None:
    assert taken(Sampling(repeats), same(30)) == repeats


def test_repeats_are_exact_whatever_bounds_adaptive_sampling() -> None:
    rule = Sampling(5, max_time=0, min_passes=1, max_passes=1, patience=1)
    assert taken(rule, peaks(1, 2, 3, 4, 5, 6)) == 5


def test_two_passes_that_agree_exactly_are_enough() -> None:
    assert taken(Sampling(), same(9)) == 2


@pytest.mark.parametrize("field", ["allocations", "total_bytes", "rss_bytes"])
def test_passes_that_differ_in_one_series_do_not_agree(field: str) -> None:
    def script() -> Iterator[Measurement]:
        for number in range(10):
            numbers = {"peak_bytes": 5, "allocations": 1, "total_bytes": 9, "rss_bytes": 7}
            yield Measurement(**{**numbers, field: number})

    assert taken(Sampling(patience=99, max_passes=6), script()) == 6


def test_passes_that_agree_and_all_keep_memory_are_not_enough() -> None:
    assert taken(Sampling(), same(9), repeat(True)) == 5


def test_a_pass_that_keeps_nothing_ends_the_doubt() -> None:
    assert taken(Sampling(), same(9), [True, False]) == 2
    assert taken(Sampling(), same(9), [False, True]) == 2
    assert taken(Sampling(), same(9), [True, True, False]) == 3


def test_two_passes_of_an_empty_cache_are_followed_by_those_of_a_full_one() -> None:
    cold, warm = same(2, peak=9), same(2, peak=5)
    assert taken(Sampling(), [*cold, *warm], [True, True, False, False]) == 4


def test_patience_does_not_end_passes_that_all_keep_memory() -> None:
    assert taken(Sampling(), peaks(5, 6, 7, 8, 9, 10), repeat(True)) == 5
    assert taken(Sampling(), peaks(5, 6, 7, 8, 9, 10), [True, True, False]) == 3


@pytest.mark.parametrize(
    "rule", [Sampling(max_passes=3), Sampling(max_time=0, min_passes=3), Sampling(3)]
)
def test_the_bounds_hold_for_passes_that_keep_memory_too(rule: Sampling) -> None:
    assert taken(rule, same(9), repeat(True)) == 3


def test_a_pass_may_agree_with_any_earlier_one() -> None:
    first, second = peaks(5, 9)
    assert taken(Sampling(patience=99), [first, second, first, second]) == 3


@pytest.mark.parametrize("min_passes", [1, 2, 3, 6])
def test_at_least_min_passes_run(min_passes: int) -> None:
    rule = Sampling(min_passes=min_passes, max_time=0, patience=1)
    assert taken(rule, same(10)) == min_passes


@pytest.mark.parametrize("max_passes", [2, 3, 8])
def test_at_most_max_passes_run(max_passes: int) -> None:
    rule = Sampling(max_passes=max_passes)
    assert taken(rule, peaks(9, 8, 7, 6, 5, 4, 3, 2, 1)) == max_passes


def test_passes_without_a_new_minimum_exhaust_the_patience() -> None:
    assert taken(Sampling(patience=2), peaks(10, 11, 12, 9)) == 3


def test_a_new_minimum_renews_the_patience() -> None:
    assert taken(Sampling(patience=2), peaks(10, 11, 9, 12, 13, 8)) == 5


def test_the_same_minimum_again_is_no_new_one() -> None:
    assert taken(Sampling(patience=3), peaks(10, 10, 10, 10, 9)) == 4


def test_no_pass_starts_after_max_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(sampling, "System", SimpleNamespace(monotonic=lambda: now))

    def script() -> Iterator[Measurement]:
        nonlocal now
        for measurement in peaks(9, 8, 7, 6, 5, 4, 3):
            now += 2.0
            yield measurement

    assert taken(Sampling(max_time=5), script()) == 3


def test_max_time_does_not_cut_short_min_passes() -> None:
    assert taken(Sampling(max_time=0, min_passes=4), peaks(9, 8, 7, 6, 5, 4, 3)) == 4


@unhurried
@given(
    st.lists(measurements, min_size=12, max_size=12),
    st.lists(st.booleans(), min_size=12, max_size=12),
    st.integers(1, 6),
    st.integers(0, 6),
    st.integers(1, 5),
)
def test_sampling_ends_for_a_reason_and_no_sooner_or_later(
    script: list[Measurement], kept: list[bool], min_passes: int, extra: int, patience: int
) -> None:
    rule = Sampling(min_passes=min_passes, max_passes=min_passes + extra, patience=patience)
    number = taken(rule, script, kept)

    def has_reason(passes: list[Measurement]) -> bool:
        if all(kept[: len(passes)]) and len(passes) < 5:
            return False
        lowest = min(sample.peak_bytes for sample in passes)
        floor = [sample.peak_bytes for sample in passes].index(lowest)
        return passes[-1] in passes[:-1] or len(passes) - 1 - floor >= patience

    assert rule.min_passes <= number <= rule.max_passes
    assert number == rule.max_passes or has_reason(script[:number])
    assert not any(has_reason(script[:n]) for n in range(min_passes, number))


@unhurried
@given(st.lists(measurements, min_size=20, max_size=20), st.integers(1, 20))
def test_repeats_take_exactly_so_many_of_any_passes(
    script: list[Measurement], repeats: int
) -> None:
    assert taken(Sampling(repeats), script) == repeats
