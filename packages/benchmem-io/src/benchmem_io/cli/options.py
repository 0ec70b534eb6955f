"""Options that several commands share."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

_RUN_OPTIONS = (
    # The type is a path only so that the shell completes it.
    click.argument("runs", metavar="RUN...", nargs=-1, required=True, type=click.Path()),
    click.option(
        "--label",
        "-l",
        "labels",
        metavar="NAME",
        multiple=True,
        help="The name of a run; give one for each run, in order.",
    ),
    click.option(
        "--where",
        metavar="DIM=VALUE",
        multiple=True,
        help="Keep only benchmarks whose dim has this value; give several to allow more values.",
    ),
)


def add_run_options(command: Command) -> Command:
    """Add the runs, their labels and the conditions that benchmarks must meet to a command."""
    return _add_options(command, _RUN_OPTIONS)


def add_format_option(*formats: str) -> Callable[[Command], Command]:
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
        help="The format of the output.",
    )


_GATE_OPTIONS = (
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
        help="Whether benchmarks that no rule could judge fail the gate.",
    ),
    click.option(
        "--on-inconclusive",
        type=click.Choice(("fail", "warn", "ignore")),
        default="warn",
        show_default=True,
        help="With `:clear` rules: `fail` exits 3 when growth was seen but series overlap.",
    ),
)


def add_gate_options(command: Command) -> Command:
    """Add the options `fail_on`, `on_missing` and `on_inconclusive` to a command."""
    return _add_options(command, _GATE_OPTIONS)


def _add_options(command: Command, options: Sequence[Callable[[Command], Command]]) -> Command:
    """Decorate a command with options, which `--help` lists in this order."""
    for option in reversed(options):
        command = option(command)
    return command
