"""Sites: the call sites that own most bytes at the high-water mark."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from benchmem_core.callsites.source_files import SourceFiles
from benchmem_core.captures import Frame, StackUse
from benchmem_core.checks import check_integer, shorten_repr
from benchmem_core.errors import BlobError
from benchmem_core.units import UNITS

SITES = "sites"
"""The key of the call sites in the mapping beside a blob."""


@dataclass(frozen=True, slots=True)
class Site:
    """A call site, and the memory that it owns.

    Attributes:
        frame: The line that allocates, its file named as a report names it; `None` for the
            remainder, all the sites together that are not listed.
        bytes: Bytes that it owns.
        allocations: The number of allocations of these bytes.
        caller: The line of the project that called it, where the site itself lies in installed
            code or the standard library.
        DEFAULT_COUNT: The number of sites that are recorded by default.
        REMAINDER: The name of the remainder.
    """

    DEFAULT_COUNT: ClassVar = 10
    REMAINDER: ClassVar = "all other sites"

    frame: Frame | None
    bytes: int
    allocations: int
    caller: Frame | None = None

    @property
    def place(self) -> tuple[Frame | None, Frame | None]:
        """The frame and its caller, which tell sites apart."""
        return self.frame, self.caller

    def as_dict(self) -> dict[str, object]:
        """Return the site as it is recorded; the remainder has no function, file and line."""
        frame = self.frame or Frame(*[None] * 3)  # type: ignore[arg-type]
        record: dict[str, object] = {
            **frame._asdict(),
            "bytes": self.bytes,
            "allocations": self.allocations,
        }
        if self.caller is not None:
            record["caller"] = self.caller._asdict()
        return record


def find_sites(
    stacks: Sequence[StackUse], files: SourceFiles, *, top: int, peak_bytes: int
) -> tuple[Site, ...]:
    """Find the sites that own most bytes.

    Args:
        stacks: The call stacks at the high-water mark.
        files: Names the source files.
        top: The number of sites to list.
        peak_bytes: The sum of their bytes. Recording call stacks costs some bytes itself, and
            passes differ: the surplus is taken from the smallest sites.

    Returns:
        The sites, the largest first, then the remainder, which owns all the rest.
    """
    owned: dict[tuple[Frame | None, Frame | None], list[int]] = {}
    for use in stacks:
        total = owned.setdefault(find_place(use.frames, files), [0, 0])
        total[0] += use.bytes
        total[1] += use.allocations
    # The engine's own memory does not count as a site.
    inside = {place: total for place, total in owned.items() if place[0] != Frame()}
    ranked = sorted(inside.items(), key=lambda item: (-item[1][0], -item[1][1], repr(item[0])))
    left = peak_bytes
    sites = []
    for (frame, caller), (size, count) in ranked[:top]:
        if not left:
            break
        sites.append(Site(frame, min(size, left), count, caller))
        left -= sites[-1].bytes
    allocations = sum(total[1] for total in owned.values()) - sum(s.allocations for s in sites)
    return (*sites, Site(None, left, allocations))


def find_place(frames: Sequence[Frame], files: SourceFiles) -> tuple[Frame, Frame | None]:
    """Find the site of a call stack: the line that allocates, and the project's line behind it."""
    if not frames:
        return Frame(), None
    caller = files.find_caller(frames)
    return _name_frame(frames[0], files), None if caller is None else _name_frame(caller, files)


def _name_frame(frame: Frame, files: SourceFiles) -> Frame:
    return Frame(frame.function, files.name(frame.file), frame.line)


def compute_shares(sites: Sequence[Site]) -> Iterator[tuple[str, float, str]]:
    """Yield the bytes of each site as text, its share of the peak as a number, and its place.

    A remainder that owns nothing is left out.
    """
    peak = sum(site.bytes for site in sites)
    for site in sites:
        if site.bytes or site.frame is not None or len(sites) == 1:
            where = Site.REMAINDER if site.frame is None else site.frame.describe(site.caller)
            yield UNITS["B"].format(site.bytes), site.bytes / peak if peak else 0.0, where


def format_sites(sites: Sequence[Site]) -> list[str]:
    """List the sites of a benchmark, one line each, with their share of the peak."""
    shown = list(compute_shares(sites))
    width = max((len(text) for text, _, _ in shown), default=0)
    return [f"{text:>{width}}  {share:4.0%}  {where}" for text, share, where in shown]


def read_sites(meta: Mapping[str, object] | None) -> tuple[Site, ...] | None:
    """Read the sites from the mapping beside a blob."""
    recorded = meta.get(SITES) if isinstance(meta, Mapping) else None
    if recorded is None:
        return None
    if not isinstance(recorded, list | tuple) or not recorded:
        raise BlobError(f"`{SITES}` must be a list of sites, not `{shorten_repr(recorded)}`")
    sites = tuple(_read_site(each, index) for index, each in enumerate(recorded))
    if any((site.frame is None) is not (site is sites[-1]) for site in sites):
        raise BlobError(f"`{SITES}` must end with the only site that has no function")
    if len({site.place for site in sites}) < len(sites):
        raise BlobError(f"`{SITES}` has a site twice")
    return sites


def _read_site(recorded: Any, index: int) -> Site:
    where = f"{SITES}[{index}]"
    if not isinstance(recorded, Mapping):
        raise BlobError(f"`{where}` must be a mapping, not `{shorten_repr(recorded)}`")
    counts = [
        check_integer(f"{where}.{name}", recorded.get(name)) for name in ("bytes", "allocations")
    ]
    is_rest = all(recorded.get(name) is None for name in Frame._fields)
    frame = None if is_rest else _read_frame(recorded, where)
    caller = recorded.get("caller")
    return Site(
        frame,
        counts[0],
        counts[1],
        None if caller is None else _read_frame(caller, f"{where}.caller"),
    )


def _read_frame(recorded: Any, where: str) -> Frame:
    if not isinstance(recorded, Mapping):
        raise BlobError(f"`{where}` must be a mapping, not `{shorten_repr(recorded)}`")
    for name in ("function", "file"):
        value = recorded.get(name)
        if not isinstance(value, str) or (name == "function" and not value):
            raise BlobError(f"`{where}.{name}` must be a text, not `{shorten_repr(value)}`")
    line = check_integer(f"{where}.line", recorded.get("line"))
    # Paths outside of the project are not recorded; if a file has one all the same, hide it.
    file = recorded["file"]
    return Frame(recorded["function"], posixpath.basename(file) if file[:1] == "/" else file, line)
