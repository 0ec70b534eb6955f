"""What a run file holds, as the standard library reads it: what all other readers agree with."""

import json
import math
from dataclasses import dataclass
from typing import Any

REFUSED = object()
"""Stands for what is there and is no number: a reader has to refuse it."""

FIELDS = {
    "peak": "peak_bytes",
    "allocations": "allocations",
    "allocated": "total_bytes",
    "rss": "rss_bytes",
    "retained": "retained_bytes",
}
_CORE = ("peak_bytes", "allocations", "total_bytes")


@dataclass(frozen=True)
class Expected:
    """What is to be read of one benchmark.

    Attributes:
        stats: What stands under `stats`.
        blob: What stands under `extra_info["benchmem"]`; `None` where memory was not measured.
    """

    stats: dict[str, Any]
    blob: Any

    def time(self, stat: str) -> Any:
        value = self.stats.get(stat)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return REFUSED
        try:
            number = float(value)
        except OverflowError:
            return REFUSED
        return number if 0 <= number < math.inf else REFUSED

    def series(self, metric: str) -> Any:
        field = FIELDS[metric]
        if self.blob is None:
            return None
        if not isinstance(self.blob, dict):
            return REFUSED
        known = [each for each in FIELDS.values() if each in _CORE or each in self.blob]
        series = [self.blob.get(each) for each in known]
        if not all(_is_series(each) for each in series) or len({len(each) for each in series}) > 1:
            return REFUSED
        return self.blob.get(field)

    def value(self, metric: str) -> Any:
        """The number of the pass with the lowest peak, the first of them."""
        series, peaks = self.series(metric), self.series("peak")
        return series[peaks.index(min(peaks))] if isinstance(series, list) else series


def expected(content: bytes) -> dict[str, Expected] | None:
    """Read a run file; `None` for what is none, of which nothing may be read.

    What is no UTF-8, or an integer of thousands of digits, may stand where nothing is read from: a
    reader skips it unseen.
    """
    try:
        try:
            tree = json.loads(content, parse_int=_integer)
        except UnicodeDecodeError:
            tree = json.loads(content.decode(errors="replace"), parse_int=_integer)
    except (ValueError, RecursionError):
        return None
    entries = tree.get("benchmarks") if isinstance(tree, dict) else None
    if not isinstance(entries, list):
        return None
    found = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("fullname"), str):
            return None
        stats, info = entry.get("stats"), entry.get("extra_info")
        if not isinstance(stats, dict | None) or not isinstance(info, dict | None):
            return None
        # Of two results the last one counts.
        found[entry["fullname"]] = Expected(stats or {}, (info or {}).get("benchmem"))
    return found


def _integer(text: str) -> int | float:
    # Of too many digits for an `int`, it is too large for whatever a run file counts.
    return int(text) if len(text) < 4_000 else float(text)


def _is_series(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(type(each) is int and 0 <= each < 2**63 for each in value)
    )
