"""Show the progress of a sweep: one line per cell on a terminal, plain lines elsewhere."""

import sys
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, Self

from benchmem_core.text import escape_controls

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console
    from rich.live import Live
    from rich.table import Table


class Progress(Protocol):
    """Shows the progress of cells; any thread may call it."""

    def begin_stage(self, label: str, stage: str) -> None:
        """Show that a cell begins a stage."""

    def finish(self, label: str, how: str, *, is_good: bool) -> None:
        """Show that a cell is finished."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: "TracebackType | None",
    ) -> None:
        """End."""


def make_progress(labels: Sequence[str]) -> Progress:
    """Show the progress of cells on standard error."""
    # rich takes anything for a terminal if `FORCE_COLOR` is set, as in many CI jobs.
    if not sys.stderr.isatty():
        return PlainProgress()
    from rich.console import Console

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    return LiveProgress(labels, console) if console.is_terminal else PlainProgress()


class PlainProgress:
    """Prints one line for each stage of each cell."""

    def __init__(self) -> None:
        """Begin the clock."""
        self._begun = time.monotonic()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def begin_stage(self, label: str, stage: str) -> None:
        """Show that a cell begins a stage."""
        self._print(label, stage)

    def finish(self, label: str, how: str, *, is_good: bool) -> None:
        """Show that a cell is finished."""
        self._print(label, how)

    def _print(self, label: str, what: str) -> None:
        since = time.monotonic() - self._begun
        line = f"[{since:6.1f} s] {escape_controls(label)}: {escape_controls(what)}"
        with self._lock:
            print(line, file=sys.stderr, flush=True)  # noqa: T201


class LiveProgress:
    """Keeps a line for each cell on a terminal, with its stage and the time it has taken."""

    def __init__(self, labels: Sequence[str], console: "Console") -> None:
        """Show all cells as waiting."""
        self._console = console
        self._states: dict[str, tuple[str, float | None, str]] = dict.fromkeys(
            labels, ("waiting", None, "dim")
        )
        self._live: Live | None = None

    def __enter__(self) -> Self:
        """Begin."""
        from rich.live import Live

        self._live = Live(
            get_renderable=self._draw_table,
            console=self._console,
            refresh_per_second=8,
            transient=True,
        )
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End, and clear the lines: a table follows."""
        if self._live is not None:
            self._live.stop()

    def begin_stage(self, label: str, stage: str) -> None:
        """Show that a cell begins a stage."""
        self._states[label] = (stage, time.monotonic(), "bold")

    def finish(self, label: str, how: str, *, is_good: bool) -> None:
        """Show that a cell is finished."""
        self._states[label] = (how, None, "green" if is_good else "red")

    def _draw_table(self) -> "Table":
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 2))
        for _ in range(3):
            table.add_column(no_wrap=True, overflow="ellipsis")
        states = list(self._states.items())
        # Cells under way must be visible, even if there are more cells than rows.
        room = max(self._console.height - 2, 3)
        busy = [i for i, (_, state) in enumerate(states) if state[1] is not None]
        first = max(0, min((busy[0] if busy else len(states)) - room // 2, len(states) - room))
        for label, (text, since, style) in states[first : first + room]:
            took = "" if since is None else f"{time.monotonic() - since:.0f} s"
            table.add_row(Text(escape_controls(label)), Text(escape_controls(text), style), took)
        return table
