"""An awaitable that the action returns is awaited inside the pass."""

import asyncio
import functools
import gc
import signal
import threading
import types
import warnings
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

import pytest

from benchmem_core import MemoryResult, measure_memory
from tests.core.conftest import Script

MEGABYTE = 1_000_000

ran: list[str] = []
"""A note for every time that the work was really done."""


async def work(size: int = MEGABYTE) -> bytearray:
    """Hold memory across a suspension, as asynchronous code does."""
    data = bytearray(size)
    await asyncio.sleep(0)
    ran.append("work")
    return data


class AsyncCallable:
    async def __call__(self) -> bytearray:
        return await work()


class Awaits:
    """An awaitable that is no coroutine."""

    def __await__(self) -> Generator[Any, None, bytearray]:
        return work().__await__()


@types.coroutine
def generator_based() -> Generator[Any, None, bytearray]:
    data = bytearray(MEGABYTE)
    yield
    ran.append("work")
    return data


def plain_function() -> Coroutine[Any, Any, bytearray]:
    return work()


FORMS: dict[str, Callable[[], object]] = {
    "coroutine function": work,
    "lambda": lambda: work(MEGABYTE),
    "function that returns a coroutine": plain_function,
    "partial of a coroutine function": functools.partial(work, MEGABYTE),
    "partial of a partial": functools.partial(functools.partial(work), size=MEGABYTE),
    "partial of a lambda": functools.partial(lambda size: work(size=size), MEGABYTE),
    "object with an asynchronous call": AsyncCallable(),
    "method": AsyncCallable().__call__,
    "awaitable that is no coroutine": Awaits,
    "generator-based coroutine": generator_based,
}


@pytest.fixture(params=FORMS.values(), ids=FORMS.keys())
def action(request: pytest.FixtureRequest) -> Callable[[], object]:
    ran.clear()
    form: Callable[[], object] = request.param
    return form


def assert_is_one_megabyte(result: MemoryResult) -> None:
    # The event loop's own objects take some kilobytes.
    for sample in result.samples:
        assert MEGABYTE < sample.peak_bytes < 1.03 * MEGABYTE


@pytest.mark.parametrize("warmup", [0, 1, 2])
def test_every_run_is_awaited_once(action: Callable[[], object], warmup: int) -> None:
    measure_memory(action, 3, warmup=warmup)
    assert len(ran) == 3 + warmup


def test_every_call_of_a_pass_is_awaited(action: Callable[[], object]) -> None:
    result = measure_memory(action, 2, warmup=1, calls=3)
    assert len(ran) == 1 + 2 * 3
    assert result.total_bytes > 3 * MEGABYTE


@pytest.mark.parametrize("warmup", [0, 1])
def test_the_number_is_that_of_the_work(action: Callable[[], object], warmup: int) -> None:
    assert_is_one_megabyte(measure_memory(action, 2, warmup=warmup, calls=2))


def test_it_is_awaited_also_where_an_event_loop_runs_already(
    action: Callable[[], object],
) -> None:
    async def notebook_cell() -> MemoryResult:
        return measure_memory(action, 2)

    threads = threading.active_count()
    result = asyncio.run(notebook_cell())
    assert result.repeats == 2
    assert len(ran) == 3
    assert threading.active_count() == threads


def test_no_coroutine_is_forgotten(action: Callable[[], object]) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        measure_memory(action, 1, warmup=0)
        gc.collect()
    assert not [str(each.message) for each in caught]


@pytest.mark.parametrize("form", ["coroutine function", "lambda"])
def test_a_deterministic_coroutine_takes_two_passes(form: str, run_script: Script) -> None:
    """In a process of its own: here, the objects of other threads may come and go."""
    run_script(f"""
        from benchmem_core import measure_memory

        async def hold(size=1_000_000):
            bytearray(size)

        form = {form!r}
        result = measure_memory(hold if form == "coroutine function" else lambda: hold(1_000_000))
        assert result.repeats == 2, result
    """)


class Shy:
    """A result of which nobody may make a text."""

    def __repr__(self) -> str:
        raise AssertionError("the result was shown")


def test_what_the_coroutine_returns_is_not_looked_at() -> None:
    async def shy() -> Shy:
        return Shy()

    assert measure_memory(shy, 2).repeats == 2


class OwnError(Exception):
    pass


@pytest.mark.parametrize("has_loop", [False, True])
@pytest.mark.parametrize("warmup", [0, 1])
def test_an_exception_from_the_coroutine_leaves_as_it_is(warmup: int, has_loop: bool) -> None:
    failure = OwnError("from inside")

    async def fail() -> None:
        await asyncio.sleep(0)
        raise failure

    def measure() -> None:
        measure_memory(fail, 2, warmup=warmup)

    async def notebook_cell() -> None:
        measure()

    with pytest.raises(OwnError) as caught:
        asyncio.run(notebook_cell()) if has_loop else measure()
    assert caught.value is failure
    assert measure_memory(work, 1).peak_bytes > MEGABYTE


def test_an_interrupt_inside_a_coroutine_leaves_as_it_is() -> None:
    async def interrupted() -> None:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(0)

    with pytest.raises(KeyboardInterrupt):
        measure_memory(interrupted, 2, warmup=0)
    assert measure_memory(work, 1).peak_bytes > MEGABYTE


def test_the_handler_of_interrupts_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    measure_memory(work, 1)
    assert signal.getsignal(signal.SIGINT) is before


def test_the_loop_of_a_caller_is_left_alone() -> None:
    async def notebook_cell() -> bool:
        loop = asyncio.get_running_loop()
        measure_memory(work, 1)
        await asyncio.sleep(0)
        return loop is asyncio.get_running_loop()

    assert asyncio.run(notebook_cell())


def test_an_awaitable_made_before_the_pass_can_be_awaited_in_it() -> None:
    """A setup may prepare what the action awaits."""
    pending: list[Awaitable[object]] = []
    result = measure_memory(pending.pop, 2, setup=lambda: pending.append(work()), warmup=0)
    assert_is_one_megabyte(result)
