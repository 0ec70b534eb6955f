"""The order of runs: by their dates, by the dates of their commits, or as given."""

from collections.abc import Sequence
from typing import Literal

from benchmem_io.errors import SelectionError
from benchmem_io.runs import Run

RunOrder = Literal["time", "commit", "given"]
"""By the date of the run, by the date of its commit, or as they were given."""


def order_of(runs: Sequence[Run], order: RunOrder) -> list[int]:
    """Put runs in order.

    Args:
        runs: The runs.
        order: The date to sort by; `"given"` keeps the order.

    Returns:
        Their indices. Runs with the same date keep the given order.

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
                f"`{run.path}` does not say when its {'run' if order == 'time' else 'commit'} was "
                "made: choose `order` `given`"
            )
        dates.append(date)
    return sorted(range(len(runs)), key=lambda index: dates[index])
