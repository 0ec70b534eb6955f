"""`benchmem compare`: a table of one run, or several side by side, and a gate."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmem_io.cli.options import add_format_option, add_gate_options, add_run_options

if TYPE_CHECKING:
    from benchmem_io.gate import GateReport


@click.command()
@click.option("--columns", metavar="time,peak,extra:NAME", help="Metrics to show, and labels.")
@click.option("--stat", metavar="min,median|all", help="Statistics of each metric.")
@click.option(
    "--group-by",
    metavar="fullname|name|func|group|module|class|param:NAME,...",
    help="Make a sub-table of each.",
)
@click.option(
    "--sort",
    type=click.Choice(("name", "value", "change")),
    default="name",
    show_default=True,
    help="Order of rows: by id, the largest first, the one that grew most first.",
)
@click.option(
    "--pivot",
    metavar="DIM",
    help="Compare the values of a dim, of one run or of a sweep's.",
)
@click.option(
    "--baseline",
    metavar="VALUE",
    help="The run, or value of `--pivot`, that the others are compared with.",
)
@click.option("--diff", is_flag=True, help="Show the baseline, then the change of each later run.")
@add_format_option("table", "md", "csv", "json", "html", "github")
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write the raw numbers to this file.",
)
@add_run_options
@add_gate_options
@click.option(
    "--sites",
    is_flag=True,
    help="Show which call sites grew: of each regression, or without rules of each benchmark.",
)
@click.pass_context
def compare(
    ctx: click.Context,
    *,
    runs: Sequence[str],
    columns: str | None,
    stat: str | None,
    group_by: str | None,
    sort: str,
    pivot: str | None,
    baseline: str | None,
    diff: bool,
    format_: str,
    csv_file: Path | None,
    labels: Sequence[str],
    where: Sequence[str],
    fail_on: Sequence[str],
    on_missing: str,
    on_inconclusive: str,
    sites: bool,
) -> None:
    """Print run files as a table, side by side when there are several.

    RUN is a file that pytest-benchmark saved, a folder (the newest run in it), or a saved run's
    number, such as 0001. The first is the baseline, or the first value of `--pivot`.
    """
    from benchmem_io.compare import CompareOptions, compare_references
    from benchmem_io.gate import (
        GatePolicy,
        Threshold,
        judge_comparison,
    )
    from benchmem_io.table import print_lines

    thresholds = Threshold.parse_all(fail_on)
    options = CompareOptions.parse(
        columns=columns, stat=stat, diff=diff, group_by=group_by, sort=sort
    )
    comparison = compare_references(runs, where, pivot, labels, baseline)
    if thresholds and len(comparison.series) < 2:
        raise click.UsageError("`--fail-on` needs a second run, or `--pivot`, to compare with")
    site_lines: list[str] = []
    table = options.table(comparison)
    policy = GatePolicy(on_missing, on_inconclusive)
    report = judge_comparison(comparison, thresholds, policy) if thresholds else None
    if sites and report is not None:
        report = report.attach_call_sites(comparison)
    elif sites:
        from benchmem_io.gate import list_sites

        site_lines = list_sites(comparison)
    if csv_file is not None:
        from benchmem_io.cli.output import write_file
        from benchmem_io.table import render_csv

        if comparison.is_made_of(csv_file):
            raise click.UsageError(f"`--csv {csv_file}` would overwrite a run: name another file")
        write_file(csv_file, render_csv(table))
    if format_ == "github":
        from benchmem_io.cli.github import print_github

        print_github(table, comparison, report, site_lines)
    elif format_ == "table":
        table.print()
        _print_beside(format_, report, site_lines)
    else:
        from benchmem_io.cli.output import print_table
        from benchmem_io.gate import make_findings

        print_table(table, format_, None if report is None else make_findings(report))
        if format_ == "csv":
            print_lines(comparison.notes, err=True)
        _print_beside(format_, report, site_lines)
    if report is not None:
        ctx.exit(report.exit_code)


def _print_beside(format_: str, report: "GateReport | None", site_lines: Sequence[str]) -> None:
    """Print the lines that a format has no place for."""
    from benchmem_io.table import print_lines

    if report is None:
        lines = ["", *site_lines] if site_lines else []
    else:
        is_shown = format_ in {"md", "html", "json"}
        lines = report.lines()
        lines = lines[-1:] if is_shown else ["", *lines]
    print_lines(lines, err=format_ != "table")
