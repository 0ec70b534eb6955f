"""Benchmarks of the wordbook: each function, over five sizes and two kinds of text."""

import random

import pytest
from wordbook import FUNCTIONS


def words(kind: str, count: int) -> list[str]:
    source = random.Random(7)
    letters = "ab" if kind == "dull" else "abcdefghijklmnopqrst"
    return ["".join(source.choices(letters, k=source.randint(2, 9))) for _ in range(count)]


@pytest.mark.parametrize("size", [100, 300, 1_000, 3_000, 10_000])
@pytest.mark.parametrize("text", ["dull", "rich"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_wordbook(benchmark, release, name, text, size):
    given = words(text, size)
    benchmark(FUNCTIONS[name], given, release)
