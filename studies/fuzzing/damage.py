"""Run files that are damaged, each made from its own seed."""

import copy
import json
import random
from collections.abc import Callable
from typing import Any

from tests.io.run_files import NO_TIME, entry

# What JSON may hold and a run file should not, as it is written.
ODD_TEXTS = (
    "null",
    "true",
    "false",
    "NaN",
    "Infinity",
    "-Infinity",
    "-0",
    "-0.0",
    "-1",
    "0",
    "0.5",
    "1e308",
    "1.7976931348623157e308",
    "1e309",
    "-1e309",
    "5e-324",
    "1E3",
    "1e18",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "-9223372036854775809",
    "1" + "0" * 400,
    "9" * 5000,
    "01",
    "+1",
    ".5",
    "1.",
    "'a'",
    '""',
    '"1000"',
    '"a::b[1]"',
    r'"\ud800"',
    r'"\udc80x"',
    r'"\ud83d\ude00"',
    r'"\u0000"',
    '"\\u001b[31m\\n::error::x"',
    '"UNSERIALIZABLE[x]"',
    '"' + "x" * 5000 + '"',
    "[]",
    "{}",
    "[0]",
    "[1, 2]",
    "[null]",
    "[1.0]",
    "[true]",
    '["1"]',
    "[[1]]",
    '{"": 1}',
    r'{"\ud800": 1}',
    '{"a": {"b": [1]}}',
    "[" * 200 + "]" * 200,
    "[" * 30_000,
    '{"a":' * 2_000 + "1" + "}" * 2_000,
)

# No run file has this character: what stands between two of them is replaced by an odd text.
_MARK = "\ue000"

Edit = Callable[[random.Random, list[tuple[Any, Any]], list[str]], None]
"""Changes a place of a tree: a container and a key or index, all of which are given."""


def undamaged() -> dict[str, Any]:
    """A run file with all that one can hold."""
    entries = [
        entry(
            f"tests/test_a.py::TestA::test_rows[{name}-{n}]",
            time=1e-4 * n,
            peak=(1000 * n, 1000 * n + 16, 1000 * n),
            params={"name": name, "n": n, "share": n / 3, "flag": n > 5},
            extra_info={"rows": n * 3, "note": "été", "odd": None},
            group=name,
        )
        for name in ("list", "dict")
        for n in (1, 10, 100)
    ]
    blob = entries[0]["extra_info"]["benchmem"]
    blob["rss_bytes"] = [10**7, 10**7 + 4096, 10**7]
    blob["retained_bytes"] = [0, 8, 0]
    frame = {"function": "rows", "file": "app/models.py", "line": 7}
    entries[1]["extra_info"]["benchmem_meta"]["sites"] = [
        {**frame, "bytes": 9000, "allocations": 3, "caller": {**frame, "line": 8}},
        {"function": None, "file": None, "line": None, "bytes": 1000, "allocations": 2},
    ]
    entries.append(entry("tests/test_b.py::test_old", peak=(5,), allocators=None))
    entries.append(entry("tests/test_b.py::test_time", peak=None))
    entries.append(entry("tests/test_b.py::test_memory", time=NO_TIME) | {"stats": {}})
    return {
        "machine_info": {
            "node": "here",
            "python_implementation": "CPython",
            "python_version": "3.11.7",
            "cpu": {"brand_raw": "A processor"},
        },
        "commit_info": {"id": "0" * 40, "branch": "main", "time": "2026-11-01T09:00:00+00:00"},
        "benchmarks": entries,
        "datetime": "2026-11-01T10:00:00+00:00",
        "version": "5.3.1",
    }


_UNDAMAGED = undamaged()
_CONTENT = json.dumps(_UNDAMAGED).encode()


def damaged(seed: str) -> bytes:
    """Make a damaged run file; the same seed makes the same."""
    rng = random.Random(seed)
    if rng.random() < 0.35:
        return _bytes_changed(rng, _CONTENT)
    content = _tree_changed(rng)
    return _bytes_changed(rng, content) if rng.random() < 0.05 else content


def _bytes_changed(rng: random.Random, content: bytes) -> bytes:
    made = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 2, 5, 30))):
        at = rng.randrange(len(made) + 1)
        end = min(at + rng.choice((1, 1, 2, 8, 200)), len(made))
        match rng.randrange(6):
            case 0 if at < len(made):
                made[at] ^= 1 << rng.randrange(8)
            case 1:
                del made[at:end]
            case 2:
                made[at:at] = rng.randbytes(rng.choice((1, 2, 8)))
            case 3:
                made[at:at] = made[at:end]
            case 4:
                made[at:end] = rng.choice(b'{}[]",:0-.eE\\ntf\x00\xff\xc3\xed ').to_bytes()
            case _:
                del made[rng.choice((at, len(made) - 1 if made else 0)) :]
    return bytes(made)


def _tree_changed(rng: random.Random) -> bytes:
    tree = copy.deepcopy(_UNDAMAGED)
    texts: list[str] = []
    for _ in range(rng.choice((1, 1, 1, 1, 2, 3, 10))):
        rng.choice(_EDITS)(rng, list(_places(tree)), texts)
    content = json.dumps(tree)
    for index, text in enumerate(texts):
        mark = json.dumps(f"{_MARK}{index}{_MARK}")
        content = content.replace(mark, text)
    return content.encode()


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Each container with each of its keys or indices."""
    keys = tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    found = [(tree, key) for key in keys]
    for key in keys:
        found += _places(tree[key])
    return found


def _marked(text: str, texts: list[str]) -> str:
    texts.append(text)
    return f"{_MARK}{len(texts) - 1}{_MARK}"


def _replace(rng: random.Random, places: list[tuple[Any, Any]], texts: list[str]) -> None:
    container, key = rng.choice(places)
    container[key] = _marked(rng.choice(ODD_TEXTS), texts)


def _drop(rng: random.Random, places: list[tuple[Any, Any]], texts: list[str]) -> None:
    container, key = rng.choice(places)
    del container[key]


def _move(rng: random.Random, places: list[tuple[Any, Any]], texts: list[str]) -> None:
    """Put what stands in one place into another."""
    (container, key), (other, from_key) = rng.choice(places), rng.choice(places)
    container[key] = copy.deepcopy(other[from_key])


def _repeat(rng: random.Random, places: list[tuple[Any, Any]], texts: list[str]) -> None:
    """Have an element of a list, or a key of a mapping, twice."""
    container, key = rng.choice(places)
    if isinstance(container, list):
        container.insert(rng.randrange(len(container) + 1), copy.deepcopy(container[key]))
        return
    other = rng.choice(places)
    value = rng.choice((container[key], other[0][other[1]], _marked(rng.choice(ODD_TEXTS), texts)))
    container[_marked(json.dumps(key), texts)] = copy.deepcopy(value)


def _rename(rng: random.Random, places: list[tuple[Any, Any]], texts: list[str]) -> None:
    named = [(container, key) for container, key in places if isinstance(container, dict)]
    container, key = rng.choice(named)
    others = ("", "\ud800", "x" * 3000, "value", "node.func", "benchmem", "\x1b[31m", "fullname")
    container[rng.choice(others)] = container.pop(key)


_EDITS: tuple[Edit, ...] = (_replace, _replace, _replace, _drop, _move, _repeat, _rename)
