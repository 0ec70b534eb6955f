"""A table that can be shown as text, in a notebook and in IPython."""

from typing import Any

from benchmem_io.table.model import TableData


class Table(TableData):
    """A table that `str`, notebooks and IPython can show."""

    def __str__(self) -> str:
        """Return the table as text, without colours."""
        # Import late: making a table does not need the terminal.
        from benchmem_io.table.terminal import render_text

        return render_text(self)

    def print(self) -> None:
        """Print the table on standard output, with colours if it is a terminal."""
        from benchmem_io.table.terminal import print_table

        print_table(self)

    def to_html(self) -> str:
        """Return the table as a piece of a page, with the styles that it needs."""
        from benchmem_io.table.html import render_fragment

        return render_fragment(self)

    def _repr_html_(self) -> str:
        """Return the table as HTML for a notebook."""
        return self.to_html()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print the table in a terminal with IPython.

        Args:
            printer: The pretty printer of IPython.
            cycle: Whether the table contains itself, which never happens.
        """
        printer.text(str(self))
