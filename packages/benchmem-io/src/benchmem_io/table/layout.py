"""Lay out a table in columns of characters."""

from collections.abc import Callable, Iterator, Sequence

from benchmem_core.text import escape_controls, shorten
from benchmem_io.table.cells import cell_text
from benchmem_io.table.model import Group, Row, TableData

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
            id(row): [escape_controls(cell_text(cell)) for cell in row.cells] for row in table.rows
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
        line = self._padded(name, self._name) if self._name else ""
        if self._label:
            line += " " * GAP + self._padded(label, self._label)
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

    def _padded(self, text: str, width: int) -> str:
        return text + " " * (width - self._measure(text))

    def _widest(self, title: str, texts: Iterator[str]) -> int:
        return max(
            [self._measure(title), *(self._measure(escape_controls(text)) for text in texts)]
        )
