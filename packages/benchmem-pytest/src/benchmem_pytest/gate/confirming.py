"""Growth that is measured again before it counts."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from benchmem_core.engine import Measurement
from benchmem_core.units import human_values
from benchmem_io.gate import Growth


@dataclass(frozen=True)
class Confirming:
    """Passes that are taken to confirm a regression.

    Attributes:
        first: The passes that showed it.
        is_cleared: Whether so many passes show it no more.
        max_passes: At most so many in all.
        max_time: Seconds after which no further pass starts.
    """

    first: Sequence[Measurement]
    is_cleared: Callable[[Sequence[Measurement]], bool]
    max_passes: int
    max_time: float | None

    def collect(
        self, run_pass: Callable[[], Measurement], _has_kept: Callable[[], bool]
    ) -> tuple[Measurement, ...]:
        """Run passes until one clears the benchmark; at least one."""
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
class Remeasured:
    """A regression that was seen, and what measuring again made of it.

    Attributes:
        seen: What the first passes showed.
        lowest: The value after all passes.
        lowest_after: After how many more passes it was reached.
        passes: How many more there were.
    """

    seen: Growth
    lowest: float
    lowest_after: int
    passes: int

    @classmethod
    def of(cls, seen: Growth, series: Sequence[int], first: int) -> Self:
        """Look for the pass that decided.

        Args:
            seen: What the first passes showed.
            series: The metric in all passes.
            first: How many of them there were at first.
        """
        lowest, passes = min(series), len(series) - first
        # Series that only overlap may have had their lowest pass at first.
        lowest_after = series.index(lowest) + 1 - first
        return cls(seen, lowest, lowest_after if lowest_after > 0 else passes, passes)

    def __str__(self) -> str:
        """One line: what was reported, and what was found."""
        values = (self.seen.base, self.seen.head, self.lowest)
        *_, shown = human_values(values, self.seen.threshold.metric.unit)
        return f"{self.seen}; {more_passes(self.lowest_after)} later {shown}"


def more_passes(passes: int) -> str:
    """Say how many more passes there were."""
    return f"{passes} more pass{'' if passes == 1 else 'es'}"
