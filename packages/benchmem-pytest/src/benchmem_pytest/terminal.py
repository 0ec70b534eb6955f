"""Memory in the terminal: columns beside pytest-benchmark's table, or a table of its own."""

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from benchmem_core.checks import ALLOCATOR_MODES
from benchmem_pytest.options import MemoryTableOptions, read_table_options
from benchmem_pytest.results import BenchmarkGroup, read_groups

if TYPE_CHECKING:
    from benchmem_io.table import Group, Table
    from benchmem_pytest.gate import Baseline

_TITLE = re.compile(r"-* benchmark.*: \d+ tests -*", re.DOTALL)
_GAP = 2


def summarize(
    reporter: "pytest.TerminalReporter", config: pytest.Config, baseline: "Baseline | None"
) -> Generator[None, None, None]:
    """Run inside the summary hook: print memory, and let the other plugins print their parts.

    Args:
        reporter: The terminal reporter of pytest.
        config: The configuration of pytest.
        baseline: The run to compare with.
    """
    session = config.pluginmanager.get_plugin("pytest-benchmark")
    groups = read_groups(session, config)
    if session is None or session.quiet or not any(row.result for g in groups for row in g.rows):
        return (yield)
    from benchmem_pytest.columns import make_memory_table

    options = read_table_options(config)
    table = make_memory_table(groups, options, baseline)
    assert table is not None
    part = MemoryPart(
        table, write_legend(groups, options, baseline), can_encode=_can_encode(config)
    )
    if options.layout == "split":
        try:
            return (yield)
        finally:
            _print_split(reporter, groups, part)
    # pytest-benchmark prints once, to the reporter that it gets here; its own hook then finds
    # nothing to print. Its error (a regression in time) still ends the session, after the other
    # plugins have had their turn.
    failure = None
    try:
        session.display(MemoryBeside(reporter, groups, part))
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


def print_gate(reporter: "pytest.TerminalReporter", lines: Sequence[str]) -> None:
    """Print the verdicts of the gate."""
    colors = {"regression": "red", "not judged": "yellow", "warning": "yellow"}
    print_section(reporter, "memory gate", lines, colors)


def print_ceilings(reporter: "pytest.TerminalReporter", lines: Sequence[str]) -> None:
    """Print the ceilings that were exceeded as expected."""
    print_section(reporter, "memory ceilings", lines, {"exceeded as expected": "yellow"})


def print_scaling(reporter: "pytest.TerminalReporter", lines: Sequence[str]) -> None:
    """Print the verdicts on the bounds of growth."""
    colors = {"exceeded": "red", "exceeded as expected": "yellow", "not judged": "yellow"}
    print_section(reporter, "memory scaling", lines, colors)


def print_section(
    reporter: "pytest.TerminalReporter",
    title: str,
    lines: Sequence[str],
    colors: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Print lines under a heading; without lines, print nothing.

    Args:
        reporter: The terminal reporter of pytest.
        title: The heading.
        lines: The lines.
        colors: The colour of a line, by the text before its first colon.
    """
    if not lines:
        return
    reporter.section(title)
    for line in lines:
        color = colors.get(line.partition(":")[0])
        reporter.write_line(line, **({color: True} if color else {}))


class MemoryPart:
    """The memory columns as texts: headings, and the cells of each row, all of equal width."""

    def __init__(self, table: "Table", legend: str, *, can_encode: bool) -> None:
        """Set the headings and the widths of the columns.

        Args:
            table: The memory of every row.
            legend: The line that explains the columns.
            can_encode: Whether the terminal can show `│` and `Δ`.
        """
        self._table = table
        self.legend = legend
        self.separator = " │" if can_encode else " |"
        # A terminal that cannot show `│` gets no `Δ` either.
        titles = [column.title for column in table.columns]
        self._titles = titles if can_encode else [each.replace("Δ", "change") for each in titles]
        self._widths = [
            _GAP + max([len(title), *(len(row.cells[i].text) for row in table.rows)])
            for i, title in enumerate(self._titles)
        ]

    @property
    def heads(self) -> str:
        """The headings."""
        return "".join(map(str.rjust, self._titles, self._widths))

    @property
    def width(self) -> int:
        """Characters of a row, without the separator."""
        return sum(self._widths)

    @property
    def groups(self) -> "Sequence[Group]":
        """The rows, in the groups that pytest-benchmark prints."""
        return self._table.groups

    def rows(self, group: "Group") -> Iterator[Sequence[tuple[str, Mapping[str, bool]]]]:
        """Yield the cells of each row, with their markup."""
        for row in group.rows:
            yield [
                (
                    cell.text.rjust(width),
                    {
                        "green": cell.tone == "good",
                        "red": cell.tone == "bad",
                        "bold": cell.value is not None,
                    },
                )
                for cell, width in zip(row.cells, self._widths, strict=True)
            ]


class MemoryBeside:
    """A terminal reporter that adds memory columns to the table of pytest-benchmark.

    The lines of that table pass through unchanged, and each gets its memory part on the right. A
    group is printed as a title, a header, a rule, its rows and a rule; a row ends with a write of
    a newline.
    """

    def __init__(
        self,
        reporter: "pytest.TerminalReporter",
        groups: Sequence[BenchmarkGroup],
        part: MemoryPart,
    ) -> None:
        """Wrap a reporter.

        Args:
            reporter: The terminal reporter of pytest.
            groups: The groups that pytest-benchmark is going to print, in its order.
            part: The memory columns to add.
        """
        self._reporter = reporter
        self._groups = iter(zip(groups, part.groups, strict=True))
        self._part = part
        self._group: BenchmarkGroup | None = None
        self._rows: Iterator[Sequence[tuple[str, Mapping[str, bool]]]] = iter(())
        self._rows_left = 0
        self._heads_left = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reporter, name)

    def write_line(self, line: str, **markup: bool) -> None:
        """Print a line; in a table, add the memory part on the right."""
        part = self._part
        rule = "-" * (len(part.separator) + part.width)
        if self._heads_left:
            self._heads_left -= 1
            line += part.separator + part.heads if self._heads_left else rule
        elif self._group is not None and not self._rows_left:
            line += rule
            self._group = None
        elif self._group is None and _TITLE.fullmatch(line):
            self._group, cells = next(self._groups)
            self._rows = part.rows(cells)
            self._rows_left = len(self._group.rows)
            self._heads_left = 2
            line += " memory ".center(len(rule), "-")
        self._reporter.write_line(line, **markup)
        if line == "Legend:":
            self._reporter.write_line(f"  {part.legend}")

    def write(self, content: str, **markup: Any) -> None:
        """Print a part of a line; at the end of a row, print its memory first."""
        if content == "\n" and self._rows_left and not self._heads_left:
            self._rows_left -= 1
            self._reporter.write(self._part.separator)
            for cell, cell_markup in next(self._rows):
                self._reporter.write(cell, **cell_markup)
        self._reporter.write(content, **markup)


def _print_split(
    reporter: "pytest.TerminalReporter", groups: Sequence[BenchmarkGroup], part: MemoryPart
) -> None:
    reporter.ensure_newline()
    reporter.write_line("")
    for group, cells in zip(groups, part.groups, strict=True):
        width = 3 + max(len("Name"), *(len(row.name) for row in group.rows))
        rule = "-" * (width + part.width)
        of_group = "" if group.name is None else f" {group.name!r}"
        title = f" memory{of_group}: {len(group.rows)} tests "
        reporter.write_line(title.center(len(rule), "-"), yellow=True)
        reporter.write_line("Name".ljust(width) + part.heads)
        reporter.write_line(rule, yellow=True)
        for row, row_cells in zip(group.rows, part.rows(cells), strict=True):
            reporter.write(row.name.ljust(width))
            for cell, markup in row_cells:
                reporter.write(cell, **markup)
            reporter.write("\n")
        reporter.write_line(rule, yellow=True)
        reporter.write_line("")
    reporter.write_line("Legend:")
    reporter.write_line(f"  {part.legend}")


def write_legend(
    groups: Sequence[BenchmarkGroup],
    options: MemoryTableOptions,
    baseline: "Baseline | None" = None,
) -> str:
    """Write the line that explains the memory columns."""
    others = {
        row.result.allocators
        for group in groups
        for row in group.rows
        if row.result is not None and row.result.allocators != options.allocators
    }
    marked = "".join(f"; *: {ALLOCATOR_MODES[other]}" for other in sorted(others))
    against = "" if baseline is None else f"; base: {baseline.label}"
    return (
        f"Memory: of separate, untimed passes; counted is {ALLOCATOR_MODES[options.allocators]} "
        f"(allocators: {options.allocators}){marked}{against}."
    )


def _can_encode(config: pytest.Config) -> bool:
    writer = config.get_terminal_writer()
    encoding = getattr(getattr(writer, "_file", None), "encoding", None) or "ascii"
    try:
        "│Δ".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True
