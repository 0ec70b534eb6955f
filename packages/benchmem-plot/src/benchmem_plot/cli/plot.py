"""`benchmem plot`: draw a view of run files, as a page or an image."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from benchmem_io.cli import add_run_options
from benchmem_plot.cli.options import metric_option, open_file, open_option, theme_option
from benchmem_plot.cli.views import VIEWS, PlotView, choose_view, find_views_with


@click.command()
@metric_option
@click.option(
    "--view",
    type=click.Choice(VIEWS),
    help="Default: scaling of one run (with `--pivot` scatter), scatter of two, sweep of more.",
)
@click.option("--x", metavar="DIM", help="scaling: the dim along the axis.")
@click.option("--color", metavar="DIM", help="scaling: the dim that gives the colours.")
@click.option(
    "--facet",
    metavar="DIM",
    help="scaling, scatter, compare: draw a panel for each of its values.",
)
@click.option(
    "--free-axes",
    type=click.Choice(("x", "y", "both")),
    help="scaling, scatter, compare: give each panel its own axes.",
)
@click.option("--pivot", metavar="DIM", help="Compare the values of a dim inside one run.")
@click.option(
    "--clip",
    type=float,
    metavar="N",
    help="scatter, compare, sweep: the end of the colour scale.",
)
@click.option(
    "--sort",
    type=click.Choice(("absolute", "relative")),
    help="compare: draw changes in the metric's unit, or in percent.",
)
@click.option(
    "--order",
    type=click.Choice(("time", "commit", "given")),
    help="history: sort runs by their date, by the date of their commit, or keep the given order.",
)
@click.option(
    "--log-log/--linear",
    default=None,
    help="scaling: scale of both axes; logarithmic by default if all numbers are positive.",
)
@click.option("--log-x/--linear-x", default=None, help="scaling: scale of the axis of `--x`.")
@click.option(
    "--log-y/--linear-y", default=None, help="scaling, history: scale of the metric's axis."
)
@click.option(
    "--y-zero/--no-y-zero",
    default=None,
    help="scaling: begin the metric's axis at zero, and make it linear.",
)
@click.option(
    "--band",
    type=click.Choice(("auto", "minmax", "none")),
    help="scaling, history: draw the spread of the passes; `auto` draws it for memory.",
)
@add_run_options
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
    from benchmem_plot.export import check_output, write_plot

    check_output(output)
    arguments = {name: value for name, value in given.items() if value not in (None, ())}
    found = find_runs(runs, has_baseline=False)
    chosen = choose_view(view, len(found.paths), pivot="pivot" in arguments)
    _refuse_others(ctx, chosen, arguments)
    _make_axis_linear(arguments)
    if chosen.has_baseline and "pivot" not in arguments:
        found = find_runs(runs)
        print_lines(found.notes, err=True)
    if found.includes(output):
        raise click.UsageError(f"`-o {output}` would overwrite a run: name another file")
    figure, count = chosen.draw(list(found.paths), arguments)
    write_plot(figure, output, theme=theme)
    print_lines([f"{output}: {chosen.name}, {count} {'id' if count == 1 else 'ids'}"])
    if open_:
        open_file(output)


def _refuse_others(ctx: click.Context, view: PlotView, arguments: dict[str, Any]) -> None:
    """Refuse options that the view does not take, so that none is ignored."""
    for parameter in ctx.command.params:
        name = parameter.name or ""
        if name not in arguments or name in view.options:
            continue
        is_off = arguments[name] is False
        spelled = (parameter.secondary_opts if is_off else parameter.opts)[0]
        others = " or ".join(f"`--view {other}`" for other in find_views_with(name))
        raise click.UsageError(
            f"the view `{view.name}`{view.because} does not take `{spelled}`: leave it out, or "
            f"choose {others}"
        )


def _make_axis_linear(arguments: dict[str, Any]) -> None:
    """Make the metric's axis linear for `--y-zero`; refuse a logarithm beside it."""
    if not arguments.get("y_zero"):
        return
    for name, spelled in (("log_y", "--log-y"), ("log_log", "--log-log")):
        value = arguments.get(name)
        if value:
            raise click.UsageError(
                f"`--y-zero` needs a linear axis, but `{spelled}` asks for a logarithm: leave "
                "one out"
            )
        if value is False:
            return
    arguments["log_y"] = False
