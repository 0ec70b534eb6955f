"""Workloads whose size is known, and the heaps that they are measured on."""

import sys
from collections.abc import Callable
from functools import partial

from benchmem_core import Allocators, measure_memory


def bytes_of(number: int) -> bytearray:
    return bytearray(number)


def array_of(number: int) -> object:
    import numpy as np

    return np.arange(number, dtype="float64")


def floats(number: int) -> list[float]:
    return [each * 0.5 for each in range(number)]


def strings(number: int) -> list[str]:
    return [f"the string {each:09d}" for each in range(number)]


def tuples(number: int) -> list[tuple[float, None]]:
    return [(each * 0.5, None) for each in range(number)]


def integers(number: int) -> list[tuple[int, float]]:
    return [(each + 1000, each * 0.5) for each in range(number)]


def dicts(number: int) -> list[dict[str, float]]:
    return [{"first": each * 0.5, "second": each * 0.25} for each in range(number)]


WORKLOADS: dict[str, tuple[Callable[[int], object], int]] = {
    "bytearray": (bytes_of, 100_000),
    "array": (array_of, 13_000),
    "floats": (floats, 3_500),
    "strings": (strings, 1_500),
    "tuples": (tuples, 1_500),
    "integers": (integers, 1_100),
    "dicts": (dicts, 500),
}
"""Each with the number of elements that take a little over 100 KB."""

DECADES = (1, 10, 100)


def named(name: str, decade: int) -> Callable[[], object]:
    """An action that builds the workload."""
    build, number = WORKLOADS[name]
    return partial(build, number * decade)


def own_size(name: str, decade: int) -> int:
    """The sum of `sys.getsizeof` over what the workload makes, without constants and the like.

    What two runs have in common was there before them.
    """
    first, second = _objects(named(name, 1)()), _objects(named(name, 1)())
    common = {*map(id, first)} & {*map(id, second)}
    made = _objects(named(name, decade)())
    return sum(sys.getsizeof(each) for each in made if id(each) not in common)


def _objects(value: object) -> list[object]:
    found = [value]
    for each in found:  # which grows meanwhile
        if isinstance(each, list | tuple):
            found += each
        elif isinstance(each, dict):
            found += each
            found += each.values()
    return found


def fragmented_heap() -> list[object]:
    """Allocate objects of mixed sizes and free every other one."""
    objects: list[object] = []
    for number in range(60_000):
        objects.append(bytes(number % 500))
        objects.append((number, [number * 0.5] * (number % 20)))
        objects.append({"number": number * 0.5})
    return objects[::2]


def split(name_and_decade: str) -> tuple[str, int]:
    name, _, decade = name_and_decade.rpartition(" ")
    return name, int(decade)


def measured(
    names: list[str], allocators: Allocators = "python", *, warmup: int = 1
) -> dict[str, int]:
    """Measure workloads in this order: their names, a space, and the decade."""
    peaks = {}
    for each in names:
        name, decade = split(each)
        result = measure_memory(named(name, decade), 1, warmup=warmup, allocators=allocators)
        peaks[each] = result.peak_bytes
    return peaks
