"""How a command ends: interrupted in order, or with a summary."""

import shlex
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import click

from benchmem_core.text import printable
from benchmem_sweep.results import Results
from benchmem_sweep.runner import Finished
from benchmem_sweep.summary import failure_lines, summary_table


@contextmanager
def interrupts() -> Iterator[None]:
    """Let what ends a command end it in order: Ctrl-C, and what schedulers and terminals send.

    A second one does nothing, because the first is being followed: that takes seconds at most.
    """

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
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


def report(finished: Sequence[Finished], results: Results) -> bool:
    """Print the summary, and what failed.

    Args:
        finished: What became of each cell.
        results: Where what came out of them is.

    Returns:
        Whether any failed.
    """
    from benchmem_io.renderers.terminal import Terminal, table_lines

    terminal = Terminal()
    terminal.print(table_lines(summary_table(finished, results), terminal))
    bad = [each for each in finished if each.outcome.failed_at is not None]
    for line in failure_lines(bad, results):
        click.echo(printable(line), err=True)
    files = [str(results.run_file(each.cell)) for each in finished if each.state != "failed"]
    if len(files) > 1:
        click.echo(f"\nbenchmem compare {shlex.join(files)}")
    return bool(bad)
