"""The table as text for a terminal or a pipe, with or without colours."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import IO

from benchmem_core.text import escape_controls, shorten
from benchmem_io.table.model import Group, Row, TableData

PIPE_WIDTH = 100
"""The width of a table in a pipe or a file, where no terminal tells its width."""

_STYLES = {"good": "green", "bad": "red", "title": "bold", "rule": "dim", "note": "dim"}
# rich's names of a terminal's colour systems, and the names that its styles take.
_COLORS = {
    "standard": "STANDARD",
    "256": "EIGHT_BIT",
    "truecolor": "TRUECOLOR",
    "windows": "WINDOWS",
}


class Terminal:
    """The output of a table, with its width, colours and characters.

    rich detects the terminal's width and colours, `NO_COLOR` and `COLUMNS`. The lines are laid out
    here, because rich's own tables take a second for a thousand rows.
    """

    def __init__(self, file: IO[str] | None = None, *, colored: bool = True) -> None:
        """Detect the width, the colours and the encoding of a terminal.

        Args:
            file: The file to print to; the default is standard output.
            colored: Whether colours are allowed.
        """
        from rich.color import ColorSystem
        from rich.console import Console
        from rich.style import Style

        self._console: Console = Console(file=file, highlight=False, markup=False, emoji=False)
        says = self._console.is_terminal or os.environ.get("COLUMNS", "").isdigit()
        self.width = max(self._console.width if says else PIPE_WIDTH, 40)
        colors = None if self._console.no_color or not colored else self._console.color_system
        self._colors = ColorSystem[_COLORS[colors]] if colors else None
        self._styles: dict[str, Style] = {
            name: Style.parse(style) for name, style in _STYLES.items()
        }
        self._encoding = getattr(self._console.file, "encoding", None) or "utf-8"

    def can_encode(self, text: str) -> bool:
        """Say whether the terminal's encoding has all characters of a text."""
        try:
            text.encode(self._encoding)
        except (LookupError, UnicodeEncodeError):
            return False
        return True

    def style_text(self, text: str, style: str) -> str:
        """Colour a text, if the terminal has colours."""
        if not style or self._colors is None:
            return text
        return self._styles[style].render(text, color_system=self._colors)

    def print(self, lines: Iterable[str]) -> None:
        """Print lines; characters that the encoding lacks become backslash escapes."""
        content = "".join(f"{line}\n" for line in lines)
        safe = content.encode(self._encoding, "backslashreplace").decode(self._encoding)
        self._console.file.write(safe)
        self._console.file.flush()


def lay_out(table: TableData, terminal: Terminal) -> list[str]:
    """Lay out a table as lines for a terminal.

    A name that does not fit beside its row stands on a line of its own, above it.

    Args:
        table: The table.
        terminal: The terminal that it will be printed on.
    """
    from rich.cells import cell_len

    if not terminal.can_encode("Δ"):
        columns = [replace(each, title=each.title.replace("Δ", "Change")) for each in table.columns]
        table = replace(table, columns=columns)
    layout = Layout(table, terminal.width, cell_len)
    rule = ("─" if terminal.can_encode("─") else "-") * layout.width
    lines: list[str] = []
    for group in table.groups:
        if group.title:
            title = escape_controls(shorten(group.title, 200))
            lines += [*([""] if lines else []), terminal.style_text(title, "title")]
        lines += [
            terminal.style_text(layout.heading(), "title"),
            terminal.style_text(rule, "rule"),
            *layout.lines(group, terminal.style_text),
        ]
    if table.notes:
        lines += ["", *(terminal.style_text(escape_controls(note), "note") for note in table.notes)]
    return lines


def render_text(table: TableData) -> str:
    """Lay out a table in the width of the terminal, without colours."""
    return "\n".join(lay_out(table, Terminal(colored=False)))


def print_table(table: TableData) -> None:
    """Print a table on standard output, with colours if it is a terminal."""
    terminal = Terminal()
    terminal.print(lay_out(table, terminal))


def print_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines that may quote ids, escaped for a terminal of any encoding.

    Args:
        lines: The lines.
        err: Whether they go to standard error.
    """
    Terminal(sys.stderr if err else None).print(map(escape_controls, lines))


GAP = 2
"""Blanks between columns."""

_LEAST_TEXT = 16

Style = Callable[[str, str], str]
"""A function that colours a text; it takes the text and a tone: `good`, `bad` or empty."""


class Layout:
    """The columns of a table, as wide as their contents.

    Long names do not set the width of their column. In a table with labels all names then stand on
    lines of their own, above their rows. In other tables only the names that do not fit do.
    """

    def __init__(self, table: TableData, width: int, measure: Callable[[str], int]) -> None:
        """Measure a table.

        Args:
            table: The table.
            width: The largest width; a table is wider only if its numbers alone are wider.
            measure: Returns the number of terminal columns that a text takes.
        """
        self._table = table
        self._width = width
        self._measure = measure
        self._texts = {
            id(row): [escape_controls(cell.text) for cell in row.cells] for row in table.rows
        }
        self._cells = [
            max(
                [
                    measure(escape_controls(column.title)),
                    *(measure(t[i]) for t in self._texts.values()),
                ]
            )
            for i, column in enumerate(table.columns)
        ]
        self._label = (
            self._widest(table.label_title, (row.label for row in table.rows))
            if table.label_title
            else 0
        )
        self._shrink_texts(width)
        right = sum(GAP + each for each in self._cells)
        names = self._widest(table.name_title, (row.name for row in table.rows))
        # A label is cut if it alone would make the table too wide.
        if self._label and names + GAP + self._label + right > width:
            self._name = 0
            title = len(f"{table.name_title} / {table.label_title}")
            self._label = max(min(self._label, max(width - right - GAP, 16)), title)
        else:
            label = GAP + self._label if self._label else 0
            self._name = min(names, max(width - right - label, 12))

    @property
    def width(self) -> int:
        """The width of the table."""
        label = GAP + self._label if self._label else 0
        return self._name + label + sum(GAP + each for each in self._cells)

    def heading(self) -> str:
        """Return the line of headings."""
        titles = [escape_controls(column.title) for column in self._table.columns]
        name = self._table.name_title
        if not self._name:
            return self._line("", f"{name} / {self._table.label_title.lower()}", titles)
        return self._line(name, self._table.label_title, titles)

    def lines(self, group: Group, style: Style) -> Iterator[str]:
        """Yield the lines of a group's rows; only the first row of each benchmark has the name."""
        last = None
        for row in group.rows:
            name = "" if row.id == last else escape_controls(row.name)
            last = row.id
            if self._measure(name) > self._name:
                # Nobody reads a longer name; the other formats have the whole name.
                name = shorten(name, 3 * self._width)
                yield from (name[i : i + self._width] for i in range(0, len(name), self._width))
                name = ""
            label = shorten(escape_controls(row.label), max(self._label, 3)) if self._label else ""
            yield self._line(name, label, self._texts[id(row)], row, style)

    def _line(
        self,
        name: str,
        label: str,
        texts: Sequence[str],
        row: Row | None = None,
        style: Style | None = None,
    ) -> str:
        line = self._pad(name, self._name) if self._name else ""
        if self._label:
            line += " " * GAP + self._pad(label, self._label)
        for i, (text, width) in enumerate(zip(texts, self._cells, strict=True)):
            is_text = self._table.columns[i].is_text
            shown = self._cut(text, width) if is_text else text
            blanks = " " * (width - self._measure(shown))
            tone = row.cells[i].tone if row is not None else ""
            shown = style(shown, tone) if style is not None and tone else shown
            line += " " * GAP + (shown + blanks if is_text else blanks + shown)
        return line.rstrip()

    def _shrink_texts(self, width: int) -> None:
        """Make columns of text narrower, the widest first, if the table is too wide."""
        texts = [
            i
            for i, column in enumerate(self._table.columns)
            if column.is_text and self._cells[i] > _LEAST_TEXT
        ]
        while texts and sum(GAP + each for each in self._cells) + _LEAST_TEXT > width:
            widest = max(texts, key=self._cells.__getitem__)
            if self._cells[widest] <= _LEAST_TEXT:
                return
            self._cells[widest] -= 1

    def _cut(self, text: str, width: int) -> str:
        """Cut the middle out of a text, by terminal columns: some characters take two."""
        shown, length = text, width
        while self._measure(shown) > width and length >= 3:
            shown = shorten(text, length)
            length -= 1
        return shown

    def _pad(self, text: str, width: int) -> str:
        return text + " " * (width - self._measure(text))

    def _widest(self, title: str, texts: Iterator[str]) -> int:
        return max(
            [self._measure(title), *(self._measure(escape_controls(text)) for text in texts)]
        )
