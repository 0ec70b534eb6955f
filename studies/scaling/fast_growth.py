"""Cases that grow much faster than their size."""

import math
from itertools import chain, combinations, product

import numpy as np

from .cases import UNKNOWN, case


def common_subsequence(n):
    table = [[0.0] * (n + 1) for _ in range(n + 1)]
    for i in range(n):
        for j in range(n):
            table[i + 1][j + 1] = table[i][j] + 0.5
    return table


def fibonacci(n):
    before, number = 0, 1
    for _ in range(n):
        before, number = number, before + number
    return number


def subsets(n):
    return [*chain.from_iterable(combinations(range(n), k) for k in range(n + 1))]


def root(n):
    return n * math.isqrt(n)


BETWEEN = (
    case(
        "lists of roots",
        lambda n: [[None] * math.isqrt(n) for _ in range(n)],
        *("n^1.5", "n^1.5", "n"),
    ),
    case("numpy zeros", lambda n: np.zeros(root(n)) + 1, *("n^1.5", "n^1.5", "1")),
    case("set of n roots", lambda n: {i * 0.5 for i in range(root(n))}, "n^1.5"),
    case("dict of n roots", lambda n: {i * 0.5: i for i in range(root(n))}, "n^1.5"),
    case("list of n roots", lambda n: [i * 0.5 for i in range(root(n))], "n^1.5"),
    case(
        "100 KB and more",
        lambda n: (bytearray(10**5), bytearray(int(n**1.5))),
        *("n^1.5", "n^1.5", "1"),
    ),
)

SQUARE = (
    case(
        "join of all pairs",
        lambda n: [(i, j) for i in range(n) for j in range(n) if (i + j) % 3 == 0],
        "n^2",
        work="square",
    ),
    case(
        "distances",
        lambda n: [[abs(i - j) / n for j in range(n)] for i in range(n)],
        "n^2",
        work="square",
    ),
    case(
        "table of ints",
        lambda n: [[i * j for j in range(n)] for i in range(n)],
        "n^2",
        work="square",
    ),
    case(
        "suffixes",
        lambda a: [a[i:] for i in range(len(a))],
        *("n^2", "n^2", "n"),
        given=lambda n: "a" * n,
        work="square",
    ),
    case("pairs", lambda n: [*combinations(range(n), 2)], "n^2", work="square"),
    case(
        "outer",
        lambda a: np.outer(a, a),
        *("n^2", "n^2", "1"),
        given=lambda n: np.arange(float(n)),
        work="square",
    ),
    case(
        "differences",
        lambda a: abs(a[:, None] - a),
        *("n^2", "n^2", "1"),
        given=lambda n: np.arange(float(n)),
        work="square",
    ),
    case("triangle", lambda n: [[None] * i for i in range(n)], *("n^2", "n^2", "n"), work="square"),
    case(
        "dict of pairs",
        lambda n: {(i, j): None for i in range(n) for j in range(n)},
        "n^2",
        work="square",
    ),
    case(
        "set of pairs", lambda n: {(i, j) for i in range(n) for j in range(n)}, "n^2", work="square"
    ),
    case("longest subsequence", common_subsequence, "n^2", work="square"),
    case(
        "dict of sets",
        lambda n: {i: set(range(i)) for i in range(n)},
        *("n^2", "n^2", UNKNOWN),
        work="square",
    ),
    case(
        "texts of pairs",
        lambda n: [f"{i}-{j}" for i in range(n) for j in range(n)],
        "n^2",
        work="square",
    ),
    case(
        "50 KB and a square",
        lambda n: (bytearray(50_000), bytearray(8 * n * n)),
        *("n^2", "n^2", "1"),
        work="square",
    ),
)

CUBE = (
    case("list of triples", lambda n: [*product(range(n), repeat=3)], "n^3", work="cube"),
    case("combinations of three", lambda n: [*combinations(range(n), 3)], "n^3", work="cube"),
    case("numpy cube", lambda n: np.ones((n, n, n)) * 2, *("n^3", "n^3", "1"), work="cube"),
    case("set of a cube", lambda n: set(range(n**3)), "n^3", work="cube"),
)

EXPONENTIAL = (
    case("all subsets", subsets, "2^n", work="two", most=17),
    case(
        "bytearray by 2^(n/50)",
        lambda n: bytearray(int(100 * 2 ** (n / 50))),
        *("2^n", "2^n", "1"),
        work="two",
        most=700,
    ),
    case(
        "bytearray by fibonacci",
        lambda n: bytearray(fibonacci(n)),
        *("2^n", "2^n", UNKNOWN),
        work="two",
        most=36,
    ),
)

CASES = (*BETWEEN, *SQUARE, *CUBE, *EXPONENTIAL)
