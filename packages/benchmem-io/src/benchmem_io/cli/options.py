"""Options that several commands share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

# The type is a path only so that the shell completes it.
runs_argument = click.argument("runs", metavar="RUN...", nargs=-1, required=True, type=click.Path())
"""Run files, folders, or references of saved runs."""

where_option = click.option(
    "--where",
    metavar="DIM=VALUE",
    multiple=True,
    help="Only benchmarks whose dim has this value (again: another dim, or another value).",
)
"""Conditions that benchmarks must meet."""

label_option = click.option(
    "--label",
    "-l",
    "labels",
    metavar="NAME",
    multiple=True,
    help="What to call each run, in order.",
)
"""Labels of runs."""


def format_option(*formats: str) -> Callable[[Command], Command]:
    """Make the `--format` option.

    Args:
        *formats: The formats; the first is the default.
    """
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How the result is written.",
    )


_OPTIONS = (
    click.option(
        "--fail-on",
        metavar="RULE",
        multiple=True,
        help="Exit 1 when a metric grew by more, as in `peak:10%` or `peak:20%+8MiB:clear`.",
    ),
    click.option(
        "--on-missing",
        type=click.Choice(("fail", "warn", "ignore")),
        default="fail",
        show_default=True,
        help="What to do about benchmarks that no rule could judge.",
    ),
    click.option(
        "--on-inconclusive",
        type=click.Choice(("fail", "warn", "ignore")),
        default="warn",
        show_default=True,
        help="With `:clear` rules: `fail` exits 3 when growth was seen but series overlap.",
    ),
)


def gate_options(command: Command) -> Command:
    """Add the options `fail_on`, `on_missing` and `on_inconclusive` to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
