"""Memory in the terminal: columns beside pytest-benchmark's table, or a table of its own."""

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any

import pytest

from benchmem_pytest.columns import Column, memory_columns
from benchmem_pytest.options import TableOptions, table_options
from benchmem_pytest.rows import Group, read_groups

_TITLE = re.compile(r"-* benchmark.*: \d+ tests -*", re.DOTALL)


def summarize(
    reporter: pytest.TerminalReporter, config: pytest.Config
) -> Generator[None, None, None]:
    """Run inside the summary hook: print memory, and let the other plugins print theirs."""
    session = config.pluginmanager.get_plugin("pytest-benchmark")
    groups = read_groups(session)
    columns = memory_columns([row for group in groups for row in group.rows], table_options(config))
    if session is None or not columns or session.quiet:
        return (yield)
    options = table_options(config)
    separator = "|" if not _can_encode(config, "│") else "│"
    if options.layout == "split":
        try:
            return (yield)
        finally:
            _print_split(reporter, groups, columns, options)
    # pytest-benchmark prints once, to the reporter that it is given here; its own hook then
    # finds nothing to print. What it raises (a regression in time) still ends the session, after
    # the other plugins have had their turn.
    failure = None
    try:
        session.display(MemoryBeside(reporter, groups, columns, options, separator))
    except Exception as error:  # noqa: BLE001 - raised again below
        failure = error
    printed, session.groups = session.groups, None
    try:
        result = yield
    finally:
        session.groups = printed
    if failure is not None:
        raise failure
    return result


class MemoryBeside:
    """A terminal reporter that adds memory columns to the table which pytest-benchmark prints.

    Nothing of that table is made again here: its lines pass through, and each gets its part on
    the right. A group is printed as a title, a header, a rule, its rows and a rule; a row ends
    with a write of a newline.
    """

    def __init__(
        self,
        reporter: pytest.TerminalReporter,
        groups: Sequence[Group],
        columns: Sequence[Column],
        options: TableOptions,
        separator: str,
    ) -> None:
        """Wrap a reporter.

        Args:
            reporter: pytest's.
            groups: What pytest-benchmark is going to print, in its order.
            columns: What to add.
            options: What the table shows.
            separator: What stands between times and memory.
        """
        self._reporter = reporter
        self._groups = iter(groups)
        self._columns = columns
        self._options = options
        self._separator = f" {separator}"
        self._group: Group | None = None
        self._rows: Iterator[Sequence[tuple[str, Mapping[str, bool]]]] = iter(())
        self._rows_left = 0
        self._heads_left = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reporter, name)

    def write_line(self, line: str, **markup: bool) -> None:
        """Print a line, and in a table what belongs to its right."""
        rule = "-" * (len(self._separator) + sum(column.width for column in self._columns))
        if self._heads_left:
            self._heads_left -= 1
            heads = "".join(column.title.rjust(column.width) for column in self._columns)
            line += self._separator + heads if self._heads_left else rule
        elif self._group is not None and not self._rows_left:
            line += rule
            self._group = None
        elif self._group is None and _TITLE.fullmatch(line):
            self._group = next(self._groups)
            self._rows = _rows_of_cells(self._group, self._columns)
            self._rows_left = len(self._group.rows)
            self._heads_left = 2
            line += " memory ".center(len(rule), "-")
        self._reporter.write_line(line, **markup)
        if line == "Legend:":
            self._reporter.write_line(f"  {legend(self._columns, self._options)}")

    def write(self, content: str, **markup: Any) -> None:
        """Print a part of a line; at the end of a row, its memory first."""
        if content == "\n" and self._rows_left and not self._heads_left:
            self._rows_left -= 1
            self._reporter.write(self._separator)
            for cell, cell_markup in next(self._rows):
                self._reporter.write(cell, **cell_markup)
        self._reporter.write(content, **markup)


def _print_split(
    reporter: pytest.TerminalReporter,
    groups: Sequence[Group],
    columns: Sequence[Column],
    options: TableOptions,
) -> None:
    reporter.ensure_newline()
    reporter.write_line("")
    for group in groups:
        width = 3 + max(len("Name"), *(len(row.name) for row in group.rows))
        rule = "-" * (width + sum(column.width for column in columns))
        of_group = "" if group.name is None else f" {group.name!r}"
        title = f" memory{of_group}: {len(group.rows)} tests "
        reporter.write_line(title.center(len(rule), "-"), yellow=True)
        heads = "".join(column.title.rjust(column.width) for column in columns)
        reporter.write_line("Name".ljust(width) + heads)
        reporter.write_line(rule, yellow=True)
        for row, cells in zip(group.rows, _rows_of_cells(group, columns), strict=True):
            reporter.write(row.name.ljust(width))
            for cell, markup in cells:
                reporter.write(cell, **markup)
            reporter.write("\n")
        reporter.write_line(rule, yellow=True)
        reporter.write_line("")
    reporter.write_line("Legend:")
    reporter.write_line(f"  {legend(columns, options)}")


def legend(columns: Sequence[Column], options: TableOptions) -> str:
    """One line that says what the memory columns are."""
    counted = {"python": "every Python object", "system": "what reached the system's allocator"}
    others = {
        row.result.allocators
        for column in columns
        for row in column.rows
        if row.result is not None and row.result.allocators != options.allocators
    }
    marked = "".join(f"; *: {counted[other]}" for other in sorted(others))
    return (
        f"Memory: of separate, untimed passes; counted is {counted[options.allocators]} "
        f"(allocators: {options.allocators}){marked}."
    )


def _rows_of_cells(
    group: Group, columns: Sequence[Column]
) -> Iterator[Sequence[tuple[str, Mapping[str, bool]]]]:
    """Yield each row's cells, the best of the group in green and the worst in red."""
    extremes = []
    for column in columns:
        values = [value for row in group.rows if (value := column.value(row)) is not None]
        extremes.append((min(values), max(values)) if values else (None, None))
    for row in group.rows:
        cells = []
        for column, (best, worst) in zip(columns, extremes, strict=True):
            value = column.value(row)
            markup = {
                "green": best != worst and value == best,
                "red": best != worst and value == worst,
                "bold": value is not None,
            }
            cells.append((column.cell(row).rjust(column.width), markup))
        yield cells


def _can_encode(config: pytest.Config, text: str) -> bool:
    writer = config.get_terminal_writer()
    encoding = getattr(getattr(writer, "_file", None), "encoding", None) or "ascii"
    try:
        text.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True
