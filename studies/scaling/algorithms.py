"""Linear cases, and some slightly above: algorithms, numpy and pandas."""

import math
import random
import sys

import numpy as np
import pandas as pd

from .cases import case


def floats(n):
    chance = random.Random(n)
    return [chance.random() for _ in range(n)]


def merge_sorted(values):
    if len(values) < 2:
        return values[:]
    middle = len(values) // 2
    left, right = merge_sorted(values[:middle]), merge_sorted(values[middle:])
    # Two sorted runs are merged as one; indexes would be numbers, of which small ones cost nothing.
    left += right
    left.sort()
    return left


def descend(n):
    def deeper(left):
        return 0 if left == 0 else deeper(left - 1)

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(n + 1000)
    try:
        return deeper(n)
    finally:
        sys.setrecursionlimit(limit)


class Node:
    __slots__ = ("after", "value")

    def __init__(self, value, after):
        self.value, self.after = value, after


class Thing:
    def __init__(self, value):
        self.value = value


def chained(n):
    head = None
    for i in range(n):
        head = Node(i * 0.5, head)
    # Taken apart by hand: letting go of a long chain would recurse.
    while head is not None:
        head = head.after


def segment_tree(values):
    tree = [0.0] * len(values) + values
    for i in range(len(values) - 1, 0, -1):
        tree[i] = tree[2 * i] + tree[2 * i + 1]
    return tree


def sparse_table(values):
    table, step = [values], 1
    while 2 * step <= len(values):
        last = table[-1]
        table.append([min(last[i], last[i + step]) for i in range(len(last) - step)])
        step *= 2
    return table


def kept_merges(values):
    kept, width = [], 1
    while width < len(values):
        kept.append([sorted(values[i : i + 2 * width]) for i in range(0, len(values), 2 * width)])
        width *= 2
    return kept


def kept_levels(values):
    kept = []
    while len(values) > 1:
        kept.append(values)
        kept.append(values[::-1])
        values = values[: len(values) // 2]
    return kept


def two_frames(n):
    keys = np.random.default_rng(1).permutation(n)
    return [pd.DataFrame({"key": each, "value": each * 0.5}) for each in (keys, keys[::-1])]


ALGORITHMS = (
    case("sorted copy", sorted, *("n", "n", "log n"), given=floats),
    case("sorted with key", lambda a: sorted(a, key=lambda x: -x), "n", given=floats),
    case("sorted range", lambda n: sorted(range(n, 0, -1)), "n"),
    case("recursive merge sort", merge_sorted, *("n", "n log n", "n"), given=floats),
    case("recursion", descend, "n", most=300_000),
    case("chain of slotted objects", chained, "n"),
    case("objects with a dict", lambda n: [Thing(i) for i in range(n)], "n"),
    case("1 MB and floats", lambda n: (bytearray(10**6), [i * 0.5 for i in range(n)]), "n"),
    case("100 KB and a set", lambda n: (bytearray(10**5), {i * 0.5 for i in range(n)}), "n"),
    case("block per 100", lambda n: [bytes(16_384) for _ in range(n // 100)], "n"),
    case("next power of two", lambda n: bytearray(1 << n.bit_length()), "n", "n", "1"),
    case("segment tree", segment_tree, "n", given=floats),
    case("halved levels", kept_levels, *("n", "n", "log n"), given=floats),
)

ARRAYS = (
    case(
        "numpy expression",
        lambda a: (a + 1) * (a + 2) - a * 3,
        *("n", "n", "1"),
        given=lambda n: np.arange(float(n)),
    ),
    case(
        "numpy sort", np.sort, *("n", "n", "1"), given=lambda n: np.random.default_rng(1).random(n)
    ),
    case(
        "numpy unique",
        np.unique,
        *("n", "n", "1"),
        given=lambda n: np.random.default_rng(1).random(n),
    ),
    case(
        "DataFrame", lambda n: pd.DataFrame({c: np.arange(n) * 0.5 for c in "abc"}), "n", "n", "1"
    ),
    case(
        "pandas merge",
        lambda a: a[0].merge(a[1], on="key"),
        *("n", "n", "1"),
        given=two_frames,
    ),
    case(
        "pandas groupby",
        lambda a: a.groupby("key").sum(),
        *("n", "n", "1"),
        given=lambda n: pd.DataFrame({"key": np.arange(n) % 10, "value": np.arange(n) * 0.5}),
    ),
)

LINEARITHMIC = (
    case(
        "Nones by bit_length", lambda n: [None] * (n * n.bit_length()), *("n log n", "n log n", "1")
    ),
    case("sparse table", sparse_table, "n log n", given=floats),
    case("merges kept", kept_merges, *("n log n", "n log n", "n"), given=floats),
    case(
        "bytearray by n ln n", lambda n: bytearray(int(n * math.log(n))), "n log n", "n log n", "1"
    ),
)

CASES = (*ALGORITHMS, *ARRAYS, *LINEARITHMIC)
