"""A measurement leaves the interpreter as it was."""

import gc
import signal
import sys
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmem_core import MemoryResult, measure_memory
from tests.core.conftest import Script


def action() -> list[dict[str, int]]:
    return [{"number": number} for number in range(1000)]


@pytest.mark.usefixtures("thawed")
def test_nothing_stays_frozen_where_the_user_froze_nothing() -> None:
    measure_memory(action, 3)
    assert gc.get_freeze_count() < 1000  # CPython 3.12 sets its immortal objects aside


@pytest.mark.usefixtures("thawed")
def test_what_the_user_froze_stays_frozen() -> None:
    gc.freeze()
    before = gc.get_freeze_count()
    measure_memory(action, 3)
    # Whatever else runs in this process may let go of some.
    assert gc.get_freeze_count() == pytest.approx(before, rel=0.01)
    assert before > 0


@pytest.mark.usefixtures("thawed")
@pytest.mark.parametrize("froze", [False, True])
def test_the_permanent_generation_survives_a_failure(froze: bool) -> None:
    if froze:
        gc.freeze()
    before = gc.get_freeze_count()
    with pytest.raises(ZeroDivisionError):
        measure_memory(lambda: 1 / 0, 2, warmup=0)
    assert gc.get_freeze_count() == pytest.approx(before, rel=0.01, abs=1000)


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_stays_on_or_off(enabled: bool) -> None:
    (gc.enable if enabled else gc.disable)()
    try:
        measure_memory(action, 2)
        assert gc.isenabled() is enabled
    finally:
        gc.enable()


def test_the_thresholds_of_the_collector_stay() -> None:
    before = gc.get_threshold()
    try:
        gc.set_threshold(123, 4, 5)
        measure_memory(action, 2)
        assert gc.get_threshold()[:2] == (123, 4)
    finally:
        gc.set_threshold(*before)


@pytest.mark.usefixtures("thawed")
@pytest.mark.parametrize("froze", [False, True])
def test_cycles_that_passes_left_are_collected(froze: bool) -> None:
    class Node:
        def __init__(self) -> None:
            self.itself = self

    nodes: weakref.WeakSet[Node] = weakref.WeakSet()
    if froze:
        gc.freeze()
    gc.disable()
    try:
        measure_memory(lambda: nodes.add(Node()), 3)
        assert len(nodes) == 0
    finally:
        gc.enable()


def test_a_large_session_is_set_aside_during_a_pass(run_script: Script) -> None:
    """A collection per pass would otherwise go through all that the session holds."""
    run_script("""
        import gc
        from benchmem_core import measure_memory

        held = [[] for _ in range(100_000)]
        seen = []
        measure_memory(lambda: seen.append(len(gc.get_objects())), 2, warmup=0)
        assert max(seen) < 50_000, seen
        assert len(gc.get_objects()) > 100_000
    """)


def test_a_profile_function_is_put_back() -> None:
    def profile(*_: object) -> None:
        pass

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        measure_memory(action, 2)
        assert sys.getprofile() is profile
    finally:
        sys.setprofile(before)


def test_no_profile_function_is_left() -> None:
    measure_memory(action, 2)
    assert sys.getprofile() is None
    assert threading.getprofile() is None


def test_a_profile_function_for_threads_is_put_back() -> None:
    def profile(*_: object) -> None:
        pass

    threading.setprofile(profile)
    try:
        measure_memory(action, 2)
        assert threading.getprofile() is profile
    finally:
        threading.setprofile(None)  # type: ignore[arg-type]


def test_a_trace_function_is_put_back() -> None:
    def trace(*_: object) -> None:
        pass

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        measure_memory(action, 2)
        after = sys.gettrace()
    finally:
        sys.settrace(before)
    assert after is trace


def test_signal_handlers_stay() -> None:
    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGCHLD]
    before = [signal.getsignal(number) for number in numbers]
    measure_memory(action, 2)
    assert [signal.getsignal(number) for number in numbers] == before


def test_a_measurement_may_run_in_any_thread() -> None:
    async def coroutine() -> list[dict[str, int]]:
        return action()

    with ThreadPoolExecutor(1) as thread:
        there = thread.submit(measure_memory, action).result().peak_bytes
        assert abs(there - measure_memory(action).peak_bytes) < 0.01 * there
        assert thread.submit(measure_memory, coroutine, 2).result().repeats == 2


def test_threads_are_as_they_were() -> None:
    before = threading.active_count(), set(vars(threading.Thread))
    measure_memory(action, 2)
    assert (threading.active_count(), set(vars(threading.Thread))) == before


def test_a_number_does_not_depend_on_how_deep_the_call_stack_is() -> None:
    """The interpreter's frames are in chunks of 16 KiB, and any call may need the next one."""

    def deep(levels: int) -> MemoryResult:
        return deep(levels - 1) if levels else measure_memory(action, 1)

    assert len({deep(levels).samples for levels in range(0, 200, 3)}) == 1
