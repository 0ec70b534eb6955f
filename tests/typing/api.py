"""Uses of the public API as a consumer writes them; checked by mypy, never run."""

import functools
from pathlib import Path

from benchmem_core import BenchmemError, human_bytes
from pytest_benchmem import Measurement, MemoryResult, Metric, measure_memory, measure_peak


async def fetch() -> bytes:
    return b""


def load(path: Path) -> bytes:
    return path.read_bytes()


def use() -> list[int]:
    peak: int = measure_peak(lambda: bytearray(10))
    result: MemoryResult = measure_memory(
        functools.partial(load, Path("data.bin")), isolate=True, timeout=1.5, keep_bin="x.bin"
    )
    sample: Measurement = result.representative
    rss: int | None = sample.rss_bytes
    metric: Metric = "peak"
    blob: dict[str, list[int]] = measure_memory(fetch, 3, allocators="system").as_dict()
    again: MemoryResult = MemoryResult.from_blob(blob)
    try:
        print(human_bytes(peak), rss, metric)
    except BenchmemError as error:
        print(error)
    return again.series("peak_bytes")
