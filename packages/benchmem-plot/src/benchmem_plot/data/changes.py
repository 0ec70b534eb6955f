"""Changes between two series, for the views that show changes."""

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from benchmem_core.metrics import MetricSpec
from benchmem_core.units import UNITS
from benchmem_io.errors import SelectionError
from benchmem_io.table import compute_change, format_change
from benchmem_plot.data.points import PlotData, Point, escape_notes
from benchmem_plot.figure import escape

COLOR_BAR = 160
"""Height in pixels of a colour bar; a figure must have room for it."""


@dataclass(frozen=True, slots=True)
class PointChange:
    """A benchmark measured in two series: its point in the baseline, and in the other series."""

    base: Point
    head: Point

    @property
    def delta(self) -> float:
        """The growth in the metric's unit."""
        return self.head.value - self.base.value

    @property
    def share(self) -> float:
        """The growth as a share of the baseline; infinite from a zero baseline."""
        return compute_change(self.base.value, self.head.value)

    @property
    def ratio(self) -> float:
        """The multiple of the baseline; 1 for two zeros, else infinite from a zero baseline."""
        base, head = self.base.value, self.head.value
        if base == head:
            return 1.0
        return min(head / base, sys.float_info.max) if base else math.inf


@dataclass(frozen=True)
class PointChanges:
    """The changes between two series, and notes on benchmarks that could not be compared."""

    found: Sequence[PointChange]
    notes: Sequence[str]


def find_changes(data: PlotData, *, last: int = -1) -> PointChanges:
    """Compare the baseline with another series, by default the last.

    Raises:
        SelectionError: The second series is missing, or the two share nothing comparable.
    """
    if len(data.series) < 2:
        raise SelectionError("this view compares: name a second run, or a dim as `pivot`")
    base, head = data.series[0], data.series[last]
    pairs = [
        PointChange(base.points[id_], head.points[id_]) for id_ in base.points if id_ in head.points
    ]
    found = [each for each in pairs if is_comparable(each.base, each.head, data.metric)]
    if not found:
        why = "counted with the same allocators" if pairs else f"with `{data.metric.name}`"
        raise SelectionError(f"`{base.label}` and `{head.label}` have no benchmark {why} in common")
    notes = [
        *escape_notes(data.notes),
        *(
            f"Only in {escape(side.label)}, and so not drawn: {count}"
            for side, other in ((base, head), (head, base))
            if (count := len(side.points.keys() - other.points.keys()))
        ),
    ]
    if others := len(pairs) - len(found):
        notes.append(f"Counted with other allocators than the baseline, and so not drawn: {others}")
    return PointChanges(found, notes)


def drop_incomparable(data: PlotData) -> tuple[PlotData, list[str]]:
    """Drop series that share nothing with the baseline, unless none would be left.

    Returns:
        The remaining series, and a note that names the dropped ones.
    """
    base, *others = data.series
    kept = [
        series
        for series in others
        if any(
            id_ in series.points and is_comparable(point, series.points[id_], data.metric)
            for id_, point in base.points.items()
        )
    ]
    if not kept or len(kept) == len(others):
        return data, []
    gone = ", ".join(escape(each.label, 30) for each in others if each not in kept)
    note = f"Nothing to compare with {escape(base.label, 30)}, and so not drawn: {gone}"
    return replace(data, series=[base, *kept]), [note]


def is_comparable(base: Point, head: Point, metric: MetricSpec) -> bool:
    """Say whether two points can be compared; memory of two allocator modes never can."""
    return metric.field is None or base.benchmark.allocators == head.benchmark.allocators


def describe_change(data: PlotData, change: PointChange) -> str:
    """Write a hover text: the id, and on a second line `1.00 MiB → 2.00 MiB, +100.0%`."""
    name = escape(data.shorten_id(change.head.id), 110)
    base, head = UNITS[data.metric.unit].format_all((change.base.value, change.head.value))
    return f"{name}<br>{base} \N{RIGHTWARDS ARROW} {head}, <b>{format_change(change.share)}</b>"


def choose_color_limit(values: Iterable[float], clip: float | None) -> float:
    """Return the end of a symmetric colour scale: `clip`, or the 95th percentile of the values.

    The signs do not count, and a single large change leaves colours for the rest.
    """
    if clip is not None:
        if not (clip > 0 and math.isfinite(clip)):
            raise SelectionError(f"`clip` must be positive, not `{clip}`")
        return clip
    sizes = sorted(abs(value) for value in values if math.isfinite(value))
    if not sizes:
        return 1.0
    return sizes[min(len(sizes) - 1, math.ceil(0.95 * len(sizes)) - 1)] or sizes[-1] or 1.0


def describe_color_bar(limit: float, text: Callable[[float], str]) -> dict[str, Any]:
    """Describe the colour bar of a symmetric scale; `text` writes a tick."""
    ticks = [-limit, -limit / 2, 0, limit / 2, limit]
    if text(limit / 2).strip("+") in {text(0), text(limit).strip("+")}:
        # Half of one byte is written like one byte, or like zero.
        ticks = [-limit, 0, limit]
    return {
        "tickvals": ticks,
        "ticktext": [text(tick) for tick in ticks],
        "thickness": 12,
        "outlinewidth": 0,
        "lenmode": "pixels",
        "len": COLOR_BAR,
        "y": 1,
        "yanchor": "top",
        "ypad": 0,
    }
