"""What a sweep came to: a table of its cells, and what went wrong."""

from collections.abc import Sequence

from benchmem_io.errors import RunFileError
from benchmem_io.runs import load_run
from benchmem_io.table import Cell as TableCell
from benchmem_io.table import Column, Group, Row, Table
from benchmem_sweep.environment import last_lines
from benchmem_sweep.results import Results
from benchmem_sweep.runner import Finished

_LINES = 12
_STATES = {
    "done": "good",
    "skipped": "done before",
    "partial": "tests failed",
    "failed": "failed",
}


def summary_table(finished: Sequence[Finished], results: Results) -> Table:
    """Make the table of a sweep: a row for each cell.

    Args:
        finished: What became of each cell.
        results: Where the run files are.
    """
    columns = [
        Column("state", "State", is_text=True),
        Column("benchmarks", "Benchmarks", unit="count"),
        Column("environment", "Environment", unit="s"),
        Column("run", "Suite", unit="s"),
        Column("file", "Run file", is_text=True),
    ]
    rows = [_row(each, results) for each in finished]
    return Table(columns, [Group("", rows)], name_title="Cell")


def failure_lines(finished: Finished, results: Results) -> list[str]:
    """Say what went wrong with a cell, and where to read more.

    Args:
        finished: A cell that failed.
        results: Where its logs are.
    """
    outcome = finished.outcome
    stage = outcome.failed_at or "run"
    lines = [f"`{finished.cell.label}`: stage `{stage}` failed: {outcome.reason}"]
    log = results.log_file(finished.cell, stage)
    # The command itself is long, and in the log.
    shown = [line for line in last_lines(log, _LINES) if line.strip() and line[:2] != "$ "]
    if shown:
        lines += [f"    {line}" for line in shown]
        lines.append(f"    all of it: {log}")
    return lines


def _row(finished: Finished, results: Results) -> Row:
    file = results.run_file(finished.cell)
    count = None
    if finished.state != "failed":
        try:
            count = len(load_run(file).benchmarks)
        except RunFileError:
            count = None
    seconds = finished.outcome.seconds
    label = finished.cell.label
    return Row(
        label,
        label,
        "",
        [
            TableCell(_STATES[finished.state]),
            TableCell(count, "count"),
            TableCell(seconds.get("environment"), "s"),
            TableCell(seconds.get("run"), "s"),
            TableCell(str(file) if count is not None else None),
        ],
    )
