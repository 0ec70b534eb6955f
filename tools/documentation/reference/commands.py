"""The `benchmem` command: every command of the distributions here, from click's own help."""

import inspect

import click

from benchmem_core.cli.installed import FIRST_PARTY
from benchmem_core.cli.main import benchmem
from tools.documentation.reference.definitions import (
    Definition,
    code,
    definition_list,
    flags_as_code,
)


def commands() -> str:
    """Describe every command: its usage, its purpose, and each option."""
    group = click.Context(benchmem, info_name="benchmem")
    # `list_commands` would add the commands of other installed distributions.
    return "\n".join(_command(name, group) for name in FIRST_PARTY)


def load(name: str, group: click.Context) -> click.Command:
    """Return a command of ours; a broken one ends the build."""
    command = benchmem.get_command(group, name)
    if command is None or hasattr(command, "reason"):
        raise LookupError(f"`benchmem {name}` is not installed here, or cannot be loaded")
    return command


def _command(name: str, group: click.Context) -> str:
    command = load(name, group)
    context = click.Context(command, info_name=name, parent=group)
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    text = flags_as_code(inspect.cleandoc(command.help or ""))
    return "\n\n".join(
        (
            f"## {code(context.command_path)} {{ #{name} }}",
            f"```text\n{usage}\n```",
            text,
            f"Comes with {code(FIRST_PARTY[name])}.",
            # All but `--help`, which every command has.
            definition_list(
                _option(name, parameter, context)
                for parameter in command.params
                if isinstance(parameter, click.Option)
            ),
        )
    )


def _option(command: str, option: click.Option, context: click.Context) -> Definition:
    record = option.get_help_record(context)
    assert record is not None, f"`benchmem {command}` hides `{option.name}`"
    typed, text = record
    name = max(option.opts, key=len).lstrip("-")
    return Definition(typed, f"{command}-{name}", text)
