"""`benchmem plot`: draw a view of run files, as a page or an image."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from benchmem_io.cli import run_options
from benchmem_plot.cli.options import metric_option, open_option, theme_option

if TYPE_CHECKING:
    from benchmem_plot.cli.views import View

_VIEWS = ("scaling", "scatter", "compare", "sweep", "history", "sites")


@click.command()
@metric_option
@click.option(
    "--view",
    type=click.Choice(_VIEWS),
    help="Default: scaling of one run (with `--pivot` scatter), scatter of two, sweep of more.",
)
@click.option("--x", metavar="DIM", help="scaling: the dim along the axis.")
@click.option("--color", metavar="DIM", help="scaling: the dim that gives the colours.")
@click.option(
    "--facet", metavar="DIM", help="scaling, scatter, compare: the dim that makes panels."
)
@click.option(
    "--free-axes",
    type=click.Choice(("x", "y", "both")),
    help="scaling, scatter, compare: axes that each panel has of its own.",
)
@click.option("--pivot", metavar="DIM", help="Compare the values of a dim inside one run.")
@click.option(
    "--clip",
    type=float,
    metavar="N",
    help="scatter, compare, sweep: where the colour scale ends.",
)
@click.option(
    "--sort",
    type=click.Choice(("absolute", "relative")),
    help="compare: bars are the change in the metric's unit, or in percent.",
)
@click.option(
    "--order",
    type=click.Choice(("time", "commit", "given")),
    help="history: runs are in the order of their dates, of their commits, or as given.",
)
@click.option(
    "--log-log/--linear",
    default=None,
    help="scaling: both axes; by default where all their numbers are positive.",
)
@click.option("--log-x/--linear-x", default=None, help="scaling: the axis of `--x`.")
@click.option("--log-y/--linear-y", default=None, help="scaling, history: the metric's axis.")
@click.option(
    "--y-zero/--no-y-zero",
    default=None,
    help="scaling: whether the metric's axis, which is linear then, begins at zero.",
)
@click.option(
    "--band",
    type=click.Choice(("auto", "minmax", "none")),
    help="scaling, history: the spread of the passes; `auto` is that of memory.",
)
@run_options
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("benchmem-plot.html"),
    show_default=True,
    metavar="FILE",
    help="A page (.html), or an image (.png, .svg, .pdf, .jpg, .webp).",
)
@theme_option
@open_option
@click.pass_context
def plot(
    ctx: click.Context,
    /,
    *,
    runs: Sequence[str],
    view: str | None,
    output: Path,
    theme: Any,
    open_: bool,
    **given: Any,
) -> None:
    """Draw run files, as an interactive page or an image.

    RUN is a file that pytest-benchmark saved, a folder (the newest run in it), or a saved run's
    number, such as 0001. The first is the baseline.
    """
    from benchmem_io.compare import find_runs
    from benchmem_io.table import print_lines
    from benchmem_plot.cli.views import chosen_view
    from benchmem_plot.export import check_output, write_plot

    check_output(output)
    arguments = {name: value for name, value in given.items() if value not in (None, ())}
    found = find_runs(runs, has_baseline=False)
    chosen = chosen_view(view, len(found.paths), pivot="pivot" in arguments)
    _refuse_others(ctx, chosen, arguments)
    _let_zero_be_seen(arguments)
    if chosen.has_baseline and "pivot" not in arguments:
        found = find_runs(runs)
        print_lines(found.notes, err=True)
    if found.includes(output):
        raise click.UsageError(f"`-o {output}` would overwrite a run: name another file")
    figure, count = chosen.draw(list(found.paths), arguments)
    write_plot(figure, output, theme=theme)
    print_lines([f"{output}: {chosen.name}, {count} {'id' if count == 1 else 'ids'}"])
    if open_ and click.launch(str(output.resolve())):
        raise click.UsageError(f"`--open` finds nothing here that opens `{output}`")


def _refuse_others(ctx: click.Context, view: "View", arguments: dict[str, Any]) -> None:
    """Refuse options that the view does not have, so that none is ignored."""
    from benchmem_plot.cli.views import views_with

    for parameter in ctx.command.params:
        name = parameter.name or ""
        if name not in arguments or name in view.options:
            continue
        is_off = arguments[name] is False
        spelled = (parameter.secondary_opts if is_off else parameter.opts)[0]
        others = " or ".join(f"`--view {other}`" for other in views_with(name))
        raise click.UsageError(
            f"`{spelled}` is no option of the view `{view.name}`{view.because}: leave it out, or "
            f"choose {others}"
        )


def _let_zero_be_seen(arguments: dict[str, Any]) -> None:
    """Make the metric's axis linear for `--y-zero`; refuse a logarithm beside it."""
    if not arguments.get("y_zero"):
        return
    for name, spelled in (("log_y", "--log-y"), ("log_log", "--log-log")):
        wanted = arguments.get(name)
        if wanted:
            raise click.UsageError(
                f"`--y-zero` needs a linear axis, and `{spelled}` asks for another: leave one out"
            )
        if wanted is False:
            return
    arguments["log_y"] = False
