"""How a command ends: interrupted in order, or with a summary."""

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
    """Let SIGTERM, as schedulers of jobs send it, end a command as Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


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
    for each in bad:
        for line in failure_lines(each, results):
            click.echo(printable(line), err=True)
    files = [str(results.run_file(each.cell)) for each in finished if each.state != "failed"]
    if len(files) > 1:
        click.echo(f"\nbenchmem compare {' '.join(files)}")
    return bool(bad)
