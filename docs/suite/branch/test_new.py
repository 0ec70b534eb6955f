"""A benchmark that came with the change."""

from app import make


def test_twice(benchmark):
    benchmark(lambda: [make("list", 1_000), make("list", 1_000)])
