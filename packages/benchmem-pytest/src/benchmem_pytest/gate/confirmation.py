"""Measure growth again before it counts as a regression."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from benchmem_core.engine import Measurement
from benchmem_core.units import UNITS
from benchmem_io.gate import Growth


@dataclass(frozen=True)
class ConfirmationSampler:
    """The rule for the passes that confirm a regression.

    Attributes:
        first: The passes that showed it.
        is_cleared: Says whether these passes no longer show it.
        max_passes: The most passes, the first ones included.
        max_time: Seconds after which no further pass starts.
    """

    first: Sequence[Measurement]
    is_cleared: Callable[[Sequence[Measurement]], bool]
    max_passes: int
    max_time: float | None

    def collect(
        self, run_pass: Callable[[], Measurement], _has_kept: Callable[[], bool]
    ) -> tuple[Measurement, ...]:
        """Run passes until one clears the benchmark; run at least one."""
        started = time.monotonic()
        samples = list(self.first)
        while True:
            samples.append(run_pass())
            if (
                self.is_cleared(samples)
                or len(samples) >= self.max_passes
                or (self.max_time is not None and time.monotonic() - started >= self.max_time)
            ):
                return tuple(samples)


@dataclass(frozen=True)
class Confirmation:
    """A regression that was seen at first, and its value after more passes.

    Attributes:
        seen: The growth in the first passes.
        lowest: The value after all passes.
        lowest_after: The number of further passes until it was reached.
        passes: The number of further passes.
    """

    seen: Growth
    lowest: float
    lowest_after: int
    passes: int

    @classmethod
    def from_series(cls, seen: Growth, series: Sequence[float], first: int) -> Self:
        """Find the pass that decided.

        Args:
            seen: The growth in the first passes.
            series: The metric in all passes.
            first: The number of first passes.
        """
        lowest, passes = min(series), len(series) - first
        # If the series only overlap, the lowest pass may be among the first ones.
        lowest_after = series.index(lowest) + 1 - first
        return cls(seen, lowest, lowest_after if lowest_after > 0 else passes, passes)

    def __str__(self) -> str:
        """Write one line: the growth as first seen, and the later value."""
        values = (self.seen.base, self.seen.head, self.lowest)
        *_, shown = UNITS[self.seen.threshold.metric.unit].format_all(values)
        return f"{self.seen}; {count_more_passes(self.lowest_after)} later {shown}"


def count_more_passes(passes: int) -> str:
    """Write the number of further passes."""
    return f"{passes} more pass{'' if passes == 1 else 'es'}"
