"""Options that `benchmem sweep` and `benchmem bisect` share."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--suite",
        required=True,
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="The benchmarks: a file or a folder of tests.",
    ),
    click.option(
        "--out",
        type=click.Path(path_type=Path),
        default=Path(".benchmarks/sweep"),
        show_default=True,
        metavar="DIR",
        help="Where run files and logs go.",
    ),
    click.option(
        "--pytest-arg",
        "pytest_args",
        multiple=True,
        metavar="ARG",
        help="Another argument for pytest (repeatable).",
    ),
    click.option(
        "--pin",
        "pins",
        multiple=True,
        metavar="SPEC",
        help="Another requirement for every environment (repeatable).",
    ),
    click.option(
        "--as-of", metavar="DATE", help="Install nothing newer than this day, like 2026-01-31."
    ),
    click.option(
        "--import-check",
        metavar="MODULE",
        help="Fail if this module is not imported from the environment.",
    ),
    click.option(
        "--copy-dir",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The folder that the suite needs around it; by default its own.",
    ),
    click.option(
        "--project",
        type=click.Path(path_type=Path),
        default=Path(),
        metavar="DIR",
        help="With --git: the folder of the project; by default the current one.",
    ),
)


def add_shared_options(command: Command) -> Command:
    """Add the options of all commands that make environments and run a suite there."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
