"""Lines of a history: the order of the runs, and each benchmark from run to run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from benchmem_io.errors import SelectionError
from benchmem_io.runs import Run
from benchmem_plot.data import Interval, PlotData, Point, Step, find_steps, is_comparable
from benchmem_plot.figure import PALETTE

RunOrder = Literal["time", "commit", "given"]
"""By the date of the run, by the date of its commit, or as they were given."""


@dataclass(frozen=True)
class HistoryLine:
    """A benchmark in each run; `None` for a run without it."""

    id: str
    points: Sequence[Point | None]
    steps: Sequence[Step]


def build_history_lines(data: PlotData) -> tuple[list[HistoryLine], list[str]]:
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
        steps = find_steps([None if p is None else Interval(p.low, p.high) for p in points])
        lines.append(HistoryLine(id_, points, steps))
    note = f"Counted with other allocators than in the newest run, and so not drawn: {left_out}"
    return lines, [note] if left_out else []


def choose_line_colors(lines: Sequence[HistoryLine]) -> dict[str, str]:
    """Choose colours for lines: for all if they are few, else for those with the largest steps."""
    moved = sorted(
        lines, key=lambda line: -max((abs(each.share) for each in line.steps), default=0)
    )
    if len(lines) > len(PALETTE):
        moved = [line for line in moved if line.steps][: len(PALETTE)]
    chosen = {line.id for line in moved}
    return dict(zip([line.id for line in lines if line.id in chosen], PALETTE, strict=False))


def has_lone_point(line: HistoryLine) -> bool:
    """Say whether a line has a point without a neighbour in the run before or after it."""
    there = [False, *(point is not None for point in line.points), False]
    return any(
        is_there and not (before or after)
        for before, is_there, after in zip(there, there[1:], there[2:], strict=False)
    )


def sort_runs(runs: Sequence[Run], order: RunOrder) -> list[int]:
    """Sort runs by a date, or keep the order as given.

    Return their indices. Runs with the same date keep the given order.

    Raises:
        SelectionError: A run lacks the date.
    """
    if order == "given":
        return list(range(len(runs)))
    dates = []
    for run in runs:
        date = run.made_at if order == "time" else run.committed_at
        if date is None:
            raise SelectionError(
                f"`{run.path}` has no date of its {'run' if order == 'time' else 'commit'} to sort "
                "by: choose the order `given`"
            )
        dates.append(date)
    return sorted(range(len(runs)), key=lambda index: dates[index])
