"""The table model and its renderers: terminal, HTML, Markdown, CSV and JSON."""

from benchmem_core.lazy import lazy_names

# Type checkers read these; nothing is imported before it is used.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from benchmem_io.table.cells import (
        cell_text as cell_text,
        change_text as change_text,
        signed_text as signed_text,
    )
    from benchmem_io.table.csv import render_csv as render_csv
    from benchmem_io.table.deltas import change as change
    from benchmem_io.table.findings import Findings as Findings, indented as indented
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
        ".cells": ("cell_text", "change_text", "signed_text"),
        ".csv": ("render_csv",),
        ".deltas": ("change",),
        ".findings": ("Findings", "indented"),
        ".html": ("table_html",),
        ".json": ("json_text",),
        ".markdown": ("bullets", "render_markdown"),
        ".model": ("Cell", "Column", "EMPTY", "Group", "Row", "Tone", "common_prefix"),
        ".renderers": ("RENDERERS",),
        ".table": ("Table",),
        ".terminal": ("Terminal", "table_lines"),
    },
)
