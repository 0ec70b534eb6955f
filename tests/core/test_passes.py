"""What one pass is: setup untracked, the calls tracked, teardown untracked; warmup before."""

import gc
import weakref

import pytest

from benchmem_core import measure_memory, measure_peak
from benchmem_core.measure import measure_workload
from benchmem_core.sampling import Sampling
from benchmem_core.workload import PassOptions, Workload

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
