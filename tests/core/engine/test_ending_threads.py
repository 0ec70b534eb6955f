"""Threads that are there before a pass, or end after it."""

import itertools
import queue
import sys
import threading

import pytest

from benchmem_core import TrackerActiveError, measure_memory
from benchmem_core.engine import tracker as tracking


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that passes have waited; the time itself is not spent."""
    found: list[float] = []
    monkeypatch.setattr(tracking, "sleep", found.append)
    return found


def test_a_pass_waits_for_a_thread_that_is_about_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[threading.Thread] = []
    may_end = threading.Event()
    held: list[bytearray] = []
    naps: list[float] = []

    def work() -> None:
        may_end.wait()
        held.append(bytearray(3_000_000))

    def action() -> None:
        threads.append(threading.Thread(target=work))
        threads[-1].start()

    def nap(seconds: float) -> None:
        naps.append(seconds)
        may_end.set()
        threads[-1].join()

    monkeypatch.setattr(tracking, "sleep", nap)
    result = measure_memory(action, 1, warmup=0)
    assert naps == [0.0005]
    assert result.peak_bytes > 3_000_000


def test_a_pass_waits_also_where_the_action_fails(naps: list[float]) -> None:
    may_end = threading.Event()
    thread = threading.Thread(target=may_end.wait)

    def fail() -> None:
        thread.start()
        raise LookupError

    try:
        with pytest.raises(LookupError):
            measure_memory(fail, 1, warmup=0)
    finally:
        may_end.set()
        thread.join()
    assert naps


def test_nobody_waits_long_for_a_thread_that_stays(naps: list[float]) -> None:
    may_end = threading.Event()
    threads = [threading.Thread(target=may_end.wait) for _ in range(3)]
    unstarted = iter(threads)
    try:
        measure_memory(lambda: next(unstarted).start(), 2, warmup=1)
    finally:
        may_end.set()
        for thread in threads:
            thread.join()
    assert sum(naps) == pytest.approx(2 * 0.05)


def test_nobody_waits_where_there_is_nothing_to_wait_for(naps: list[float]) -> None:
    def action() -> None:
        thread = threading.Thread(target=bytearray)
        thread.start()
        thread.join()

    may_end = threading.Event()
    before = threading.Thread(target=may_end.wait)
    before.start()
    try:
        measure_memory(bytearray, 2)
        measure_memory(action, 2)
    finally:
        may_end.set()
        before.join()
    # The interpreter counts a thread a moment longer than `join` does.
    assert sum(naps) < 0.05


def test_a_thread_from_before_has_no_profile_function_in_a_pass() -> None:
    """Under one, the interpreter makes an object of every frame; 3.11 cannot take it away."""
    asked: queue.SimpleQueue[bool] = queue.SimpleQueue()
    done: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def call() -> None:
        pass

    def work() -> None:
        while asked.get():
            for _ in itertools.repeat(None, 2000):
                call()
            done.put(True)

    def action() -> None:
        asked.put(True)
        done.get()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        result = measure_memory(action, 2)
    finally:
        asked.put(False)
        thread.join()
    assert (result.allocations < 1000) is (sys.version_info >= (3, 12)), result.allocations


def test_profile_functions_for_threads_are_as_they_were() -> None:
    def profile(*_: object) -> None:
        pass

    threading.setprofile(profile)
    try:
        measure_memory(list, 2, keep_bin=None)
        assert threading.getprofile() is profile
        assert sys.getprofile() is None
    finally:
        threading.setprofile(None)  # type: ignore[arg-type]


def test_threads_take_turns_as_often_as_before() -> None:
    before = sys.getswitchinterval()
    seen = []
    measure_memory(lambda: seen.append(sys.getswitchinterval()))
    measure_memory(lambda: seen.append(sys.getswitchinterval()), keep_bin=None, sites=1)
    with pytest.raises(ZeroDivisionError):
        measure_memory(lambda: 1 / 0)
    with pytest.raises(TrackerActiveError):
        measure_memory(lambda: measure_memory(int))
    assert sys.getswitchinterval() == before
    assert {*seen} == {before}


def test_turns_that_the_action_sets_stay() -> None:
    before = sys.getswitchinterval()
    try:
        measure_memory(lambda: sys.setswitchinterval(0.25))
        assert sys.getswitchinterval() == 0.25
    finally:
        sys.setswitchinterval(before)
