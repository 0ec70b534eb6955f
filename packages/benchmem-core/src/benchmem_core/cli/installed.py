"""Load the commands that installed distributions register, first-party and third-party alike."""

from collections.abc import Iterable
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version

import click

from benchmem_core.entry_points import load_object, name_distribution

ENTRY_POINT_GROUP = "benchmem.commands"

FIRST_PARTY = {
    "bisect": "benchmem-sweep",
    "compare": "benchmem-io",
    "diff": "benchmem-io",
    "flamegraph": "benchmem-core",
    "plot": "benchmem-plot",
    "report": "benchmem-plot",
    "runs": "benchmem-io",
    "sweep": "benchmem-sweep",
}
"""The distribution that brings each command."""


class BrokenCommand(click.Command):
    """A placeholder for a command that could not be loaded; every call fails with the reason."""

    def __init__(self, name: str, reason: str) -> None:
        """Take the command's place."""
        super().__init__(
            name,
            help=f"Cannot be loaded: {reason}",
            short_help=f"(broken) {reason}",
            add_help_option=False,
            context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
        )
        self.reason = reason

    def invoke(self, ctx: click.Context) -> None:
        """Fail with the reason."""
        raise click.UsageError(f"`{ctx.command_path}` cannot be loaded: {self.reason}")


def find_commands() -> dict[str, list[EntryPoint]]:
    """Return the registered entry points by command name, without loading any."""
    found: dict[str, list[EntryPoint]] = {}
    for entry_point in entry_points(group=ENTRY_POINT_GROUP):
        found.setdefault(entry_point.name, []).append(entry_point)
    return dict(sorted(found.items()))


def load_command(name: str, candidates: Iterable[EntryPoint]) -> click.Command:
    """Load a command; one that cannot be loaded becomes a `BrokenCommand`."""
    candidates = list(candidates)
    if len(candidates) > 1:
        names = ", ".join(sorted(f"`{name_distribution(each)}`" for each in candidates))
        return BrokenCommand(name, f"{names} all register it; uninstall all but one")
    command, reason = load_object(candidates[0], click.Command, "click command")
    return command or BrokenCommand(name, reason)


def explain_missing_command(name: str) -> str:
    """Explain which distribution to install for a command."""
    distribution = FIRST_PARTY.get(name)
    if distribution is None:
        return f"`{name}` is not a command: `benchmem --help` lists the installed commands"
    try:
        installed = version(distribution)
    except PackageNotFoundError:
        return (
            f"`benchmem {name}` comes with `{distribution}`, which is not installed: "
            f"`pip install {distribution}`"
        )
    return (
        f"`benchmem {name}` is not part of `{distribution}` {installed}, the version installed "
        f"here: `pip install --upgrade {distribution}`"
    )
