"""The table model and its renderers: terminal, HTML, Markdown, CSV and JSON."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.table.csv import render_csv as render_csv
    from benchmem_io.table.json import json_text as json_text
    from benchmem_io.table.markdown import bullets as bullets, render_markdown as render_markdown
    from benchmem_io.table.model import (
        Cell as Cell,
        Column as Column,
        Findings as Findings,
        Group as Group,
        Row as Row,
        Tone as Tone,
        common_prefix as common_prefix,
        compute_change as compute_change,
        format_change as format_change,
        format_delta as format_delta,
        indent_lines as indent_lines,
    )
    from benchmem_io.table.renderers import RENDERERS as RENDERERS
    from benchmem_io.table.table import Table as Table
    from benchmem_io.table.terminal import print_lines as print_lines

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".csv": ("render_csv",),
        ".json": ("json_text",),
        ".markdown": ("bullets", "render_markdown"),
        ".model": (
            "Cell",
            "Column",
            "Findings",
            "Group",
            "Row",
            "Tone",
            "common_prefix",
            "compute_change",
            "format_change",
            "format_delta",
            "indent_lines",
        ),
        ".renderers": ("RENDERERS",),
        ".table": ("Table",),
        ".terminal": ("print_lines",),
    },
)
