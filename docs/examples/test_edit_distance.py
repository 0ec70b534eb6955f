"""Benchmarks as any pytest-benchmark suite has them: nothing in here knows of memory."""

import random

import pytest


def text(length: int, seed: int) -> str:
    return "".join(random.Random(seed).choices("ACGT", k=length))


@pytest.mark.parametrize("length", [50, 100, 200, 400])
def test_edit_distance(benchmark, edit_distance, length):
    source, target = text(length, seed=1), text(length, seed=2)
    distance = benchmark(edit_distance, source, target)
    assert 0 < distance <= length
