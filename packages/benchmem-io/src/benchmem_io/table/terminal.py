"""The table as text for a terminal or a pipe, with or without colours."""

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import IO

from benchmem_core.text import escape_controls, shorten
from benchmem_io.table.layout import Layout
from benchmem_io.table.model import TableData

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

    def styled(self, text: str, style: str) -> str:
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


def table_lines(table: TableData, terminal: Terminal) -> list[str]:
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
            lines += [*([""] if lines else []), terminal.styled(title, "title")]
        lines += [
            terminal.styled(layout.heading(), "title"),
            terminal.styled(rule, "rule"),
            *layout.lines(group, terminal.styled),
        ]
    if table.notes:
        lines += ["", *(terminal.styled(escape_controls(note), "note") for note in table.notes)]
    return lines


def table_text(table: TableData) -> str:
    """Lay out a table in the width of the terminal, without colours.

    Args:
        table: The table.
    """
    terminal = Terminal(colored=False)
    return "\n".join(table_lines(table, terminal))
