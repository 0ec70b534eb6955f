"""`benchmem report`: write everything in run files, on one page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from benchmem_io.cli import add_gate_options, add_run_options
from benchmem_plot.cli.options import open_file, open_option, theme_option


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    default="benchmem-report.html",
    show_default=True,
    help="The page to write.",
)
@click.option("--columns", metavar="time,peak,extra:NAME", help="Metrics to show, and labels.")
@click.option("--stat", metavar="min,median|all", help="Statistics in the table.")
@click.option("--x", metavar="DIM", help="The dim with the sizes that costs are drawn over.")
@add_run_options
@add_gate_options
@click.option("--title", default="Benchmark report", show_default=True, help="Title of the page.")
@theme_option
@open_option
@click.pass_context
def report(
    ctx: click.Context,
    *,
    runs: Sequence[str],
    output: Path,
    columns: str | None,
    stat: str | None,
    x: str | None,
    labels: Sequence[str],
    where: Sequence[str],
    fail_on: Sequence[str],
    on_missing: str,
    on_inconclusive: str,
    title: str,
    theme: Any,
    open_: bool,
) -> None:
    """Write a page of run files: summary, regressions, table, scaling, changes and history.

    RUN is a file that pytest-benchmark saved, a folder (the newest run in it), or a saved run's
    number, such as 0001. The first is the baseline. The page needs no network.
    """
    from benchmem_io.gate import GatePolicy
    from benchmem_io.table import print_lines
    from benchmem_plot.report import write_report

    gate = write_report(
        runs,
        output,
        columns=columns,
        stat=stat,
        labels=labels,
        where=where,
        x=x,
        fail_on=fail_on,
        policy=GatePolicy(on_missing, on_inconclusive),
        title=title,
        theme=theme,
    )
    print_lines([str(output)])
    if gate is not None:
        print_lines(gate.lines(), err=True)
    if open_:
        open_file(output)
    if gate is not None:
        ctx.exit(gate.exit_code)
