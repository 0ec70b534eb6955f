"""Linear cases: containers and texts."""

import csv
import json
import pickle
import random
import zlib
from array import array
from collections import OrderedDict, defaultdict, deque
from functools import lru_cache
from io import BytesIO, StringIO
from itertools import repeat

from .cases import UNKNOWN, case


def append_none(n):
    kept = []
    for each in repeat(None, n):
        kept.append(each)  # noqa: PERF402 - growing step by step is the point
    return kept


def fill_dict(keys):
    kept = {}
    for key in keys:
        kept[key] = None
    return kept


def append_bytes(n):
    kept = bytearray()
    for each in repeat(7, n):
        kept.append(each)
    return kept


def append_array(n):
    kept = array("d")
    for each in repeat(0.5, n):
        kept.append(each)
    return kept


def ordered(n):
    return OrderedDict((i, None) for i in range(n))


def cached(n):
    @lru_cache(None)
    def same(i):
        return i

    for i in range(n):
        same(i)
    return same


def grouped(n):
    groups = defaultdict(list)
    for i in range(n):
        groups[i % 10].append(i)
    return groups


def joined(tables):
    left, right = tables
    index = dict(right)
    return [(key, value, index[key]) for key, value in left]


def two_tables(n):
    return [(i, i) for i in range(n)], [(i, -i) for i in range(n)]


def add_text(n):
    text = ""
    for _ in repeat(None, n):
        text += "12345678"
    return text


def write_text(n):
    stream = StringIO()
    for _ in repeat(None, n):
        stream.write("a line of text\n")
    return stream


def write_bytes(n):
    stream = BytesIO()
    for _ in repeat(None, n):
        stream.write(b"some bytes and more")
    return stream


def write_csv(n):
    stream = StringIO()
    csv.writer(stream).writerows((i, i * 2, "text") for i in range(n))
    return stream


CONTAINERS = (
    case("list of a range", lambda n: list(range(n)), "n"),
    case("append None", append_none, "n", "n", "log n"),
    case("list of floats", lambda n: [i * 0.5 for i in range(n)], "n"),
    case("set of floats", lambda n: {i * 0.5 for i in range(n)}, "n"),
    case(
        "set of an iterator",
        lambda a: set(iter(a)),
        *("n", "n", "log n"),
        given=lambda n: [*range(n)],
    ),
    case("dict of ints", lambda n: {i: None for i in range(n)}, "n"),  # noqa: C420 - grows
    case("dict of existing keys", fill_dict, *("n", "n", "log n"), given=lambda n: [*range(n)]),
    case("dict of texts", lambda n: {f"k{i}": i for i in range(n)}, "n"),
    case("append to a bytearray", append_bytes, "n", "n", "log n"),
    case("append to an array", append_array, "n", "n", "log n"),
    case("deque of floats", lambda n: deque(i * 0.5 for i in range(n)), "n"),
    case("OrderedDict", ordered, "n"),
    case("list of pairs", lambda n: [(i, i) for i in range(n)], "n"),
    case("union of frozensets", lambda n: frozenset(range(n)) | frozenset(range(n, 2 * n)), "n"),
    case(
        "zip of rows",
        lambda a: [*zip(*a, strict=True)],
        "n",
        given=lambda n: [(i, i) for i in range(n)],
    ),
    case("lru_cache", cached, "n"),
    case("graph of sets", lambda n: {i: {i - 1, i + 1} for i in range(n)}, "n"),
    case("defaultdict of ten lists", grouped, "n"),
    case("hash join", joined, "n", given=two_tables),
    case("list of dicts", lambda n: [{"id": i} for i in range(n)], "n"),
    case("list of texts", lambda n: [f"row {i}" for i in range(n)], "n"),
    case("tuple of a generator", lambda n: tuple(i * 0.5 for i in range(n)), "n"),
    case("list of sets", lambda n: [{i} for i in range(n)], "n"),
)

TEXTS = (
    case("text that is added to", add_text, "n", "n^2", "n"),
    case("StringIO", write_text, "n", "n", UNKNOWN),
    case("BytesIO", write_bytes, "n", "n", "log n"),
    case("csv", write_csv, "n"),
    case(
        "json dumps",
        json.dumps,
        "n",
        given=lambda n: [{"id": i} for i in range(n)],
        most=20_000,  # from 100,000 pieces on they are joined on the way
    ),
    case("json loads", json.loads, "n", given=lambda n: json.dumps([{"id": i} for i in range(n)])),
    case(
        "pickle of floats",
        pickle.dumps,
        *("n", "n", "log n"),
        given=lambda n: [i * 0.5 for i in range(n)],
    ),
    case(
        "zlib of random bytes",
        zlib.compress,
        *("n", "n", "log n"),
        given=lambda n: random.Random(1).randbytes(100 * n),
    ),
    case("split", str.split, "n", given=lambda n: "words " * n),
    case(
        "bytes and one more",
        lambda a: a.read() + b"x",
        "n",
        "n",
        "1",
        given=lambda n: BytesIO(bytes(10 * n)),
    ),
    case("shifted integer", lambda n: 1 << 64 * n, "n", "n", "1"),
    case("joined text", lambda n: "".join(f"{i}," for i in range(n)), "n"),
)

CASES = (*CONTAINERS, *TEXTS)
