"""The renderers of the table model, by format."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from benchmem_io.table.csv import render_csv
from benchmem_io.table.html import render_html
from benchmem_io.table.json import render_json
from benchmem_io.table.markdown import render_markdown
from benchmem_io.table.model import Findings, TableData

Renderer = Callable[[TableData, Findings | None], str]

RENDERERS: Mapping[str, Renderer] = MappingProxyType(
    {"md": render_markdown, "csv": render_csv, "json": render_json, "html": render_html}
)
"""The functions that render a table to a text, by the name of the format."""
