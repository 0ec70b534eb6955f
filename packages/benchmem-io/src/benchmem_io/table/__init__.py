"""The table model and its renderers: terminal, HTML, Markdown, CSV and JSON."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.table.cells import (
        format_cell as format_cell,
        format_change as format_change,
        format_delta as format_delta,
    )
    from benchmem_io.table.csv import render_csv as render_csv
    from benchmem_io.table.deltas import compute_change as compute_change
    from benchmem_io.table.findings import Findings as Findings, indent_lines as indent_lines
    from benchmem_io.table.html import table_html as table_html
    from benchmem_io.table.json import json_text as json_text
    from benchmem_io.table.markdown import bullets as bullets, render_markdown as render_markdown
    from benchmem_io.table.model import (
        EMPTY as EMPTY,
        Cell as Cell,
        Column as Column,
        Group as Group,
        Row as Row,
        Tone as Tone,
        common_prefix as common_prefix,
    )
    from benchmem_io.table.renderers import RENDERERS as RENDERERS
    from benchmem_io.table.table import Table as Table
    from benchmem_io.table.terminal import Terminal as Terminal, table_lines as table_lines

__all__, __getattr__, __dir__ = lazy_names(
    __name__,
    {
        ".cells": ("format_cell", "format_change", "format_delta"),
        ".csv": ("render_csv",),
        ".deltas": ("compute_change",),
        ".findings": ("Findings", "indent_lines"),
        ".html": ("table_html",),
        ".json": ("json_text",),
        ".markdown": ("bullets", "render_markdown"),
        ".model": ("Cell", "Column", "EMPTY", "Group", "Row", "Tone", "common_prefix"),
        ".renderers": ("RENDERERS",),
        ".table": ("Table",),
        ".terminal": ("Terminal", "table_lines"),
    },
)
