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
