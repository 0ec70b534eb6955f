"""`benchmem bisect`: find the release or commit that made a benchmark grow."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from benchmem_sweep.cli.options import add_shared_options

UNDECIDED = 1
"""Exit code: the first bad version or commit was not found."""


class Undecided(click.ClickException):
    """The good version or commit cannot be measured."""

    exit_code = UNDECIDED


@click.command()
@click.argument("ends", metavar="[PACKAGE] GOOD BAD", nargs=-1, required=True)
@add_shared_options
@click.option("--git", "is_git", is_flag=True, help="GOOD and BAD are commits of this repository.")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    required=True,
    metavar="RULE",
    help="The limit that BAD exceeds against GOOD, like `peak:10%` (repeatable).",
)
@click.option("--python", "python", metavar="VERSION", help="The interpreter of every cell.")
@click.pass_context
def bisect(
    ctx: click.Context,
    /,
    *,
    ends: Sequence[str],
    out: Path,
    project: Path,
    as_of: str | None,
    is_git: bool,
    rules: Sequence[str],
    python: str | None,
    **shared: Any,
) -> None:
    """Find the first release or commit that breaks a rule.

    GOOD and BAD are versions of PACKAGE, or commits with --git. Cells that have a run file are not
    run again. Cells that cannot be built are skipped.
    """
    from benchmem_io.gate import Threshold
    from benchmem_sweep.axes import make_plan
    from benchmem_sweep.bisect import (
        SITES,
        Bisection,
        BisectionResult,
        count_judgements,
        format_verdict,
        list_candidates,
    )
    from benchmem_sweep.cli.interrupts import Cancellation, run_interruptible
    from benchmem_sweep.errors import SweepError
    from benchmem_sweep.run import Results, Runner, make_progress

    if len(ends) != (2 if is_git else 3):
        what = "`--git` takes two commits" if is_git else "give a package and two versions"
        raise click.UsageError(f"{what}, GOOD before BAD")
    thresholds = Threshold.parse_all(rules)
    cells, repository = list_candidates(
        ends, is_git=is_git, project=project, python=python, as_of=as_of
    )
    metrics = {threshold.metric for threshold in thresholds}
    has_memory = any(metric.field is not None for metric in metrics)
    has_times = any(metric.field is None for metric in metrics)
    plan = make_plan(
        **shared,
        out=out,
        as_of=as_of,
        memory=has_memory,
        times=has_times,
        sites=SITES if has_memory else None,
        repository=repository,
    )
    results = Results(out)
    click.echo(
        f"{len(cells)} cells from `{cells[0].label}` to `{cells[-1].label}`: at most "
        f"{1 + count_judgements(len(cells))} runs, and one more for each skipped cell",
        err=True,
    )

    def work(cancellation: Cancellation) -> BisectionResult:
        with make_progress([]) as progress, Runner(plan, results, progress) as runner:
            cancellation.add_callback(runner.stop)
            return Bisection(
                cells, thresholds, plan, runner=runner, results=results, progress=progress
            ).run()

    try:
        bisected = run_interruptible(
            work, next_step="finished cells are kept, and the next bisect uses them"
        )
    except SweepError as error:
        raise Undecided(str(error)) from error
    lines, is_found = format_verdict(bisected, thresholds, results)
    for line in lines:
        click.echo(line)
    if not is_found:
        ctx.exit(UNDECIDED)
