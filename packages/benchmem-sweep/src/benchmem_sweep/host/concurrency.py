"""Take turns: make a few environments side by side, and run few suites at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class ConcurrencyLimits:
    """Gives the cells of a sweep their turns.

    If times are measured, little else may happen while a suite runs. So the suite waits until at
    most `beside` environments are being made, and no more than that are made until it ends.
    """

    def __init__(self, suites: int, makers: int, *, beside: int) -> None:
        """Begin with all turns free.

        Args:
            suites: How many suites run at a time.
            makers: How many environments are made at a time. With many, the registry would get
                many equal requests at once, and answer late or not at all.
            beside: How many environments are made while a suite runs.
        """
        self._suites = suites
        self._makers = makers
        self._beside = beside
        self._changed = threading.Condition()
        self._making = self._waiting = self._running = 0

    @contextmanager
    def reserve_environment(self) -> Iterator[None]:
        """Wait for a turn to make an environment, and hold it."""
        with self._changed:
            self._changed.wait_for(
                lambda: (
                    self._making
                    < (self._beside if self._running or self._waiting else self._makers)
                )
            )
            self._making += 1
        try:
            yield
        finally:
            with self._changed:
                self._making -= 1
                self._changed.notify_all()

    @contextmanager
    def reserve_suite(self) -> Iterator[None]:
        """Wait for a turn to run a suite, and hold it."""
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(
                lambda: self._running < self._suites and self._making <= self._beside
            )
            self._waiting -= 1
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()
