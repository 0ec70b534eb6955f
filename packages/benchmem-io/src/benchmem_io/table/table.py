"""A table that can be shown as text, in a notebook and in IPython."""

from typing import Any

from benchmem_io.table.model import TableData


class Table(TableData):
    """A table that `str`, notebooks and IPython can show."""

    def __str__(self) -> str:
        """Return the table as text, without colours."""
        # Import late: making a table does not need the terminal.
        from benchmem_io.table.terminal import table_text

        return table_text(self)

    def _repr_html_(self) -> str:
        """Return the table as HTML for a notebook."""
        from benchmem_io.table.html import table_html

        return table_html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print the table in a terminal with IPython.

        Args:
            printer: The pretty printer of IPython.
            cycle: Whether the table contains itself, which never happens.
        """
        printer.text(str(self))
