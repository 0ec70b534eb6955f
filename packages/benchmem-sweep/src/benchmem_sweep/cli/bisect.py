"""`benchmem bisect`: find the release or commit that made a benchmark grow."""

from collections.abc import Sequence
from pathlib import Path

import click

from benchmem_sweep.cli.options import shared_options

UNDECIDED = 1
"""Exit code: the first bad version or commit was not found."""


class Undecided(click.ClickException):
    """The good version or commit cannot be measured."""

    exit_code = UNDECIDED


@click.command()
@click.argument("ends", metavar="[PACKAGE] GOOD BAD", nargs=-1, required=True)
@shared_options
@click.option("--git", "is_git", is_flag=True, help="GOOD and BAD are commits of this repository.")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    required=True,
    metavar="RULE",
    help="What is bad, against GOOD, as in `peak:10%` (again: or this).",
)
@click.option("--python", "python", metavar="VERSION", help="The interpreter.")
@click.pass_context
def bisect(
    ctx: click.Context,
    *,
    ends: Sequence[str],
    suite: Path,
    out: Path,
    pytest_args: Sequence[str],
    pins: Sequence[str],
    as_of: str | None,
    import_check: str | None,
    copy_dir: Path | None,
    project: Path,
    is_git: bool,
    rules: Sequence[str],
    python: str | None,
) -> None:
    """Find the first release, or commit, in which a rule is broken.

    GOOD and BAD are versions of PACKAGE, or with --git commits. What was run before is not run
    again; what cannot be built is skipped.
    """
    from benchmem_io.gate import Threshold
    from benchmem_sweep.axes import plan_of
    from benchmem_sweep.bisect import (
        SITES,
        Bisected,
        Bisection,
        bisect_cells,
        most_judgements,
        verdict_lines,
    )
    from benchmem_sweep.cli.interrupts import Stopping, in_order
    from benchmem_sweep.errors import SweepError
    from benchmem_sweep.run import Results, Runner, progress_of

    if len(ends) != (2 if is_git else 3):
        what = "`--git` takes two commits" if is_git else "give a package and two versions"
        raise click.UsageError(f"{what}, GOOD before BAD")
    thresholds = Threshold.parse_all(rules)
    cells, repository, commits = bisect_cells(
        ends, is_git=is_git, project=project, python=python, as_of=as_of
    )
    metrics = {threshold.metric for threshold in thresholds}
    has_memory = any(metric.field is not None for metric in metrics)
    has_times = any(metric.field is None for metric in metrics)
    plan = plan_of(
        suite=suite,
        copy_dir=copy_dir,
        out=out,
        pins=pins,
        as_of=as_of,
        import_check=import_check,
        pytest_args=pytest_args,
        memory=has_memory,
        times=has_times,
        sites=SITES if has_memory else None,
        repository=repository,
        commits=commits,
    )
    results = Results(out)
    click.echo(
        f"{len(cells)} from `{cells[0].label}` to `{cells[-1].label}`: at most "
        f"{1 + most_judgements(len(cells))} runs, and one more for each that is skipped",
        err=True,
    )

    def work(stopping: Stopping) -> Bisected:
        with progress_of([]) as progress, Runner(plan, results, progress) as runner:
            stopping.calls(runner.stop)
            return Bisection(
                cells, thresholds, plan, runner=runner, results=results, progress=progress
            ).run()

    try:
        bisected = in_order(work, next_step="what is done is kept, and used by the next bisect")
    except SweepError as error:
        raise Undecided(str(error)) from error
    lines, is_found = verdict_lines(bisected, thresholds, results)
    for line in lines:
        click.echo(line)
    if not is_found:
        ctx.exit(UNDECIDED)
