"""Stop a command cleanly on an interrupt: end its processes, remove its temporary files."""

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


class Cancellation:
    """Stops work that is under way."""

    def __init__(self) -> None:
        """Begin without anything to stop."""
        self._lock = threading.Lock()
        self._stops: list[Callable[[], None]] = []
        self._is_cancelled = False

    def add_callback(self, stop: Callable[[], None]) -> None:
        """Register a function that stops the work; call it at once if `stop` came before."""
        with self._lock:
            self._stops.append(stop)
            is_cancelled = self._is_cancelled
        if is_cancelled:
            stop()

    def cancel(self) -> None:
        """Stop the work."""
        with self._lock:
            self._is_cancelled = True
            stops = list(self._stops)
        for stop in stops:
            stop()


def run_interruptible(work: Callable[[Cancellation], T], *, next_step: str) -> T:
    """Do work in another thread, and stop it on an interrupt.

    Python raises an interrupt at any point of the main thread, even right after it has taken a
    lock that others wait for. So another thread does the work, and the main one only waits.

    The work registers a function that stops it, which makes it raise an error soon. After an
    interrupt, the user sees the advice `next_step`.

    Raises:
        ClickException: The work was interrupted; exit code 1.
        BaseException: The exception that the work raises.
    """
    cancellation = Cancellation()
    results: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def do() -> None:
        try:
            results.put((work(cancellation), None))
        except BaseException as error:  # noqa: BLE001, the main thread raises it
            results.put((None, error))

    with _catch_interrupts():
        threading.Thread(target=do).start()
        try:
            # A signal may go to any thread, so wake up often: then Python handles it here.
            while results.empty():
                with suppress(Empty):
                    results.put(results.get(timeout=_LOOK))
            result, error = results.get()
        except KeyboardInterrupt:
            cancellation.cancel()
            results.get()
            raise click.ClickException(f"interrupted: {next_step}") from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


@contextmanager
def _catch_interrupts() -> Iterator[None]:
    """Turn the first SIGINT, SIGTERM or SIGHUP into an interrupt, and ignore the later ones.

    The cleanup after an interrupt takes seconds, and a second one would stop it in the middle.
    """
    told: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> None:
        if not told:
            told.append(number)
            raise KeyboardInterrupt

    # Windows has no SIGHUP. A signal that is ignored, as under `nohup`, stays ignored.
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
