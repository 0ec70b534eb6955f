"""An interrupt ends a command in order: what runs is ended, what is temporary goes."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from types import FrameType
from typing import TypeVar

import click

T = TypeVar("T")

_LOOK = 0.25


class Stopping:
    """How work that is under way is stopped."""

    def __init__(self) -> None:
        """Begin without anything to stop."""
        self._lock = threading.Lock()
        self._stops: list[Callable[[], None]] = []
        self._is_wanted = False

    def calls(self, stop: Callable[[], None]) -> None:
        """Say what stops the work; it is called at once where that was wanted before."""
        with self._lock:
            self._stops.append(stop)
            is_wanted = self._is_wanted
        if is_wanted:
            stop()

    def stop(self) -> None:
        """Stop the work."""
        with self._lock:
            self._is_wanted = True
            stops = list(self._stops)
        for stop in stops:
            stop()


def in_order(work: Callable[[Stopping], T], *, next_step: str) -> T:
    """Do work that an interrupt stops.

    Python raises an interrupt wherever the main thread is, also where it has just taken a lock
    that others wait for. So the work is done in another thread, and the main one only waits.

    Args:
        work: The work; says what stops it. When that is called it raises something soon.
        next_step: What is said after an interrupt.

    Returns:
        What the work returns.

    Raises:
        ClickException: It was interrupted; exit code 1.
        BaseException: Whatever the work raises.
    """
    stopping = Stopping()
    results: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def do() -> None:
        try:
            results.put((work(stopping), None))
        except BaseException as error:  # noqa: BLE001, the main thread raises it
            results.put((None, error))

    with _interrupts():
        threading.Thread(target=do).start()
        try:
            # A signal may go to any thread, and wakes this one only there.
            while results.empty():
                with suppress(Empty):
                    results.put(results.get(timeout=_LOOK))
            result, error = results.get()
        except KeyboardInterrupt:
            stopping.stop()
            results.get()
            raise click.ClickException(f"interrupted: {next_step}") from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


@contextmanager
def _interrupts() -> Iterator[None]:
    """Let what schedulers of jobs and terminals send be an interrupt too, and only the first one.

    What follows an interrupt takes seconds; a second one would stop that in the middle.
    """
    told: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> None:
        if not told:
            told.append(number)
            raise KeyboardInterrupt

    # Windows has no SIGHUP. Who ignores one, as `nohup` does, goes on doing so.
    numbers = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    before = {number: signal.getsignal(number) for number in numbers if number is not None}
    before = {number: handler for number, handler in before.items() if handler != signal.SIG_IGN}
    for number in before:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
