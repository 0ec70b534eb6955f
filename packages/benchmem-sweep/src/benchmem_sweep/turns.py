"""Who may work: a few environments are made side by side, suites run one at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Gives the cells of a sweep their turns.

    Where times count, nothing else goes on while a suite runs: it waits until the environments
    that are being made are there, and no other is begun before it ends.
    """

    def __init__(self, suites: int, makers: int, *, is_quiet: bool) -> None:
        """Begin with nobody at work.

        Args:
            suites: How many suites run at a time.
            makers: How many environments are made at a time. Many would ask the registry for the
                same at once, which answers that late or not at all.
            is_quiet: Whether times count.
        """
        self._suites = suites
        self._makers = makers
        self._is_quiet = is_quiet
        self._changed = threading.Condition()
        self._making = self._waiting = self._running = 0

    @contextmanager
    def making(self) -> Iterator[None]:
        """Make an environment."""
        with self._changed:
            self._changed.wait_for(
                lambda: (
                    self._making < self._makers
                    and not (self._is_quiet and (self._running or self._waiting))
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
                lambda: self._running < self._suites and not (self._is_quiet and self._making)
            )
            self._waiting -= 1
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()
