"""The options of the commands that draw."""

from pathlib import Path
from typing import Any

import click

from benchmem_core.metrics import METRICS, OWN_METRICS


class OneMetric(click.Choice):  # type: ignore[type-arg,unused-ignore] # generic from click 8.2 on
    """The name of one metric."""

    name = "metric"

    def __init__(self) -> None:
        """Complete our own metrics: a look-up of others would slow the start down."""
        super().__init__(OWN_METRICS)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check that the value names one metric."""
        names = [name for name in str(value).split(",") if name.strip()]
        if len(names) > 1:
            self.fail(
                f"a plot shows one metric, and `{value}` names {len(names)}: draw a plot of each",
                param,
                ctx,
            )
        if value not in METRICS:
            known = ", ".join(METRICS)
            self.fail(f"{METRICS.explain_missing(value)}; the metrics are {known}", param, ctx)
        return str(value)


metric_option = click.option(
    "--columns",
    "metric",
    type=OneMetric(),
    metavar="METRIC",
    help=f"The metric to draw: {', '.join(OWN_METRICS)} (default: time; for a history, peak).",
)
"""The metric to draw."""

theme_option = click.option(
    "--theme",
    type=click.Choice(("auto", "light", "dark")),
    default="auto",
    show_default=True,
    help="Colours: `auto` follows the reader's system in a page, and is light in an image.",
)
"""The colours of a page."""

open_option = click.option(
    "--open/--no-open",
    "open_",
    default=False,
    help="Open the result in a browser or viewer.",
)
"""Whether to open the result at once."""


def open_file(file: Path) -> None:
    """Open a file in a browser or viewer."""
    if click.launch(str(file.resolve())):
        raise click.UsageError(f"no program was found to open `{file}`: leave out `--open`")
