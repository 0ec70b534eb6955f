"""Lines of a history: the points of a benchmark in each run, and its steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmem_plot.data import Interval, PlotData, Point, Step, is_comparable, steps_of
from benchmem_plot.figure import PALETTE


@dataclass(frozen=True)
class Line:
    """A benchmark in each run; `None` for a run without it."""

    id: str
    points: Sequence[Point | None]
    steps: Sequence[Step]


def lines_of(data: PlotData) -> tuple[list[Line], list[str]]:
    """Return the lines of all ids, and a note on the points that were left out."""
    lines, left_out = [], 0
    for id_ in data.ids:
        found = [series.points.get(id_) for series in data.series]
        newest = next(point for point in reversed(found) if point is not None)
        points = [
            point if point is not None and is_comparable(point, newest, data.metric) else None
            for point in found
        ]
        left_out += sum(each is not None for each in found) - sum(p is not None for p in points)
        steps = steps_of([None if p is None else Interval(p.low, p.high) for p in points])
        lines.append(Line(id_, points, steps))
    note = f"Counted with other allocators than in the newest run, and so not drawn: {left_out}"
    return lines, [note] if left_out else []


def most_moved(lines: Sequence[Line]) -> dict[str, str]:
    """Choose colours for lines: for all if they are few, else for those with the largest steps."""
    moved = sorted(
        lines, key=lambda line: -max((abs(each.share) for each in line.steps), default=0)
    )
    if len(lines) > len(PALETTE):
        moved = [line for line in moved if line.steps][: len(PALETTE)]
    chosen = {line.id for line in moved}
    return dict(zip([line.id for line in lines if line.id in chosen], PALETTE, strict=False))


def has_lone_point(line: Line) -> bool:
    """Say whether a point has no neighbours, neither in the run before nor in the run after."""
    there = [False, *(point is not None for point in line.points), False]
    return any(
        is_there and not (before or after)
        for before, is_there, after in zip(there, there[1:], there[2:], strict=False)
    )
