"""Benchmarks as any suite of pytest-benchmark has them."""

import json

import pytest
from app import load, make


@pytest.mark.parametrize("n", [1_000, 10_000])
@pytest.mark.parametrize("kind", ["list", "dict"])
def test_make(benchmark, kind, n):
    benchmark(make, kind, n)


def test_load(benchmark):
    text = json.dumps(make("dict", 5_000))
    benchmark(load, text)
