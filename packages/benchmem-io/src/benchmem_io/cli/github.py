"""Output of `benchmem compare` for GitHub Actions: annotations, and the summary of the step."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from benchmem_core.nonblocking import open_nonblocking
from benchmem_io.cli.output import print_text, safe
from benchmem_io.compare import Comparison
from benchmem_io.errors import RunFileError
from benchmem_io.gate import GateReport
from benchmem_io.table import Table

SUMMARY = "GITHUB_STEP_SUMMARY"
"""The variable that names the file of the step's summary."""
WORKSPACE = "GITHUB_WORKSPACE"
"""The variable that names the root of the checkout."""

_UNJUDGED = "without `--fail-on` nothing is judged: the table is in the summary of this step"


def print_github(
    table: Table, comparison: Comparison, report: GateReport | None, site_lines: Sequence[str] = ()
) -> None:
    """Print annotations, and put the table into the step's summary.

    Without the variable that names the summary, the table is printed too.

    Args:
        table: The table.
        comparison: The comparison that the table shows.
        report: The gate's report; `None` without rules, and then nothing is annotated.
        site_lines: Lines about call sites to put under the table, if the report is missing.

    Raises:
        RunFileError: The sites of a run file are damaged, or the summary cannot be written.
    """
    from benchmem_io.ci import Checkout, annotations, join_findings
    from benchmem_io.table import bullets, render_markdown

    here = Path.cwd()
    checkout = Checkout(Path(os.environ.get(WORKSPACE) or here), here)
    commands = [] if report is None else annotations(report, comparison, checkout)
    markdown = render_markdown(table)
    findings = bullets(site_lines if report is None else report.lines())
    summary = os.environ.get(SUMMARY)
    if not summary:
        print_text("".join(f"{line}\n" for line in commands) + join_findings(markdown, findings))
        return
    if comparison.is_made_of(Path(summary)):
        raise RunFileError(
            f"`{SUMMARY}` names `{summary}`, which is one of the runs: name another file"
        )
    last = _UNJUDGED if report is None else report.lines()[-1]
    print_text("".join(f"{line}\n" for line in [*commands, last]))
    _append(Path(summary), safe(markdown), safe(findings))


def _append(summary: Path, markdown: str, findings: str) -> None:
    from benchmem_io.ci import MOST_BYTES, step_summary

    try:
        with open(summary, "ab", opener=open_nonblocking) as file:
            # An empty line goes before a table.
            start = "\n\n" if file.tell() else ""
            room = MOST_BYTES - file.tell() - len(start)
            content = step_summary(markdown, findings, room)
            file.write(f"{start}{content}".encode() if content else b"")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RunFileError(f"`{summary}` of `{SUMMARY}` cannot be written: {reason}") from None
    if not content:
        click.echo(f"the table has no room: {summary.name} holds all that GitHub shows", err=True)
