"""A peak under `"python"` allocators is the size of what was built, on whatever heap.

The reference is `sys.getsizeof`, which does not depend on the allocator.
"""

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from benchmem_core import measure_memory, measure_peak
from tests.core.conftest import run_code, script_environment
from tests.core.sized_workloads import (
    DECADES,
    WORKLOADS,
    fragmented_heap,
    measured,
    named,
    own_size,
    split,
)

HAS_NUMPY = importlib.util.find_spec("numpy") is not None
NAMES = [name for name in WORKLOADS if name != "array" or HAS_NUMPY]
SMALL = [f"{name} 1" for name in NAMES]
MEDIUM = [f"{name} 10" for name in NAMES]
ALL = [f"{name} {decade}" for decade in DECADES for name in NAMES]

# An integer takes 4 bytes more than it says.
TOLERANCE = {"integers": 0.05}


@pytest.fixture(scope="module")
def fresh_process(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """The peaks of all workloads in processes that do nothing else, in two orders."""
    folder = tmp_path_factory.mktemp("fresh")
    code = """
        import json, sys
        from sized_workloads import measured
        print(json.dumps(measured(sys.argv[1:])))
    """

    def run(*names: str) -> dict[str, int]:
        done = run_code(code, *names, folder=folder, env=script_environment(folder))
        peaks: dict[str, int] = json.loads(done.stdout)
        return peaks

    # The cold heap is the one that the first workload meets.
    return {"small first": run(*ALL), "large first": run(*reversed(MEDIUM), *reversed(SMALL))}


@pytest.fixture(scope="module")
def expected() -> dict[str, int]:
    """The size of every workload, from `sys.getsizeof`."""
    return {each: own_size(*split(each)) for each in ALL}


def _action(name_and_decade: str) -> Callable[[], object]:
    return named(*split(name_and_decade))


def assert_close(peak: int, reference: int, tolerance: float = 0.01) -> None:
    assert abs(peak - reference) <= tolerance * reference, f"{peak:,} for {reference:,}"


@pytest.mark.parametrize("name", NAMES)
def test_workloads_are_large_enough_to_judge(name: str, expected: dict[str, int]) -> None:
    for decade in DECADES:
        assert 100_000 <= expected[f"{name} {decade}"] / decade <= 200_000


@pytest.mark.parametrize("each", ALL)
def test_the_peak_is_the_size_of_what_was_built(
    each: str, fresh_process: dict[str, dict[str, int]], expected: dict[str, int]
) -> None:
    tolerance = TOLERANCE.get(split(each)[0], 0.01)
    assert_close(fresh_process["small first"][each], expected[each], tolerance)


@pytest.mark.parametrize("each", SMALL + MEDIUM)
def test_the_peak_is_the_same_in_either_order(
    each: str, fresh_process: dict[str, dict[str, int]]
) -> None:
    assert_close(fresh_process["large first"][each], fresh_process["small first"][each])


@pytest.fixture(scope="module")
def fragmented() -> Iterator[dict[str, int]]:
    """Peaks measured while the arenas are full of holes."""
    held = fragmented_heap()
    yield measured(SMALL)
    del held


@pytest.mark.parametrize("each", SMALL)
def test_the_peak_is_the_same_on_a_fragmented_heap(
    each: str, fragmented: dict[str, int], fresh_process: dict[str, dict[str, int]]
) -> None:
    assert_close(fragmented[each], fresh_process["small first"][each])


@pytest.fixture(scope="module")
def later() -> dict[str, int]:
    """Peaks measured after 100 other measurements."""
    for number in range(100):
        measure_memory(_action(SMALL[number % len(SMALL)]), 1, warmup=0)
    return measured(SMALL)


@pytest.mark.parametrize("each", SMALL)
def test_the_peak_is_the_same_after_100_other_measurements(
    each: str, later: dict[str, int], fresh_process: dict[str, dict[str, int]]
) -> None:
    assert_close(later[each], fresh_process["small first"][each])


@pytest.mark.parametrize("each", SMALL)
def test_a_first_pass_without_warmup_is_as_true(each: str, expected: dict[str, int]) -> None:
    result = measure_memory(_action(each), 1, warmup=0)
    tolerance = TOLERANCE.get(split(each)[0], 0.01)
    assert_close(result.peak_bytes, expected[each], tolerance)


@pytest.mark.parametrize("each", SMALL)
def test_the_first_measurement_of_a_process_is_as_true(each: str, expected: dict[str, int]) -> None:
    """Every isolated pass is one. What memray imports leaves objects in free lists."""
    name, _ = split(each)
    setup = partial(importlib.import_module, "numpy") if name == "array" else None
    result = measure_memory(_action(each), 1, isolate=True, setup=setup)
    tolerance = TOLERANCE.get(name, 0.01)
    assert_close(result.peak_bytes, expected[each], tolerance)


def test_what_is_freed_in_between_counts_once_in_the_peak_and_always_in_the_total() -> None:
    def action() -> None:
        for _ in range(10):
            bytearray(1_000_000)

    result = measure_memory(action)
    assert_close(result.peak_bytes, 1_000_000)
    assert_close(result.total_bytes, 10_000_000)


def test_what_was_there_before_does_not_count() -> None:
    held = bytearray(50_000_000)
    assert measure_peak(lambda: len(held)) < 10_000


def test_the_size_of_the_callers_heap_does_not_count() -> None:
    before = measure_peak(_action("strings 1"))
    held = [[number] for number in range(100_000)]
    assert_close(measure_peak(_action("strings 1")), before)
    del held


class Point:
    """Its attributes are inline values, without a dict."""

    def __init__(self, x: int) -> None:
        self.x, self.y = x, x


def functions(count: int) -> list[Callable[[], object]]:
    """Make functions that have never run."""
    names: dict[str, Callable[[], object]] = {}
    exec("\n".join(f"def f{number}(): return [{number}]" for number in range(count)), names)
    return [names[f"f{number}"] for number in range(count)]


def call_each_of_200() -> Callable[[], object]:
    made = functions(200)
    return lambda: [function() for function in made]


# What interpreters keep for later, each in their own way: free lists, small integers, inline
# values, and code that is instrumented or specialised.
REUSED: dict[str, Callable[[], Callable[[], object]]] = {
    "code that is new": call_each_of_200,
    "one integer": lambda: lambda: (1 << 20) + len("a"),
    "small integers": lambda: lambda: [2 * number for number in range(600)],
    "floats": lambda: lambda: [number / 2 for number in range(50)],
    "tuples": lambda: lambda: [(number,) for number in range(50)],
    "dicts": lambda: lambda: [{number: number} for number in range(50)],
    "objects": lambda: lambda: [Point(number) for number in range(50)],
    "objects with a dict": lambda: lambda: [vars(Point(number)) for number in range(50)],
    "methods": lambda: lambda: ["a".join for _ in range(50)],
    "generators": lambda: lambda: [(number for number in "ab") for _ in range(50)],
    "frames": lambda: lambda: sys._getframe().f_locals,
    "errors": lambda: lambda: [ValueError(number) for number in range(50)],
    "slices and ranges": lambda: lambda: [(slice(number), range(number)) for number in range(50)],
}


def cycle() -> None:
    held: list[object] = []
    held.append(held)


@pytest.mark.parametrize("make", REUSED.values(), ids=REUSED)
def test_the_first_pass_is_as_high_as_those_after_it(
    make: Callable[[], Callable[[], object]],
) -> None:
    passes = measure_memory(make(), 4).samples
    assert {(each.peak_bytes, each.allocations) for each in passes} == {
        (passes[0].peak_bytes, passes[0].allocations)
    }


def test_the_collector_runs_at_the_same_moment_of_every_pass() -> None:
    """Nearly: a few objects of the engine count, and they are others in the first pass."""
    passes = measure_memory(lambda: [cycle() for _ in range(3_000)], 4).samples
    for each in passes[1:]:
        assert_close(each.peak_bytes, passes[0].peak_bytes, 0.05)
