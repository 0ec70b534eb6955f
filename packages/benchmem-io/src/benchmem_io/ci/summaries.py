"""The summary of a step on GitHub: the Markdown table, cut to the size that GitHub shows."""

from collections.abc import Sequence

MOST_BYTES = 1024 * 1024
"""The largest size of a step's Markdown in bytes; GitHub shows nothing of a larger one."""

_RULE = "| :---"
# The most bytes that the notes about cut rows and lines take.
_MARGIN = 500


def step_summary(table: str, findings: str, room: int) -> str:
    """Fit a table and the findings under it into a number of bytes.

    If there is too little room, findings come first: they get at least half of it.

    Args:
        table: The table in Markdown, with its notes.
        findings: A list in Markdown, whose last line sums up; empty if there are no findings.
        room: The number of bytes in UTF-8.

    Returns:
        The whole text, or as many whole rows and lines as fit, with a line that says so; an
        empty text if there is too little room for that.
    """
    whole = join_findings(table, findings)
    if _size(whole) <= room:
        return whole
    room -= 2 * _MARGIN
    if room < _MARGIN:
        return ""
    kept = _cut_list(findings.splitlines(), max(room // 2, room - _size(table)))
    return join_findings(_cut_table(table.splitlines(), room - _size(kept)), kept)


def join_findings(table: str, findings: str) -> str:
    """Put a list under a table, as `render_markdown` does."""
    return f"{table}\n{findings}" if findings else table


def _cut_list(lines: Sequence[str], room: int) -> str:
    """Keep the first lines, and the last line, which sums up."""
    *lines, last = lines or [""]
    kept = _fitting(lines, room - _line_size(last))
    left = len(lines) - len(kept)
    note = [f"- {left:,} more lines do not fit into a summary of GitHub."] if left else []
    return "".join(f"{line}\n" for line in [*kept, *note, last] if line)


def _cut_table(lines: Sequence[str], room: int) -> str:
    """Keep the first rows, and the notes under the table."""
    rows = [
        number
        for number, (line, following) in enumerate(zip(lines, [*lines[1:], ""], strict=True))
        if line.startswith("|") and not line.startswith(_RULE) and not following.startswith(_RULE)
    ]
    end = rows[-1] + 1 if rows else 0
    notes = lines[end:]
    if _fitting(notes, room) != notes:
        notes = []
    kept = _fitting(lines[:end], room - sum(map(_line_size, notes)))
    shown = sum(number < len(kept) for number in rows)
    # Keep titles and headings only above a row.
    kept = lines[: rows[shown - 1] + 1] if shown else []
    note = (
        f"**The first {shown:,} of {len(rows):,} rows: a summary of GitHub holds 1 MiB. "
        "`--csv FILE` writes all of them.**"
    )
    cut = ["", note] if shown < len(rows) else []
    return "".join(f"{line}\n" for line in [*kept, *cut, *notes])


def _fitting(lines: Sequence[str], room: int) -> Sequence[str]:
    """Keep the first lines, as many as fit."""
    for number, line in enumerate(lines):
        room -= _line_size(line)
        if room < 0:
            return lines[:number]
    return lines


def _line_size(line: str) -> int:
    return _size(line) + 1


def _size(text: str) -> int:
    return len(text.encode())
