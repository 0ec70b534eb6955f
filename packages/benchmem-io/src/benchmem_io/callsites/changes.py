"""The call sites that grew, shrank, appeared or vanished between two runs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from benchmem_core.callsites import Site
from benchmem_core.captures import Frame
from benchmem_core.units import UNITS
from benchmem_io.callsites.line_matching import match_lines
from benchmem_io.table import format_delta

Place = tuple[Frame | None, Frame | None]
"""The line that allocates, and the project's line that called it."""

LEAST_SHARE = 0.001
"""Changes that are a smaller share of the larger peak are summed up in one row."""


@dataclass(frozen=True, slots=True)
class SiteChange:
    """A site in two runs.

    Attributes:
        frame: The line; `None` for the row that sums up the other sites.
        caller: The project's line that called it, if the line itself is outside of the project.
        base: Bytes that it owned in the baseline; `None` if the site was not recorded there.
        head: Bytes that it owns now; `None` if the site was not recorded.
        hidden: The most bytes that it can have owned in the run that did not record it.
    """

    frame: Frame | None
    caller: Frame | None
    base: int | None
    head: int | None
    hidden: int = 0

    @classmethod
    def pair(cls, base: Sequence[Site], head: Sequence[Site]) -> list["SiteChange"]:
        """Pair the sites of a benchmark in two runs.

        Args:
            base: The sites of the baseline, the remainder last.
            head: The sites of now.

        Returns:
            The sites of now, then the sites that only the baseline has. The remainder counts as a
            site. Their deltas sum to the difference of the two peaks.
        """
        move = match_lines(
            (((site.frame, site.caller), site.bytes) for site in base),
            (((site.frame, site.caller), site.bytes) for site in head),
        )
        before = _by_place((_move(site, move), site.bytes) for site in base)
        after = _by_place((site.place, site.bytes) for site in head)
        hidden_before, hidden_after = _hidden(base), _hidden(head)
        pairs = []
        for place in {**after, **before}:
            was, now = before.get(place), after.get(place)
            hidden = hidden_before if was is None else hidden_after if now is None else 0
            pairs.append(cls(*place, was, now, hidden))
        return pairs

    @property
    def delta(self) -> int:
        """The growth in bytes; a site that was not recorded counts as zero."""
        return (self.head or 0) - (self.base or 0)

    @property
    def is_certain(self) -> bool:
        """Whether the change is real: an unrecorded site may be just too small to be recorded."""
        return abs(self.delta) > self.hidden

    @property
    def kind(self) -> Literal["grew", "shrank", "appeared", "vanished", "same"]:
        """The kind of change."""
        if self.base is None:
            return "appeared"
        if self.head is None:
            return "vanished"
        return "grew" if self.delta > 0 else "shrank" if self.delta < 0 else "same"

    def __str__(self) -> str:
        """Return one line: the change in bytes, the line of code, and both values."""
        delta = format_delta(self.delta, "B")
        if self.frame is None:
            return f"{delta}  {Site.REMAINDER}"
        values = ""
        if self.base is not None and self.head is not None:
            values = f", {' -> '.join(UNITS['B'].format_all((self.base, self.head)))}"
        elif self.hidden:
            when = "before" if self.base is None else "now"
            values = f", {when} at most {UNITS['B'].format(self.hidden)}"
        return f"{delta}  {self.kind}: {self.frame.describe(self.caller)}{values}"


def site_changes(base: Sequence[Site], head: Sequence[Site]) -> list[SiteChange]:
    """Compare the sites of a benchmark in two runs.

    Args:
        base: The sites of the baseline, the remainder last.
        head: The sites of now.

    Returns:
        The sites that changed, the largest change first, then one row for all other sites. Their
        deltas sum to the difference of the two peaks.
    """
    pairs = SiteChange.pair(base, head)
    before, after = (sum(site.bytes for site in sites) for sites in (base, head))
    least = LEAST_SHARE * max(before, after)
    told, rest_before, rest_after = [], 0, 0
    for change in pairs:
        is_small = abs(change.delta) < max(least, 1)
        if change.frame is None or is_small or not change.is_certain:
            rest_before += change.base or 0
            rest_after += change.head or 0
        else:
            told.append(change)
    told.sort(key=lambda change: (-abs(change.delta), str(change)))
    rest = SiteChange(None, None, rest_before, rest_after)
    return [*told, *([rest] if rest.delta else [])]


def site_lines(
    base: Sequence[Site] | None, head: Sequence[Site] | None, labels: tuple[str, str]
) -> list[str]:
    """List the sites that changed, one line for each.

    Args:
        base: The sites of the baseline; `None` if none were recorded.
        head: The sites of now; `None` if none were recorded.
        labels: The labels of the two runs.
    """
    for sites, label in zip((base, head), labels, strict=True):
        if sites is None:
            return [f"no sites are recorded in `{label}`: `--benchmark-memory-sites` records them"]
    changes = site_changes(base or (), head or ())
    if not changes:
        return ["no site at the high-water mark changed"]
    width = max(len(format_delta(change.delta, "B")) for change in changes)
    return [" " * (width - len(format_delta(each.delta, "B"))) + str(each) for each in changes]


def _move(site: Site, move: Callable[[Frame], Frame]) -> Place:
    frame, caller = site.place
    return (
        None if frame is None else move(frame),
        None if caller is None else move(caller),
    )


def _by_place(sized: Iterable[tuple[Place, int]]) -> dict[Place, int]:
    found: dict[Place, int] = {}
    for place, size in sized:
        found[place] = found.get(place, 0) + size
    return found


def _hidden(sites: Sequence[Site]) -> int:
    """Return the most bytes that a site outside of the list can own."""
    rest = sum(site.bytes for site in sites if site.frame is None)
    listed = [site.bytes for site in sites if site.frame is not None]
    return min([rest, *listed])
