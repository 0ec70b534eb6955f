"""The number of passes of a measurement."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from benchmem_core.checks import Argument
from benchmem_core.engine.measurement import Measurement
from benchmem_core.errors import ArgumentError
from benchmem_core.system import System

_UNPROVEN_PASSES = 5
"""The fewest passes where every pass has kept memory.

If three passes in ten find a cache empty, all five do so in one measurement of 400.
"""


class Sampler(Protocol):
    """The rule that decides on the number of passes."""

    def collect(
        self, run_pass: Callable[[], Measurement], has_kept: Callable[[], bool], /
    ) -> tuple[Measurement, ...]:
        """Run passes, and return those that count.

        Args:
            run_pass: Runs one pass.
            has_kept: Says whether the last pass kept memory that was not allocated before it. It
                may have filled a cache; then the next pass may differ.
        """


@dataclass(frozen=True)
class Sampling:
    """The rule that ends sampling.

    Attributes:
        repeats: Exactly so many passes; `None` samples adaptively by the attributes below.
        max_time: Seconds after which no further pass starts, once `min_passes` are done.
        min_passes: At least so many passes.
        max_passes: At most so many passes.
        patience: Stop after so many passes in a row without a new lowest peak.
    """

    repeats: int | None = None
    max_time: float | None = None
    min_passes: int = 2
    max_passes: int = 10
    patience: int = 2

    def __post_init__(self) -> None:
        """Refuse values that have no meaning."""
        if self.repeats is not None:
            Argument("repeats", self.repeats).as_count()
        if self.max_time is not None:
            Argument("max_time", self.max_time).as_seconds(zero=True)
        Argument("min_passes", self.min_passes).as_count()
        Argument("max_passes", self.max_passes).as_count()
        Argument("patience", self.patience).as_count()
        if self.min_passes > self.max_passes:
            raise ArgumentError(
                f"`min_passes` is {self.min_passes}, above `max_passes`, which is {self.max_passes}"
            )

    def collect(
        self, run_pass: Callable[[], Measurement], has_kept: Callable[[], bool]
    ) -> tuple[Measurement, ...]:
        """Run passes until the rule says stop.

        A deterministic action is done in two passes: they agree in every series. But passes that
        each found a cache empty agree as well, and each has kept the memory of the cache. So the
        rule asks for more passes until one has kept nothing, up to a limit.

        Args:
            run_pass: Runs one pass.
            has_kept: Says whether the last pass kept memory that was not allocated before it.
        """
        if self.repeats is not None:
            return tuple([run_pass() for _ in range(self.repeats)])
        started = System.monotonic()
        samples: list[Measurement] = []
        without_new_floor = 0
        is_proven = False
        while True:
            sample = run_pass()
            is_proven = is_proven or not has_kept()
            agrees = sample in samples
            is_new_floor = all(sample.peak_bytes < other.peak_bytes for other in samples)
            without_new_floor = 0 if is_new_floor else without_new_floor + 1
            samples.append(sample)
            is_enough = is_proven or len(samples) >= _UNPROVEN_PASSES
            if len(samples) >= self.min_passes and (
                (is_enough and (agrees or without_new_floor >= self.patience))
                or len(samples) >= self.max_passes
                or (self.max_time is not None and System.monotonic() - started >= self.max_time)
            ):
                return tuple(samples)
