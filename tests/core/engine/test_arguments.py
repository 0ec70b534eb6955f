"""Arguments without a meaning are refused before anything runs."""

import math
from typing import Any

import pytest

from benchmem_core import ArgumentError, BenchmemError, measure_memory, measure_peak

COUNTS = ["repeats", "calls", "min_passes", "max_passes", "patience"]
NO_COUNTS = [0, -1, "3", True, False, 1.5, 2.0, math.nan, [2]]
NO_SECONDS = [-1, -0.5, math.nan, -math.inf, "3", True, [1]]
NO_FLAGS = ["False", "True", "", 0, 1, None]


class Action:
    called = 0

    def __call__(self) -> None:
        self.called += 1


@pytest.fixture
def action() -> Action:
    return Action()


def assert_refused(action: Action, name: str, value: object, **others: Any) -> None:
    with pytest.raises(ArgumentError) as caught:
        measure_memory(action, **{name: value, **others})
    message = str(caught.value)
    assert f"`{name}`" in message
    assert repr(value) in message
    assert "\n" not in message
    assert not action.called


@pytest.mark.parametrize("value", NO_COUNTS, ids=repr)
@pytest.mark.parametrize("name", COUNTS)
def test_what_counts_must_be_an_integer_above_zero(
    action: Action, name: str, value: object
) -> None:
    assert_refused(action, name, value)


@pytest.mark.parametrize("name", ["calls", "min_passes", "max_passes", "patience"])
def test_only_repeats_may_be_none(action: Action, name: str) -> None:
    assert_refused(action, name, None)


@pytest.mark.parametrize("value", [-1, "1", True, False, 1.5, None], ids=repr)
def test_warmup_must_be_an_integer_of_at_least_zero(action: Action, value: object) -> None:
    assert_refused(action, "warmup", value)


@pytest.mark.parametrize("value", NO_SECONDS, ids=repr)
def test_max_time_must_be_a_number_of_seconds(action: Action, value: object) -> None:
    assert_refused(action, "max_time", value)


@pytest.mark.parametrize("value", [0, 0.0, *NO_SECONDS], ids=repr)
def test_timeout_must_be_a_number_of_seconds_above_zero(action: Action, value: object) -> None:
    assert_refused(action, "timeout", value, isolate=True)


def test_timeout_needs_isolation(action: Action) -> None:
    with pytest.raises(ArgumentError, match="`isolate=True`"):
        measure_memory(action, timeout=10)
    assert not action.called


@pytest.mark.parametrize("value", NO_FLAGS, ids=repr)
@pytest.mark.parametrize("name", ["isolate", "native"])
def test_flags_must_be_booleans(action: Action, name: str, value: object) -> None:
    assert_refused(action, name, value)


@pytest.mark.parametrize("value", ["malloc", "Python", "", None, True, ["python"]], ids=repr)
def test_allocators_must_be_one_of_the_two(action: Action, value: object) -> None:
    assert_refused(action, "allocators", value)


def test_min_passes_may_not_be_above_max_passes(action: Action) -> None:
    with pytest.raises(ArgumentError, match=r"`min_passes` is 5.*`max_passes`.* 4"):
        measure_memory(action, min_passes=5, max_passes=4)
    assert not action.called


def test_min_passes_may_be_max_passes(action: Action) -> None:
    assert measure_memory(action, min_passes=3, max_passes=3, warmup=0).repeats == 3


@pytest.mark.parametrize("value", [None, 3, "print"], ids=repr)
def test_the_action_must_be_callable(value: Any) -> None:
    for measure in (measure_memory, measure_peak):
        with pytest.raises(ArgumentError, match="`action` must be callable"):
            measure(value)


@pytest.mark.parametrize("value", [3, "print", []], ids=repr)
def test_the_setup_must_be_callable(action: Action, value: object) -> None:
    assert_refused(action, "setup", value)


def test_measure_peak_refuses_the_same_repeats(action: Action) -> None:
    with pytest.raises(ArgumentError, match="`repeats`"):
        measure_peak(action, 0)
    assert not action.called


def test_a_refusal_can_be_caught_as_a_value_error() -> None:
    assert issubclass(ArgumentError, ValueError)
    assert issubclass(ArgumentError, BenchmemError)


def test_endless_max_time_bounds_nothing(action: Action) -> None:
    assert measure_memory(action, max_time=math.inf).repeats == 2


def test_options_are_keyword_only(action: Action) -> None:
    measure: Any = measure_memory
    with pytest.raises(TypeError):
        measure(action, 1, 2)
    assert not action.called
