"""Call sites as text."""

from collections.abc import Iterator, Sequence

from benchmem_core.callsites.sites import Site
from benchmem_core.captures import Frame
from benchmem_core.units import UNITS

REMAINDER = "all other sites"
"""The name of all the sites together that are not listed."""


def frame_text(frame: Frame) -> str:
    """Write a line: `load (app/io.py:14)`."""
    where = f"{frame.file}:{abs(frame.line)}" if frame.line else frame.file
    return f"{frame.function} ({where})" if where else frame.function


def place_text(frame: Frame, caller: Frame | None) -> str:
    """Write a site: `load (app/io.py:14)`, and its caller."""
    text = frame_text(frame)
    return text if caller is None else f"{text}, called by {frame_text(caller)}"


def compute_shares(sites: Sequence[Site]) -> Iterator[tuple[str, float, str]]:
    """Yield the bytes of each site as text, its share of the peak as a number, and its place.

    Args:
        sites: The sites of a benchmark, the remainder last. One that owns nothing is left out.
    """
    peak = sum(site.bytes for site in sites)
    for site in sites:
        if site.bytes or site.frame is not None or len(sites) == 1:
            where = REMAINDER if site.frame is None else place_text(site.frame, site.caller)
            yield UNITS["B"].format(site.bytes), site.bytes / peak if peak else 0.0, where


def format_sites(sites: Sequence[Site]) -> list[str]:
    """List the sites of a benchmark, one line each, with their share of the peak."""
    shown = list(compute_shares(sites))
    width = max((len(text) for text, _, _ in shown), default=0)
    return [f"{text:>{width}}  {share:4.0%}  {where}" for text, share, where in shown]
