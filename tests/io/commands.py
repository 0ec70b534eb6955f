"""What the tests of the commands share: run them as processes, and read what they print."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from benchmem_io.gate.document import JsonGate
from benchmem_io.table.json import JsonTable


def process(
    *arguments: object, cwd: Path, env: dict[str, str] | None = None, redirection: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run `python -m benchmem_core` in a folder; its output is read as UTF-8.

    Args:
        arguments: Of the command.
        cwd: The folder.
        env: More variables.
        redirection: What a shell should do with the output, as in `>/dev/full`.
    """
    shell = ("sh", "-c", f'exec "$@" {redirection}', "sh") if redirection else ()
    return subprocess.run(
        [*shell, sys.executable, "-m", "benchmem_core", *map(str, arguments)],
        cwd=cwd,
        env=environment(env),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def environment(env: dict[str, str] | None = None) -> dict[str, str]:
    """This process's variables without those that change a table, and with some more."""
    left_out = {"COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONUTF8"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**kept, **(env or {})}


def table_of(text: str) -> JsonTable:
    """Read what `--format json` printed; nothing but a strict `JsonTable` will do."""
    table = msgspec.json.decode(text.encode(), type=JsonTable, strict=True)
    if table.gate is not None:
        table.gate = msgspec.convert(table.gate, JsonGate, strict=True)
    return table


def values(table: JsonTable, key: str) -> list[object]:
    """The values of a column, from the first row to the last."""
    return [row.cells[key].value for row in table.rows]


def ratios(table: JsonTable, key: str) -> list[float | None]:
    """The ratios of a column, from the first row to the last."""
    return [row.cells[key].ratio for row in table.rows]


def body(text: str) -> list[str]:
    """The lines of a terminal table between its rule and its notes."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line and set(line) <= {"─", "-"})
    end = lines.index("", start) if "" in lines[start:] else len(lines)
    return lines[start + 1 : end]


def words(lines: Sequence[str]) -> list[list[str]]:
    """The words of each line: a table without its blanks."""
    return [line.split() for line in lines]
