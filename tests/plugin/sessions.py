"""A pytest session that ran for real, and what it printed and wrote."""

import functools
import importlib.util
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


def needs(*modules: str) -> None:
    """Skip a test where a module is not installed, without importing it into this process."""
    for module in modules:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"needs {module}")


@dataclass(frozen=True)
class Session:
    """What became of a session."""

    result: pytest.RunResult
    run_file: Path | None

    @property
    def ret(self) -> int:
        return int(self.result.ret)

    @property
    def lines(self) -> list[str]:
        return self.result.outlines

    @property
    def out(self) -> str:
        return "\n".join(self.result.outlines)

    @property
    def body(self) -> str:
        """What was printed after the header, which names paths and plugins."""
        return re.split(r"\ncollected .*\n", self.out)[-1]

    @property
    def err(self) -> str:
        return "\n".join(self.result.errlines)

    @functools.cached_property
    def benchmarks(self) -> dict[str, dict[str, Any]]:
        """The entries of the run file by name; empty when none was written."""
        if self.run_file is None:
            return {}
        return {
            entry["name"]: entry for entry in json.loads(self.run_file.read_text())["benchmarks"]
        }

    def blob(self, name: str) -> dict[str, list[int]]:
        """The series of a benchmark."""
        return self.benchmarks[name]["extra_info"]["benchmem"]

    def assert_outcomes(self, **outcomes: int) -> None:
        """Check how many tests passed, failed and so on."""
        self.result.assert_outcomes(**outcomes)

    def tables(self, separator: str = "│") -> list["Table"]:
        """The tables of times and memory."""
        return list(read_tables(self.lines, separator))

    def table(self, separator: str = "│") -> "Table":
        """The only table."""
        (table,) = self.tables(separator)
        return table


@dataclass(frozen=True)
class Table:
    """A printed table: title, header, rule, rows, rule; all of them strings as printed."""

    lines: list[str]
    separator: str

    @property
    def header(self) -> str:
        return self.lines[1]

    @property
    def rows(self) -> list[str]:
        return self.lines[3:-1]

    @property
    def heads(self) -> list[str]:
        """The headings of the memory columns."""
        return _cells(self.header, self.separator)

    @property
    def names(self) -> list[str]:
        """What stands first in every row."""
        return [re.split(r"\s{3,}", row)[0] for row in self.rows]

    @property
    def cells(self) -> dict[str, list[str]]:
        """The memory cells of every row by name."""
        return {
            name: _cells(row, self.separator)
            for name, row in zip(self.names, self.rows, strict=True)
        }

    def without_memory(self) -> list[str]:
        """The lines up to the separator."""
        width = self.header.index(f" {self.separator}")
        return [line[:width] for line in self.lines]


_TITLE = re.compile(r"-* (benchmark|memory).*: \d+ tests -.*")


def read_tables(lines: list[str], separator: str = "│") -> "list[Table]":
    """The tables among the lines of a terminal."""
    tables = []
    for start, line in enumerate(lines):
        if _TITLE.fullmatch(line):
            closing = next(
                number for number in range(start + 3, len(lines)) if set(lines[number]) == {"-"}
            )
            tables.append(Table(lines[start : closing + 1], separator))
    return tables


def _cells(line: str, separator: str) -> list[str]:
    memory = line.partition(f" {separator} ")[2].strip()
    return re.split(r"\s{2,}", memory) if memory else []
