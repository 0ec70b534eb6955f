"""`retained=`: what is still allocated when the result has been dropped."""

import asyncio
import functools
import gc
import json
from collections.abc import Callable
from time import perf_counter
from typing import Any

import pytest

from benchmem_core import ArgumentError, MemoryResult, measure_memory
from tests.core.isolated_actions import coroutine as isolated_coroutine, hold, strings

SIZE = 100_000


def retained(action: Callable[[], object], repeats: int = 3, **options: Any) -> list[int]:
    return measure_memory(action, repeats, retained=True, **options).series("retained_bytes")


def about(size: int) -> Any:
    """So many bytes, and at most a tenth more for the objects around them."""
    return pytest.approx(size * 1.05, rel=0.05)


def leak_into(kept: list[bytearray], size: int = SIZE) -> Callable[[], None]:
    return lambda: kept.append(bytearray(size))


def texts() -> list[str]:
    return [f"a text of some length {number}" for number in range(3000)]


class Node:
    """Refers to itself."""

    def __init__(self) -> None:
        self.content = bytearray(SIZE)
        self.itself = self


async def loading() -> list[str]:
    await asyncio.sleep(0)
    return texts()


def awaitable() -> object:
    return loading()


NOTHING_STAYS: dict[str, Callable[[], object]] = {
    "nothing": bool,
    "a big temporary": lambda: len(bytearray(SIZE)),
    "a big result": lambda: bytearray(SIZE),
    "many small results": texts,
    "a reference cycle": Node,
    "cycles of a result": lambda: [Node() for _ in range(20)],
    "a generator": lambda: (text for text in texts()),
}


@pytest.mark.parametrize("calls", [1, 5])
@pytest.mark.parametrize("name", NOTHING_STAYS)
def test_what_leaks_nothing_retains_nothing(name: str, calls: int) -> None:
    assert retained(NOTHING_STAYS[name], calls=calls) == [0, 0, 0]


@pytest.mark.parametrize("action", [loading, awaitable])
def test_a_coroutine_retains_little_but_what_it_leaks(action: Callable[[], object]) -> None:
    """The interpreter keeps some names that asyncio looked up, and a handle for later."""
    assert max(retained(action)) < 1000


@pytest.mark.parametrize("name", ["nothing", "a big temporary", "a big result"])
def test_nothing_is_retained_of_the_systems_allocator_either(name: str) -> None:
    assert retained(NOTHING_STAYS[name], allocators="system") == [0, 0, 0]


def test_what_a_callback_of_the_collector_keeps_is_not_retained() -> None:
    times = [0.0, 0.0]

    def note(phase: str, info: dict[str, int]) -> None:
        """Keep the time of the last collection, as hypothesis does."""
        times[phase == "stop"] += perf_counter()

    gc.callbacks.append(note)
    try:
        result = measure_memory(lambda: [bytes(100)], retained=True)
    finally:
        gc.callbacks.remove(note)
    # Since 3.12 the first pass may keep what the interpreter notes about new code.
    assert result.series("retained_bytes")[-1] == 0


@pytest.mark.parametrize("allocators", ["python", "system"])
def test_a_leak_is_retained_in_every_pass(allocators: Any) -> None:
    assert retained(leak_into([]), allocators=allocators) == [about(SIZE)] * 3


def test_a_leak_grows_with_the_calls() -> None:
    assert retained(leak_into([]), calls=4) == [about(4 * SIZE)] * 3


def test_a_growing_cache_is_retained() -> None:
    @functools.cache
    def load(number: int) -> bytearray:
        return bytearray(SIZE)

    numbers = iter(range(100))
    assert retained(lambda: load(next(numbers))) == [about(SIZE)] * 3


def test_a_cache_that_the_warmup_filled_is_not() -> None:
    @functools.cache
    def load() -> bytearray:
        return bytearray(SIZE)

    assert retained(load) == [0, 0, 0]


def test_without_warmup_the_first_pass_retains_what_is_made_once() -> None:
    @functools.cache
    def load() -> bytearray:
        return bytearray(SIZE)

    first, *others = retained(load, warmup=0)
    assert first == about(SIZE)
    assert others == [0, 0]


def test_what_replaces_an_older_one_of_its_size_counts_as_retained() -> None:
    """The older one is of before the pass, so that its end is none of the pass's frees."""
    latest: dict[str, bytearray] = {}
    assert retained(lambda: latest.update(it=bytearray(SIZE))) == [about(SIZE)] * 3


def test_what_is_freed_but_was_there_before_is_not_negative() -> None:
    kept = {number: bytearray(SIZE) for number in range(10)}
    assert retained(kept.popitem) == [0, 0, 0]


def test_an_asynchronous_leak_is_retained() -> None:
    kept: list[bytearray] = []

    async def leak() -> None:
        await asyncio.sleep(0)
        kept.append(bytearray(SIZE))

    assert retained(leak) == [about(SIZE)] * 3
    assert retained(lambda: (leak(),)[0]) == [about(SIZE)] * 3


@pytest.mark.parametrize(
    ("action", "size"),
    [
        (functools.partial(hold, 1_000_000), 1_000_000),
        (functools.partial(isolated_coroutine, 1_000_000), 1_000_000),
    ],
    ids=["function", "coroutine"],
)
def test_a_leak_in_an_isolated_pass_is_retained(action: Any, size: int) -> None:
    assert retained(action, 2, isolate=True) == [about(size)] * 2


def test_a_result_of_an_isolated_pass_is_dropped() -> None:
    (found,) = retained(functools.partial(strings, 20_000), 1, isolate=True)
    assert found < 10_000


def test_the_headline_is_that_of_the_pass_with_the_lowest_peak() -> None:
    sizes = iter([300_000, 300_000, 200_000, 400_000])
    kept: list[bytearray] = []
    result = measure_memory(lambda: kept.append(bytearray(next(sizes))), 3, retained=True)
    assert result.retained_bytes == result.series("retained_bytes")[1] == about(200_000)


def test_garbage_that_the_collector_is_kept_from_is_collected_all_the_same() -> None:
    gc.disable()
    try:
        assert retained(Node) == [0, 0, 0]
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_result_is_dropped_before_the_pass_ends() -> None:
    ends: list[str] = []

    class Result:
        def __del__(self) -> None:
            ends.append("dropped")

    measure_memory(Result, 2, warmup=0, retained=True, setup=lambda: ends.append("setup"))
    assert ends == ["setup", "dropped", "setup", "dropped"]


# --- beside the other numbers -----------------------------------------------------------------


def test_it_is_not_measured_unless_asked_for() -> None:
    result = measure_memory(texts, 2)
    assert result.retained_bytes is None
    assert "retained_bytes" not in result.as_dict()


def test_asking_for_what_was_not_measured_says_how_to_measure_it() -> None:
    with pytest.raises(ArgumentError, match="`retained=True`") as caught:
        measure_memory(texts, 2).series("retained_bytes")
    assert "`retained_bytes`" in str(caught.value)


def test_it_is_a_series_like_the_others() -> None:
    result = measure_memory(texts, 3, retained=True)
    assert list(result.as_dict()) == [
        "peak_bytes",
        "allocations",
        "total_bytes",
        "retained_bytes",
    ]
    assert len(result.series("retained_bytes")) == 3


def test_it_comes_after_the_resident_memory_of_isolated_passes() -> None:
    result = measure_memory(functools.partial(strings, 10), 1, isolate=True, retained=True)
    assert list(result.as_dict())[3:] == ["rss_bytes", "retained_bytes"]


@pytest.mark.parametrize("action", [texts, Node, bool, lambda: bytearray(SIZE)])
def test_the_other_numbers_are_the_same_before_and_after_it_was_measured(action: Any) -> None:
    for _ in range(40):
        action()  # the first instances of a class are larger
    before = measure_memory(action, 2)
    measure_memory(action, 2, retained=True)
    assert measure_memory(action, 2).samples == before.samples


@pytest.mark.parametrize("allocators", ["python", "system"])
@pytest.mark.parametrize("action", [texts, lambda: bytearray(SIZE)], ids=["texts", "buffer"])
def test_the_peak_is_the_same_with_it_and_without(action: Any, allocators: Any) -> None:
    without = measure_memory(action, 2, allocators=allocators)
    asked = measure_memory(action, 2, allocators=allocators, retained=True)
    assert asked.peak_bytes == without.peak_bytes


def test_it_survives_a_file() -> None:
    result = measure_memory(leak_into([]), 3, retained=True)
    blob, meta = json.loads(json.dumps([result.as_dict(), result.meta()]))
    assert MemoryResult.from_blob(blob, meta=meta) == result


def test_it_can_be_measured_with_sites_and_a_kept_capture(tmp_path: Any) -> None:
    kept: list[bytearray] = []
    result = measure_memory(
        leak_into(kept), 2, retained=True, sites=1, keep_bin=tmp_path / "kept.bin"
    )
    assert result.sites
    assert result.series("retained_bytes") == [about(SIZE)] * 2


@pytest.mark.parametrize("value", [1, 0, "True", None])
def test_it_is_true_or_false(value: Any) -> None:
    calls: list[int] = []
    with pytest.raises(ArgumentError, match="`retained`"):
        measure_memory(lambda: calls.append(1), 1, retained=value)
    assert not calls
