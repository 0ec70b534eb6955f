"""The table as HTML: a page of its own, or a piece of a notebook."""

import html

from benchmem_core.text import escape_controls
from benchmem_io.table.model import INDENT, Cell, Column, Findings, Group, TableData

# A page may be dark or light, and a notebook does not say which: use tints, not text colours.
# Selectors are long enough to win against the notebook's own styles for tables.
_TABLE_STYLE = """
div.benchmem table { border-collapse: collapse; margin: 0 0 1.5rem; }
div.benchmem table caption { padding: .5rem 0; text-align: left; font-weight: 600; }
div.benchmem table :is(th, td) { padding: .25rem .75rem; border-bottom: 1px solid #8884; }
div.benchmem table :is(th, td) { text-align: right; white-space: nowrap; }
div.benchmem table td { font-variant-numeric: tabular-nums; }
div.benchmem table .text { text-align: left; }
div.benchmem table td.name { font-family: ui-monospace, monospace; white-space: normal; }
div.benchmem table td.name { min-width: 16ch; max-width: 40rem; overflow-wrap: anywhere; }
div.benchmem table .good { background: #2ea04330; }
div.benchmem table .bad { background: #f8514940; font-weight: 600; }
"""
_PAGE_STYLE = """
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 2rem; }
li.detail { margin-left: 2rem; }
"""


def render_html(table: TableData, findings: Findings | None = None) -> str:
    """Write a table, and the findings under it, as a self-contained page."""
    parts = [
        "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n<title>benchmem compare</title>\n",
        f'<meta name=viewport content="width=device-width">\n<style>{_PAGE_STYLE}</style>\n',
        render_fragment(table),
    ]
    if findings is not None:
        lines = "".join(map(_item, findings.lines))
        parts.append(f"<h2>Gate</h2>\n<ul>\n{lines}</ul>\n")
    return "".join(parts)


def render_fragment(table: TableData) -> str:
    """Write a table as a piece of a page, with the styles that it needs."""
    groups = "".join(_group(table, group) for group in table.groups)
    notes = "".join(f"<p>{_text(note)}</p>\n" for note in table.notes)
    return f"<div class=benchmem>\n<style>{_TABLE_STYLE}</style>\n{groups}{notes}</div>\n"


def _group(table: TableData, group: Group) -> str:
    label = f"<th class=text>{_text(table.label_title)}</th>" if table.label_title else ""
    heads = "".join(f"<th{_class(column)}>{_text(column.title)}</th>" for column in table.columns)
    name = f"<th class=text>{_text(table.name_title)}</th>"
    caption = f"<caption>{_text(group.title)}</caption>\n" if group.title else ""
    lines = [f"<table>\n{caption}<thead><tr>{name}{label}{heads}</tr></thead>\n"]
    for row in group.rows:
        shown = f"<td class=text>{_text(row.label)}</td>" if table.label_title else ""
        cells = "".join(map(_cell, row.cells, table.columns))
        name = f'<td class="text name" title="{_text(row.id)}">{_text(row.name)}</td>'
        lines.append(f"<tr>{name}{shown}{cells}</tr>\n")
    return "".join(lines) + "</table>\n"


def _item(line: str) -> str:
    detail = " class=detail" if line.startswith(INDENT) else ""
    return f"<li{detail}>{_text(line.strip())}</li>\n"


def _cell(cell: Cell, column: Column) -> str:
    tone = f' class="{cell.tone}"' if cell.tone else _class(column)
    return f"<td{tone}>{_text(cell.text)}</td>"


def _class(column: Column) -> str:
    return " class=text" if column.is_text else ""


def _text(text: str) -> str:
    return html.escape(escape_controls(text))
