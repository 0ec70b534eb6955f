"""Actions whose sites are known."""

import functools
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmem_core import Site, measure_memory
from tests.core.isolated_actions import strings

HERE = Path(__file__)


def small() -> list[bytearray]:
    return [bytearray(1000) for _ in range(20)]


def large() -> object:
    return [bytearray(400_000), small()]


def temporary() -> None:
    bytearray(700_000)
    small()


def recursive(depth: int = 60) -> object:
    return [bytearray(2000), recursive(depth - 1) if depth else None]


def stdlib() -> object:
    return json.loads(json.dumps([f"a text of some length {number}" for number in range(2000)]))


def threaded() -> None:
    thread = threading.Thread(target=large)
    thread.start()
    thread.join()


async def asynchronous() -> object:
    return large()


def awaitable() -> object:
    return asynchronous()


ACTIONS: dict[str, Callable[[], object]] = {
    "nothing": bool,
    "small": small,
    "large": large,
    "temporary": temporary,
    "recursive": recursive,
    "stdlib": stdlib,
    "threaded": threaded,
    "asynchronous": asynchronous,
    "returns an awaitable": awaitable,
    "partial": functools.partial(strings, 3000),
    "generated": functools.partial(eval, "[bytearray(100) for _ in range(1000)]"),
}


def sites(action: Any, top: int = 10, **options: Any) -> tuple[Site, ...]:
    found = measure_memory(action, 1, sites=top, **options).sites
    assert found is not None
    return found
