"""The table as a page of its own."""

import html

from benchmem_core.text import printable
from benchmem_io.cells import cell_text
from benchmem_io.gate_report import INDENT, GateReport
from benchmem_io.table import Cell, Column, Group, Table

_STYLE = """
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 2rem; }
table { border-collapse: collapse; margin-bottom: 1.5rem; }
th, td { padding: .25rem .75rem; text-align: right; border-bottom: 1px solid #8884; }
th.text, td.text { text-align: left; overflow-wrap: anywhere; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; }
td.name { font-family: ui-monospace, monospace; white-space: normal; max-width: 40rem; }
li.detail { margin-left: 2rem; }
.good { color: #1a7f37; } .bad { color: #cf222e; font-weight: 600; }
@media (prefers-color-scheme: dark) { .good { color: #3fb950; } .bad { color: #ff7b72; } }
"""


def render_html(table: Table, report: GateReport | None = None) -> str:
    """Write a table, and what the gate says, as a page that needs nothing else."""
    parts = [
        "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n<title>benchmem compare</title>\n"
    ]
    parts.append(f'<meta name=viewport content="width=device-width">\n<style>{_STYLE}</style>\n')
    for group in table.groups:
        if group.title:
            parts.append(f"<h2>{_text(group.title)}</h2>\n")
        parts.append(_group(table, group))
    parts += [f"<p>{_text(note)}</p>\n" for note in table.notes]
    if report is not None:
        lines = "".join(map(_item, report.lines()))
        parts.append(f"<h2>Gate</h2>\n<ul>\n{lines}</ul>\n")
    return "".join(parts)


def _group(table: Table, group: Group) -> str:
    label = f"<th class=text>{_text(table.label_title)}</th>" if table.label_title else ""
    heads = "".join(f"<th{_class(column)}>{_text(column.title)}</th>" for column in table.columns)
    lines = [
        f"<table>\n<thead><tr><th class=text>{table.name_title}</th>{label}{heads}</tr></thead>\n"
    ]
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
    return f"<td{tone}>{_text(cell_text(cell))}</td>"


def _class(column: Column) -> str:
    return " class=text" if column.is_text else ""


def _text(text: str) -> str:
    return html.escape(printable(text))
