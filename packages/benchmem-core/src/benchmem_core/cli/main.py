"""The `benchmem` command group, with the commands of the installed distributions."""

import errno
import io
import os
import sys
import warnings
from typing import Any, NoReturn

import click

from benchmem_core.__about__ import __version__
from benchmem_core.cli.installed import explain_missing_command, find_commands, load_command
from benchmem_core.errors import BenchmemError, BenchmemWarning
from benchmem_core.text import escape_controls, shorten

_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EBADF}
"""Errors of a write for which neither the user's input nor the code is at fault."""


_UNREACHABLE = {errno.EACCES, errno.ELOOP, errno.ENAMETOOLONG, errno.ENOTDIR}
"""Errors of a path that cannot exist, or that we may not see."""

_LONGEST_NAME = 200


class InputError(click.ClickException):
    """Wrong usage or unreadable input."""

    exit_code = 2


class InstalledCommands(click.Group):
    """A group whose commands are found by entry point and loaded on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the installed commands."""
        return list(find_commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command; `None` when no distribution registers it."""
        candidates = find_commands().get(cmd_name)
        return load_command(cmd_name, candidates) if candidates else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was asked for, or say what to install."""
        name = args[0]
        is_command = not name.startswith("-") and not ctx.resilient_parsing
        if is_command and self.get_command(ctx, name) is None:
            raise click.UsageError(explain_missing_command(name))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error that the library raised becomes one line and exit 2."""
        try:
            return super().invoke(ctx)
        except BenchmemError as error:
            # It may quote the content of a file.
            raise InputError(escape_controls(str(error))) from error
        except OSError as error:
            if error.errno not in _UNREACHABLE or error.filename is None:
                raise
            name = shorten(escape_controls(str(error.filename)), _LONGEST_NAME)
            raise InputError(f"`{name}` cannot be reached: {error.strerror}") from error


@click.group(cls=InstalledCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="benchmem")
def benchmem() -> None:
    """Measure, compare and explain the memory of Python code."""


class _OutputStream(io.FileIO):
    """A standard stream that drops its output once the reader has gone."""

    def write(self, content: Any) -> int:
        """Write, or drop the content if the reader has gone."""
        try:
            return super().write(content)
        except BrokenPipeError:
            # A reader such as `head` has closed the pipe; the exit code stays the same.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            return len(content)


def _ignore_closed_pipes() -> None:
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        # The stream is `None` where the shell closed it (`>&-`).
        if stream is None or stream is not getattr(sys, f"__{name}__") or stream.isatty():
            continue
        outlet = _OutputStream(stream.fileno(), "w", closefd=False)
        opened = io.TextIOWrapper(
            io.BufferedWriter(outlet),
            encoding=stream.encoding,
            errors=stream.errors,
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )
        setattr(sys, name, opened)


def _shorten_warnings() -> None:
    """Show each warning of ours in one line, without the line of code that issued it."""
    usual = warnings.formatwarning

    def format_warning(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        line: str | None = None,
    ) -> str:
        if issubclass(category, BenchmemWarning):
            return f"Warning: {escape_controls(str(message))}\n"
        return usual(message, category, filename, lineno, line)

    warnings.formatwarning = format_warning


def main() -> NoReturn:
    """Run the `benchmem` command; an error is one line on stderr, without the usage text."""
    _ignore_closed_pipes()
    _shorten_warnings()
    try:
        result = benchmem.main(prog_name="benchmem", standalone_mode=False)
        # `None` where the shell closed it (`>&-`); the exit code stays the same.
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        if error.errno not in _UNWRITABLE or sys.stdout is None:
            raise
        # The interpreter flushes once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        what = (
            "the output" if error.filename is None else f"`{escape_controls(str(error.filename))}`"
        )
        click.echo(
            f"Error: {what} cannot be written: {error.strerror}; send it somewhere else", err=True
        )
        sys.exit(InputError.exit_code)
    except click.ClickException as error:
        is_help = isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ()))
        if is_help:
            error.show()
        else:
            # Without the usage text, and in one line whatever argument it quotes.
            click.echo(f"Error: {escape_controls(error.format_message())}", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("Aborted!", err=True)
        sys.exit(1)
    # `--help` and `ctx.exit` return their exit code.
    sys.exit(result if isinstance(result, int) else 0)
