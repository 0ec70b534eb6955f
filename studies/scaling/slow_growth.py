"""Cases that grow more slowly than their size."""

import math
from collections import Counter, deque
from heapq import nlargest
from io import BytesIO
from itertools import count, islice

import numpy as np

from .cases import case


def fill_buffer(n):
    buffer = bytearray(65_536)
    for i in range(n):
        buffer[i % 65_536] = i & 255


def read_blocks(stream):
    while stream.read(4096):
        pass


def divide_by(n):
    kept = []
    while n > 1:
        n /= 1.1
        kept.append(bytes(500))
    return kept


# Complex numbers are made anew each time: small integers exist already, and floats are reused.
def pairs(n):
    return sum(complex(i, j) for i in range(n) for j in range(n))


def triples(n):
    return sum(complex(i, j) * k for i in range(n) for j in range(n) for k in range(n))


CONSTANT = (
    case("sum of squares", lambda n: sum(i * i for i in range(n)), "1", "n"),
    case("counter of 50 keys", lambda n: Counter(i % 50 for i in range(n)), "1", "n"),
    case("loop over a buffer", fill_buffer, "1", "n"),
    case("stream in blocks", read_blocks, "1", "n", given=lambda n: BytesIO(bytes(1000 * n))),
    case("deque with maxlen", lambda n: deque(range(n), maxlen=32), "1", "n"),
    case("islice", lambda n: sum(islice(count(), n)), "1", "n"),
    case("numpy view", lambda a: a[1:][::2], "1", given=np.arange),
    case("nlargest", lambda n: nlargest(20, range(n)), "1", "n"),
    case(
        "triples, streamed",
        triples,
        *("1", "n^3"),
        work="cube",
    ),
    case(
        "pairs, streamed",
        pairs,
        *("1", "n^2"),
        work="square",
    ),
)

LOGARITHMIC = (
    case("blocks by bit_length", lambda n: [bytes(2000) for _ in range(n.bit_length())], "log n"),
    case("blocks by ln", lambda n: [bytes(300) for _ in range(int(50 * math.log(n)))], "log n"),
    case("division by 1.1", divide_by, "log n"),
)

ROOT = (
    case("floats by root", lambda n: [i * 0.1 for i in range(10 * math.isqrt(n))], "n^0.5"),
    case("lists by root", lambda n: [[] for _ in range(20 * math.isqrt(n))], "n^0.5"),
    case("bytearray by root", lambda n: bytearray(1000 * math.isqrt(n)), "n^0.5", "n^0.5", "1"),
)

CASES = (*CONSTANT, *LOGARITHMIC, *ROOT)
