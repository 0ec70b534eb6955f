"""How a command prints what it made."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from benchmem_core.text import printable
from benchmem_io.contents import open_at_once
from benchmem_io.errors import RunFileError
from benchmem_io.gate_report import GateReport
from benchmem_io.table import Table


def print_table(table: Table, format_: str, report: GateReport | None = None) -> None:
    """Print a table on standard output.

    Args:
        table: The table.
        format_: `table`, or the name of a renderer.
        report: What the gate found; only some renderers show it.
    """
    if format_ == "table":
        from benchmem_io.renderers.terminal import Terminal, table_lines

        terminal = Terminal()
        terminal.print(table_lines(table, terminal))
        return
    from benchmem_io.renderers import RENDERERS

    print_text(RENDERERS[format_](table, report))


def print_text(content: str) -> None:
    """Print a document on standard output, in UTF-8 wherever it goes, as its readers expect."""
    click.echo(safe(content).encode(), nl=False)


def print_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines that may quote ids, made harmless for a terminal of any encoding.

    Args:
        lines: The lines.
        err: Whether they go to standard error.
    """
    from benchmem_io.renderers.terminal import Terminal

    Terminal(sys.stderr if err else None).print(map(printable, lines))


def write_file(path: Path, content: str) -> None:
    """Write a file.

    Raises:
        RunFileError: It cannot be written.
    """
    try:
        with open(path, "wb", opener=open_at_once) as file:
            file.write(safe(content).encode())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RunFileError(f"`{path}` cannot be written: {reason}") from None


def safe(content: str) -> str:
    """Write as a backslash escape what UTF-8 does not have: lone surrogates."""
    return content.encode("utf-8", "backslashreplace").decode("utf-8")
