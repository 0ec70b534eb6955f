"""Notes under a title: how runs were read, which are left out, and which do not compare."""

from collections import Counter
from collections.abc import Iterable

from benchmem_core.metrics import MetricSpec
from benchmem_plot.data.points import PlotData, Point
from benchmem_plot.figure import escaped

_MOST_NAMED = 3
_LONGEST_LABEL, _LONGEST_NOTE = 30, 160


def notes_of(data: PlotData) -> list[str]:
    """Return the notes on the runs: how they were read, and which of them lack the metric.

    Args:
        data: The series to draw.
    """
    return [*read_notes(data.notes), *_without_metric(data)]


def read_notes(notes: Iterable[str]) -> list[str]:
    """Write the notes on how runs were read.

    Args:
        notes: The notes, as a table has them.
    """
    return [escaped(note, _LONGEST_NOTE) for note in notes]


def _without_metric(data: PlotData) -> list[str]:
    labels = [escaped(each.label, _LONGEST_LABEL) for each in data.series if not each.points]
    if not labels:
        return []
    names = ", ".join(labels[:_MOST_NAMED])
    more = f" and {len(labels) - _MOST_NAMED} more" if len(labels) > _MOST_NAMED else ""
    return [f"Without {data.metric.name}, and so not drawn: {names}{more}"]


def mixed_allocators(points: Iterable[Point], metric: MetricSpec) -> list[str]:
    """Warn if points on one axis counted memory with different allocators.

    Args:
        points: All points on the axis.
        metric: Their metric.
    """
    if metric.field is None:
        return []
    counts = Counter(point.benchmark.allocators for point in points)
    if len(counts) < 2:
        return []
    found = ", ".join(f"{count} {allocators}" for allocators, count in sorted(counts.items()))
    return [f"Counted with different allocators, which do not compare: {found}"]
