"""Print the output of a command, or write it to a file."""

from pathlib import Path

import click

from benchmem_core.atomic_files import write_output
from benchmem_io.errors import RunFileError
from benchmem_io.table import Findings, Table


def print_table(table: Table, format_: str, findings: Findings | None = None) -> None:
    """Print a table on standard output.

    Args:
        table: The table.
        format_: `table`, or the name of a renderer.
        findings: The findings under the table; only some renderers show them.
    """
    if format_ == "table":
        table.print()
        return
    from benchmem_io.table import RENDERERS

    print_text(RENDERERS[format_](table, findings))


def print_text(content: str) -> None:
    """Print a document on standard output, always in UTF-8, as its readers expect."""
    click.echo(safe(content).encode(), nl=False)


def write_file(path: Path, content: str) -> None:
    """Write a file.

    Raises:
        RunFileError: The file cannot be written.
    """
    try:
        write_output(path, safe(content).encode())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RunFileError(f"`{path}` cannot be written: {reason}") from None


def safe(content: str) -> str:
    """Replace lone surrogates, which UTF-8 cannot encode, with backslash escapes."""
    return content.encode("utf-8", "backslashreplace").decode("utf-8")
