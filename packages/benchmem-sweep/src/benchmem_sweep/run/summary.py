"""The summary of a sweep: a table of its cells, and the failures."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmem_core.text import shorten
from benchmem_io.errors import RunFileError
from benchmem_io.runs import load_run
from benchmem_io.table import Cell as TableCell, Column, Group, Row, Table
from benchmem_sweep.cell import read_last_lines
from benchmem_sweep.run.results import Results
from benchmem_sweep.run.runner import FinishedCell

if TYPE_CHECKING:
    from benchmem_sweep.errors import Stage

_LINES, _WIDEST, _NAMED, _CAUSES = 12, 200, 8, 3
_STATES = {
    "done": "good",
    "skipped": "done before",
    "partial": "tests failed",
    "failed": "failed",
}


def make_summary_table(finished: Sequence[FinishedCell], results: Results) -> Table:
    """Make the table of a sweep, with one row for each cell."""
    columns = [
        Column("state", "State", is_text=True),
        Column("benchmarks", "Benchmarks", unit="count"),
        Column("environment", "Environment", unit="s"),
        Column("run", "Suite", unit="s"),
        Column("file", "Run file", is_text=True),
    ]
    rows = [_make_row(each, results) for each in finished]
    notes = [f"run files and logs: {results.folder}"]
    return Table(columns, [Group("", rows)], name_title="Cell", notes=notes)


def format_failures(failed: Sequence[FinishedCell], results: Results) -> list[str]:
    """Return lines about the failures, with the paths of logs; equal failures share a line."""
    alike: dict[tuple[Stage, str], list[FinishedCell]] = {}
    for each in failed:
        stage: Stage = each.result.failed_at or "run"
        alike.setdefault((stage, each.result.reason), []).append(each)
    lines = []
    for (stage, reason), group in alike.items():
        names = ", ".join(f"`{each.cell.label}`" for each in group[:_NAMED])
        if len(group) > _NAMED:
            names += f" and {len(group) - _NAMED} more"
        lines.append(f"{names}: stage `{stage}` failed: {reason}")
        log = results.locate_log(group[0].cell, stage)
        if shown := _read_log_end(log):
            lines += [*(f"    {line}" for line in shown), f"    full log: {log}"]
        lines += [f"    from an earlier sweep: {file}" for file in _find_earlier(group, results)]
    return lines


def _find_earlier(failed: Sequence[FinishedCell], results: Results) -> list[Path]:
    """Return run files that earlier sweeps left for cells that have no result now."""
    files = [results.locate_run_file(each.cell) for each in failed if each.result.run is None]
    return [file for file in files if file.exists()]


def _read_log_end(log: Path) -> list[str]:
    """Return the end of a log, without lines that come with every failure."""
    # Leave out the command: it is long, and the log has it.
    lines = [line for line in read_last_lines(log, 60) if line.strip() and line[:2] != "$ "]
    lines = [line for line in lines if not line.startswith("hint:")]
    for number, line in enumerate(lines):
        if "short test summary info" in line:
            # The lines above are mostly tables of tests that passed; but only there does pytest
            # give the reason of an import that failed.
            causes = [each for each in lines[:number] if each.startswith("E  ")]
            summary = lines[number + 1 :]
            lines = [*causes[-_CAUSES:], *summary] if _is_bare(summary) else summary
            break
    dedented = textwrap.dedent("\n".join(lines[-_LINES:])).splitlines()
    return [shorten(line, _WIDEST) for line in dedented]


def _is_bare(summary: Sequence[str]) -> bool:
    """Say whether pytest names an error without its reason, as it does for modules."""
    return any(line.startswith("ERROR ") and " - " not in line for line in summary)


def _make_row(finished: FinishedCell, results: Results) -> Row:
    file = results.locate_run_file(finished.cell)
    count = None
    if finished.state != "failed":
        try:
            count = len(load_run(file).benchmarks)
        except RunFileError:
            count = None
    seconds = finished.result.seconds
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
            TableCell(file.name if count is not None else None),
        ],
    )
