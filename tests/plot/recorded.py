"""Run files with sites, made by hand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmem_core.callsites.sites import Site
from benchmem_core.captures.frames import Frame
from tests.io.run_files import entry, write_run

KIB, MIB = 1 << 10, 1 << 20


def site(where: str, size: int, *, caller: str | None = None, function: str = "f") -> Site:
    """A site at `FILE:LINE`, and its caller at another."""
    frame = _frame(where, function)
    return Site(frame, size, 1, None if caller is None else _frame(caller, "call"))


def rest(size: int) -> Site:
    """What the sites that are not listed own."""
    return Site(None, size, 1)


def recorded(id_: str, *sites: Site, **options: Any) -> dict[str, Any]:
    """A benchmark with these sites, whose bytes are its peak."""
    peak = sum(each.bytes for each in sites)
    made = entry(id_, peak=[peak, peak], **options)
    made["extra_info"]["benchmem_meta"]["sites"] = [each.as_dict() for each in sites]
    return made


def write(path: Path, benchmarks: Mapping[str, tuple[Site, ...]]) -> Path:
    """Write a run: its benchmarks by name, in `test_app.py`."""
    return write_run(
        path, [recorded(f"test_app.py::{name}", *sites) for name, sites in benchmarks.items()]
    )


def _frame(where: str, function: str) -> Frame:
    file, _, line = where.rpartition(":")
    return Frame(function, file, int(line))


SOME = {
    "test_load": (
        site("json/decoder.py:353", 5 * MIB, caller="app.py:12", function="raw_decode"),
        site("app.py:12", MIB, function="call"),
        site("app.py:13", 2 * MIB, function="load"),
        rest(64 * KIB),
    ),
    "test_rows": (site("app.py:4", 3 * MIB, function="rows"), rest(0)),
}
"""Two benchmarks; a line of the first allocates, and calls what does."""
