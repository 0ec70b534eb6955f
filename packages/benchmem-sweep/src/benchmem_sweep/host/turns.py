"""Who may work: a few environments are made side by side, suites run one at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Gives the cells of a sweep their turns.

    Where times count, little else goes on while a suite runs: it waits until no more environments
    are being made than may be beside it, and no further one is begun before it ends.
    """

    def __init__(self, suites: int, makers: int, *, beside: int) -> None:
        """Begin with nobody at work.

        Args:
            suites: How many suites run at a time.
            makers: How many environments are made at a time. Many would ask the registry for the
                same at once, which answers that late or not at all.
            beside: How many of these while a suite runs.
        """
        self._suites = suites
        self._makers = makers
        self._beside = beside
        self._changed = threading.Condition()
        self._making = self._waiting = self._running = 0

    @contextmanager
    def making(self) -> Iterator[None]:
        """Make an environment."""
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
    def running(self) -> Iterator[None]:
        """Run a suite."""
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
