"""What one pass is: setup untracked, the calls tracked, teardown untracked; warmup before."""

import functools
import gc
import json
import subprocess
import sys
import weakref
from collections.abc import Callable
from time import perf_counter

import pytest

from benchmem_core import MemoryResult, measure_memory, measure_peak
from benchmem_core.checks import Allocators
from benchmem_core.engine.measure import measure_workload
from benchmem_core.engine.sampling import Sampling
from benchmem_core.engine.workload import PassOptions, Workload

MEGABYTE = 1_000_000


class Journal:
    """Notes what was called, in order."""

    def __init__(self) -> None:
        self.notes = ""

    def setup(self) -> None:
        self.notes += "s"

    def action(self) -> None:
        self.notes += "a"

    def teardown(self) -> None:
        self.notes += "t"


@pytest.fixture
def journal() -> Journal:
    return Journal()


@pytest.mark.parametrize("warmup", [0, 1, 3])
def test_warmup_runs_the_action_so_often_before_the_passes(journal: Journal, warmup: int) -> None:
    measure_memory(journal.action, 2, warmup=warmup)
    assert journal.notes == "a" * (warmup + 2)


def test_one_warmup_run_is_the_default(journal: Journal) -> None:
    measure_memory(journal.action, 2)
    assert journal.notes == "aaa"


def test_warmup_is_not_tracked() -> None:
    sizes = iter([50 * MEGABYTE, MEGABYTE])
    result = measure_memory(lambda: bytearray(next(sizes)), 1, warmup=1)
    assert result.peak_bytes < 2 * MEGABYTE


def test_a_deterministic_action_takes_two_passes() -> None:
    result = measure_memory(lambda: [str(number) for number in range(1000)])
    assert result.repeats == 2
    assert result.samples[0] == result.samples[1]


def test_a_pass_is_so_many_calls(journal: Journal) -> None:
    measure_memory(journal.action, 2, calls=3, warmup=0)
    assert journal.notes == "aaa" * 2


def test_all_calls_of_a_pass_are_counted() -> None:
    result = measure_memory(lambda: bytearray(MEGABYTE), 1, calls=4)
    assert 4 * MEGABYTE <= result.total_bytes < 4.1 * MEGABYTE


def test_what_a_call_returns_is_gone_before_the_next_call() -> None:
    for repeats in (1, 3):
        result = measure_memory(lambda: bytearray(MEGABYTE), repeats, calls=4)
        assert result.peak_bytes_max < 1.1 * MEGABYTE


def test_setup_runs_before_every_warmup_run_and_every_pass(journal: Journal) -> None:
    measure_memory(journal.action, 2, setup=journal.setup, calls=2, warmup=1)
    assert journal.notes == "sa" + "saa" * 2


def test_setup_is_not_tracked() -> None:
    held: list[bytearray] = []

    def setup() -> None:
        held[:] = [bytearray(20 * MEGABYTE)]

    result = measure_memory(lambda: bytes(held[0][:MEGABYTE]), 2, setup=setup)
    assert result.peak_bytes_max < 3 * MEGABYTE
    assert max(result.series("total_bytes")) < 3 * MEGABYTE


def test_teardown_runs_after_every_warmup_run_and_every_pass(journal: Journal) -> None:
    measure_workload(
        Workload(journal.action, setup=journal.setup, teardown=journal.teardown, calls=2),
        Sampling(2),
        PassOptions(warmup=1),
    )
    assert journal.notes == "sat" + "saat" * 2


def test_teardown_is_not_tracked() -> None:
    workload = Workload(lambda: bytearray(MEGABYTE), teardown=lambda: bytearray(20 * MEGABYTE))
    result = measure_workload(workload, Sampling(2), PassOptions())
    assert max(result.series("total_bytes")) < 2 * MEGABYTE


def test_teardown_runs_also_when_the_action_fails(journal: Journal) -> None:
    def fail() -> None:
        raise LookupError

    workload = Workload(fail, setup=journal.setup, teardown=journal.teardown)
    with pytest.raises(LookupError):
        measure_workload(workload, Sampling(2), PassOptions(warmup=0))
    assert journal.notes == "st"


def test_a_pass_leaves_no_garbage_to_the_next() -> None:
    class Node:
        def __init__(self) -> None:
            self.itself = self
            self.weight = bytearray(MEGABYTE)

    nodes: weakref.WeakSet[Node] = weakref.WeakSet()
    left: list[int] = []

    def action() -> None:
        left.append(len(nodes))
        nodes.add(Node())

    gc.disable()
    try:
        result = measure_memory(action, 4, warmup=1)
    finally:
        gc.enable()
    assert left == [0] * 5
    assert result.peak_bytes_max < 2 * MEGABYTE


def test_measure_peak_is_the_headline_peak() -> None:
    def action() -> bytearray:
        return bytearray(MEGABYTE)

    peak = measure_peak(action)
    assert type(peak) is int
    assert peak == measure_memory(action).peak_bytes


def test_measure_peak_takes_exactly_so_many_passes(journal: Journal) -> None:
    measure_peak(journal.action, 4)
    assert journal.notes == "a" * 5
    measure_peak(journal.action, repeats=1)
    assert journal.notes == "a" * 7


def measure_cached(
    action: Callable[[], object],
    clear: Callable[[], object],
    *,
    cold: int,
    allocators: Allocators = "python",
) -> MemoryResult:
    """Measure an action whose cache is emptied before the warmup and the first passes."""
    emptied = iter([True] * (1 + cold))

    def setup() -> None:
        if next(emptied, False):
            clear()

    return measure_memory(action, setup=setup, allocators=allocators)


@pytest.mark.parametrize("allocators", ["python", "system"])
def test_two_passes_that_fill_a_cache_do_not_end_sampling(allocators: Allocators) -> None:
    cache: dict[int, bytes] = {}

    def action() -> None:
        for key in range(100):
            if key not in cache:
                cache[key] = bytes(2_000)
        bytearray(300_000)

    result = measure_cached(action, cache.clear, cold=2, allocators=allocators)
    assert result.series("peak_bytes")[0] == result.series("peak_bytes")[1] > 500_000
    assert result.peak_bytes < 310_000


def test_one_remembered_result_is_enough_to_tell_a_cold_pass() -> None:
    @functools.lru_cache
    def remembered(size: int) -> int:
        return len([None] * size) + 1

    result = measure_cached(lambda: remembered(100_000), remembered.cache_clear, cold=3)
    assert result.repeats >= 4
    assert result.peak_bytes < 1000 < 800_000 < result.peak_bytes_max


def test_the_pass_of_an_empty_function_holds_next_to_nothing_of_the_tracker() -> None:
    # A process of its own: threads of the one that runs the tests may allocate meanwhile.
    code = (
        "from benchmem_core import measure_memory\n"
        "print(measure_memory(lambda: None, 3).series('allocations'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert max(json.loads(done.stdout)) <= 4


def test_passes_that_all_fill_a_cache_are_five() -> None:
    cache: dict[str, bytes] = {}
    result = measure_memory(lambda: cache.update(key=bytes(100)), setup=cache.clear)
    assert result.repeats == 5
    assert len(set(result.samples)) == 1


def test_what_a_callback_of_the_collector_keeps_is_not_the_actions() -> None:
    kept: list[object] = []

    def note(phase: str, info: dict[str, int]) -> None:
        kept.append((phase, object()))

    gc.callbacks.append(note)
    try:
        gc.collect()
        assert kept
        assert measure_memory(lambda: bytearray(MEGABYTE)).repeats == 2
        assert note in gc.callbacks
    finally:
        gc.callbacks.remove(note)


def test_what_a_callback_of_the_collector_frees_hides_no_cache() -> None:
    times = [0.0, 0.0]
    cache: dict[str, bytes] = {}

    def note(phase: str, info: dict[str, int]) -> None:
        """Keep the time, as hypothesis does: the one before goes to a free list."""
        times[phase == "stop"] += perf_counter()

    gc.callbacks.append(note)
    try:
        result = measure_memory(lambda: cache.update(key=bytes(100)), setup=cache.clear)
    finally:
        gc.callbacks.remove(note)
    assert result.repeats == 5


def test_a_pass_in_its_own_process_leaves_nothing_to_the_next() -> None:
    assert measure_memory(functools.partial(__import__, "colorsys"), isolate=True).repeats < 5


def test_asking_what_a_pass_keeps_changes_no_number() -> None:
    held = {number: str(number) for number in range(10_000)}
    counts = [measure_memory(held.copy, 3).samples for _ in range(2)]
    assert len({*counts[0], *counts[1]}) == 1
