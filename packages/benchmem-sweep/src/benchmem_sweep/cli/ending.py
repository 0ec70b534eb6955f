"""The end of a sweep: a summary, and the failures."""

import shlex
from collections.abc import Sequence

import click

from benchmem_core.text import escape_controls
from benchmem_sweep.run import Finished, Results, failure_lines, summary_table


def report(finished: Sequence[Finished], results: Results) -> bool:
    """Print the summary and the failures.

    Args:
        finished: The result of each cell.
        results: The folder of run files and logs.

    Returns:
        Whether any cell failed.
    """
    summary_table(finished, results).print()
    bad = [each for each in finished if each.outcome.failed_at is not None]
    for line in failure_lines(bad, results):
        click.echo(escape_controls(line), err=True)
    files = [str(results.run_file(each.cell)) for each in finished if each.state != "failed"]
    if len(files) > 1:
        click.echo(f"\nbenchmem compare {shlex.join(files)}")
    return bool(bad)
