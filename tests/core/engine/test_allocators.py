"""What is counted: every Python object, or what reaches the system's allocator."""

import pytest

from benchmem_core import MemoryResult, measure_memory


def many_small_objects() -> list[tuple[int, float]]:
    return [(number, number * 0.5) for number in range(10_000)]


def measured_twice(allocators: str) -> tuple[MemoryResult, MemoryResult]:
    """Measure with full arenas, and again where as many objects have just been freed."""
    full = measure_memory(many_small_objects, 1, warmup=0, allocators=allocators)  # type: ignore[arg-type]
    many_small_objects()
    return full, measure_memory(many_small_objects, 1, allocators=allocators)  # type: ignore[arg-type]


def test_python_allocators_are_the_default() -> None:
    assert measure_memory(lambda: None, 1).allocators == "python"


@pytest.mark.parametrize("allocators", ["python", "system"])
def test_the_mode_is_recorded_with_the_result(allocators: str) -> None:
    result = measure_memory(lambda: None, 1, allocators=allocators)  # type: ignore[arg-type]
    assert result.allocators == allocators
    assert result.meta()["allocators"] == allocators


def test_python_counts_every_object() -> None:
    result = measure_memory(many_small_objects)
    assert result.allocations > 20_000
    assert result.peak_bytes > 1_000_000


def test_system_counts_what_reaches_the_system_only() -> None:
    result = measure_memory(many_small_objects, allocators="system")
    assert result.allocations < 1_000


def test_system_counts_large_blocks_in_full() -> None:
    result = measure_memory(lambda: bytearray(10_000_000), allocators="system")
    assert 10_000_000 < result.peak_bytes < 10_100_000


def test_python_is_the_same_where_objects_have_just_been_freed() -> None:
    cold, warm = measured_twice("python")
    assert abs(cold.peak_bytes - warm.peak_bytes) < 0.01 * cold.peak_bytes


def test_system_is_what_is_left_of_the_arenas() -> None:
    """Why `"python"` is the default."""
    _, warm = measured_twice("system")
    assert warm.peak_bytes < 0.5 * measure_memory(many_small_objects).peak_bytes
