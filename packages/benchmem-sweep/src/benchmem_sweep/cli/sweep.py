"""`benchmem sweep`: one suite over versions, commits, interpreters and dependencies."""

import shlex
from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchmem_sweep.cli.options import add_shared_options

if TYPE_CHECKING:
    from benchmem_sweep.run import FinishedCell, Results

FAILED = 1
"""Exit code: a cell failed."""


@click.command()
@click.argument("package", required=False)
@click.argument("versions", metavar="VERSION...", nargs=-1)
@add_shared_options
@click.option("--memory/--no-memory", default=False, help="Measure memory too.")
@click.option("--memory-only", is_flag=True, help="Measure memory, and keep no times.")
@click.option(
    "--sites",
    metavar="N",
    type=click.IntRange(min=1),
    help="Record the N call sites that own most at the high-water mark.",
)
@click.option("--git", "revisions", metavar="REV..REV|REV,REV", help="Axis: commits.")
@click.option("--python", "pythons", metavar="3.11,3.12", help="Axis: interpreters.")
@click.option(
    "--with",
    "withs",
    multiple=True,
    metavar="SPEC",
    help="Axis: a requirement to install too (repeatable).",
)
@click.option("--resume", is_flag=True, help="Leave out cells that are done.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="With --memory-only: how many suites run at a time.",
)
@click.option("--dask", metavar="ADDRESS", help="Run cells on the workers of this scheduler.")
@click.pass_context
def sweep(
    ctx: click.Context,
    /,
    *,
    package: str | None,
    versions: Sequence[str],
    out: Path,
    project: Path,
    memory: bool,
    memory_only: bool,
    sites: int | None,
    revisions: str | None,
    pythons: str | None,
    withs: Sequence[str],
    resume: bool,
    jobs: int,
    dask: str | None,
    **shared: Any,
) -> None:
    """Run a suite in a fresh environment for each version of a package.

    VERSION is a PEP 440 version, a requirement of PACKAGE, a URL or a path. Several axes make a
    matrix: each combination of their values is a cell with its own run file.
    """
    from benchmem_sweep.axes import make_cells, make_plan, read_axes
    from benchmem_sweep.cli.interrupts import Cancellation, run_interruptible
    from benchmem_sweep.run import DaskExecutor, Results, Runner, make_progress

    if jobs > 1 and not memory_only:
        raise click.UsageError("`--jobs` would disturb times: add `--memory-only`")
    if sites is not None and not (memory or memory_only):
        raise click.UsageError("`--sites` needs `--memory` or `--memory-only`")
    axes, repository = read_axes(
        package, versions, revisions=revisions, pythons=pythons, withs=withs, project=project
    )
    cells = make_cells(axes)
    if repository is not None and repository.is_dirty:
        click.echo("Warning: uncommitted changes are not measured", err=True)
    plan = make_plan(
        **shared,
        out=out,
        memory=memory or memory_only,
        times=not memory_only,
        sites=sites,
        repository=repository,
    )
    results = Results(out)
    labels = [cell.label for cell in cells]

    def work(cancellation: Cancellation) -> list["FinishedCell"]:
        with (
            # This also closes on an interrupt, and does not wait for jobs that are under way.
            closing(DaskExecutor(dask)) if dask is not None else nullcontext() as executor,
            make_progress(labels) as progress,
            Runner(plan, results, progress) as runner,
        ):
            cancellation.add_callback(runner.stop)
            return runner.run(cells, resume=resume, jobs=jobs, executor=executor)

    finished = run_interruptible(
        work, next_step="finished cells are kept, and `--resume` continues from there"
    )
    _print_summary(finished, results)
    if any(each.result.failed_at is not None for each in finished):
        ctx.exit(FAILED)


def _print_summary(finished: Sequence["FinishedCell"], results: "Results") -> None:
    """Print the table of cells, the failures, and the command that compares the run files."""
    from benchmem_core.text import escape_controls
    from benchmem_sweep.run import format_failures, make_summary_table

    make_summary_table(finished, results).print()
    bad = [each for each in finished if each.result.failed_at is not None]
    for line in format_failures(bad, results):
        click.echo(escape_controls(line), err=True)
    files = [str(results.locate_run_file(each.cell)) for each in finished if each.state != "failed"]
    if len(files) > 1:
        click.echo(f"\nbenchmem compare {shlex.join(files)}")
