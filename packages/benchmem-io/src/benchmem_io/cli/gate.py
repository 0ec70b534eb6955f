"""Options and exit codes that the commands with a gate share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

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
