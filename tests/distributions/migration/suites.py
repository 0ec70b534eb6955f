"""A suite as people have it that was written for pytest-benchmem 0.5.5."""

INI = """
[pytest]
addopts =
    --benchmark-memory-repeats=3
    --benchmark-memory-warmup=1
    --benchmark-max-time=0.01
    --benchmark-min-rounds=1
    -p no:cacheprovider
"""

SUITE = """
import pytest

GROWTH = 1


def blob(size):
    return bytearray(size * GROWTH)


@pytest.mark.parametrize("size", [10_000, 100_000, 1_000_000])
@pytest.mark.parametrize("kind", ["a", "b"])
def test_build(benchmark_memory, size, kind):
    benchmark_memory.extra_info["library"] = f"lib {kind}"
    built = benchmark_memory(lambda: [blob(size), blob(size)][kind == "b" :])
    assert built
    assert benchmark_memory.peak_bytes > size


@pytest.mark.benchmem(repeats=2, warmup=0, max_peak="10MiB", max_allocated=1e8)
def test_blob(benchmark_memory):
    assert len(benchmark_memory(blob, 1_000_000)) == 1_000_000 * GROWTH


@pytest.mark.benchmem(isolate=True, repeats=2, calls=2)
def test_iso(benchmark_memory):
    benchmark_memory(blob, 2_000_000)


def test_pedantic(benchmark_memory):
    def setup():
        return (list(range(1000)),), {}

    assert benchmark_memory.pedantic(sorted, setup=setup, rounds=3, warmup_rounds=1)
    benchmark_memory.extra_info["after"] = 1


class TestPlain:
    @pytest.mark.benchmark(group="sums")
    def test_sum(self, benchmark):
        benchmark.extra_info["rows"] = 100
        assert benchmark(sum, range(100)) == 4950
"""

OVER = """
import pytest


@pytest.mark.benchmem(max_peak="1KiB", max_allocations="100")
def test_over(benchmark_memory):
    benchmark_memory(bytearray, 5_000)
"""
