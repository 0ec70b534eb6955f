"""The table in GitHub's Markdown, for a comment or a step summary."""

import re
from collections.abc import Iterable

from benchmem_core.text import escape_controls
from benchmem_io.table.model import INDENT, Cell, Findings, Group, TableData

# Characters that end a code span or a cell, and `##[`, which is a command to GitHub Actions.
_BREAKS_CODE = re.compile(r"[`|\\]|##\[")
# Characters with a meaning in Markdown or HTML.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&|~#@]|:(?=\S)")


def render_markdown(table: TableData, findings: Findings | None = None) -> str:
    """Write a table, and the findings under it, as Markdown."""
    parts = []
    for group in table.groups:
        if group.title:
            parts.append(f"#### {code(group.title)}\n\n")
        parts.append(_group(table, group))
        parts.append("\n")
    parts += [f"{escape(note)}\n\n" for note in table.notes]
    if findings is not None:
        parts.append(bullets(findings.lines))
    return "".join(parts).rstrip("\n") + "\n"


def bullets(lines: Iterable[str]) -> str:
    """Write lines as a list; a line that begins with blanks explains the line above it."""
    return "".join(
        f"{'  ' if line.startswith(INDENT) else ''}- {escape(line.strip())}\n" for line in lines
    )


def code(text: str) -> str:
    """Write any text as inline code that neither ends early nor breaks a row."""
    text = escape_controls(text)
    if not text.strip():
        return ""
    if _BREAKS_CODE.search(text) or text != text.strip():
        return f"<code>{escape(text)}</code>"
    return f"`{text}`"


def escape(text: str) -> str:
    """Escape a text, so that Markdown shows it unchanged."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", escape_controls(text))


def _group(table: TableData, group: Group) -> str:
    has_label = bool(table.label_title)
    heads = [table.name_title, *([table.label_title] if has_label else [])]
    titles = heads + [escape(column.title) for column in table.columns]
    rules = [":---"] * len(heads) + [
        ":---" if column.is_text else "---:" for column in table.columns
    ]
    lines = [titles, rules]
    for row in group.rows:
        label = [escape(row.label)] if has_label else []
        lines.append([code(row.name), *label, *map(_cell, row.cells)])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(cell: Cell) -> str:
    text = escape(cell.text)
    return f"**{text}**" if cell.tone == "bad" else text
