"""Isolated passes that end badly: the error says how, and nothing is left behind."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from benchmem_core import BenchmemError, IsolationError, measure_memory
from tests.core import isolated_actions as actions
from tests.core.leftovers import is_running, nothing_left, soon

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(autouse=True)
def clean(temporary_directory: Path) -> Iterator[None]:
    with nothing_left(temporary_directory):
        yield


def failure(action: Callable[[], object], timeout: float | None = None) -> str:
    """Measure, expect an `IsolationError`, and return its text."""
    with pytest.raises(IsolationError) as caught:
        measure_memory(action, 2, isolate=True, timeout=timeout)
    assert isinstance(caught.value, BenchmemError)
    return str(caught.value)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
def test_a_child_killed_by_a_signal_names_the_signal(number: signal.Signals) -> None:
    message = failure(partial(actions.kill, number))
    assert "`kill`" in message
    assert number.name in message
    assert "\n" not in message


def test_a_child_killed_as_when_memory_runs_out_says_so() -> None:
    assert "memory" in failure(partial(actions.kill, signal.SIGKILL))


@pytest.mark.parametrize("status", [0, 3])
def test_a_child_that_exits_at_once_names_the_status(status: int) -> None:
    message = failure(partial(os._exit, status))
    assert f"exit status {status}" in message
    assert "`os._exit`" in message
    assert "\n" not in message


@pytest.mark.parametrize("status", [None, 4, "a reason"])
def test_a_child_that_calls_sys_exit_names_its_argument(status: object) -> None:
    message = failure(partial(sys.exit, status))
    assert f"`sys.exit({'' if status is None else repr(status)})`" in message


@pytest.mark.parametrize(
    "action",
    [
        actions.hang,
        actions.hang_with_the_interpreter_lock,
        actions.hang_and_ignore_signals,
    ],
)
def test_a_child_that_hangs_is_killed_after_the_timeout(action: Callable[[], None]) -> None:
    message = failure(action, timeout=1.2)
    assert f"`{action.__name__}`" in message
    assert "timeout of 1.2 s" in message
    assert "\n" not in message


def test_an_exception_keeps_its_type_and_text() -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        measure_memory(partial(actions.raise_value_error, "the text"), 2, isolate=True)
    assert type(caught.value) is ValueError
    assert str(caught.value) == "the text"


def test_an_exception_brings_the_traceback_of_the_child() -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        measure_memory(partial(actions.raise_value_error, "the text"), 2, isolate=True)
    (note,) = caught.value.__notes__
    assert "isolated process" in note
    assert "in raise_value_error" in note
    assert "raise ValueError(text)" in note


def test_a_stop_iteration_leaves_as_it_is() -> None:
    with pytest.raises(StopIteration, match="enough"):
        measure_memory(actions.raise_stop_iteration, 2, isolate=True)


@pytest.mark.parametrize(
    ("action", "name", "text"),
    [
        (actions.raise_two_part_error, "TwoPartError", "one part and another"),
        (partial(actions.raise_stubborn_error, 0), "StubbornError", "the end"),
    ],
    ids=["cannot be rebuilt", "refuses to be pickled"],
)
def test_an_exception_that_does_not_pickle_is_told(
    action: Callable[[], None], name: str, text: str
) -> None:
    message = failure(action)
    assert f"isolated_actions.{name}`" in message
    assert "pickl" in message
    assert text in message
    assert "in raise_" in message, "no traceback"


def test_an_exception_with_a_megabyte_of_text_arrives_whole() -> None:
    text = "x" * 1_000_000 + "the end"
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        measure_memory(partial(actions.raise_value_error, text), 2, isolate=True)
    assert str(caught.value) == text


def test_a_megabyte_of_text_arrives_whole_without_pickling() -> None:
    message = failure(partial(actions.raise_stubborn_error, 1_000_000))
    assert "x" * 1_000_000 + "the end" in message


def test_a_child_that_prints_much_does_not_block(capfd: pytest.CaptureFixture[str]) -> None:
    size = 10_000_000
    result = measure_memory(partial(actions.print_much, size), 1, isolate=True, timeout=60)
    output, errors = capfd.readouterr()
    assert result.repeats == 1
    assert output.count("x") >= size
    assert errors.count("y") >= size


@pytest.mark.parametrize("start", [actions.start_grandchild, actions.start_forked_grandchild])
def test_a_grandchild_is_killed_with_the_pass(start: Callable[[str], None], tmp_path: Path) -> None:
    note = tmp_path / "pid"
    result = measure_memory(partial(start, str(note)), 1, isolate=True, timeout=60)
    assert result.repeats == 1
    assert soon(lambda: not is_running(int(note.read_text())))


def test_a_grandchild_of_a_child_that_hangs_is_killed_too(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    note.touch()
    # A busy machine may take seconds until the child gets as far as to start the grandchild.
    for timeout in (2, 8, 32, 128):
        assert "timeout" in failure(partial(actions.announce_and_hang, str(note)), timeout=timeout)
        if note.read_text():
            break
    assert soon(lambda: not is_running(int(note.read_text())))


def test_a_thread_left_running_does_not_keep_the_pass_waiting() -> None:
    assert measure_memory(actions.start_thread, 1, isolate=True, timeout=60).repeats == 1


def test_a_measurement_works_after_a_failed_one(tmp_path: Path) -> None:
    action = partial(actions.fail_once, str(tmp_path / "flag"))
    with pytest.raises(LookupError, match="first"):
        measure_memory(action, 1, isolate=True)
    assert measure_memory(action, 1, isolate=True).repeats == 1


def test_nothing_is_kept_of_a_pass_that_failed(tmp_path: Path) -> None:
    kept = tmp_path / "kept.bin"
    with pytest.raises(IsolationError):
        measure_memory(partial(os._exit, 0), 1, isolate=True, keep_bin=kept)
    assert os.listdir(tmp_path) == ["temporary"]
