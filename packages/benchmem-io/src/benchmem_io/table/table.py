"""A table that shows itself: as text, in a notebook and in IPython."""

from typing import Any

from benchmem_io.table.model import TableData


class Table(TableData):
    """A table."""

    def __str__(self) -> str:
        """The table as text, without colours."""
        # Whoever makes a table need not load what shows it.
        from benchmem_io.table.terminal import table_text

        return table_text(self)

    def _repr_html_(self) -> str:
        """The table as a notebook shows it."""
        from benchmem_io.table.html import table_html

        return table_html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """The table as IPython shows it in a terminal.

        Args:
            printer: IPython's.
            cycle: Whether it is inside itself, which it never is.
        """
        printer.text(str(self))
