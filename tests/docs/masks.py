"""Clean output for a page of all traces of the machine, and compare it without its numbers."""

import os
import re
import socket
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

ELLIPSIS = "..."
"""A line that stands for any lines."""

_NUMBER = re.compile(
    r"[-+\u2212±]?\d[\d,._]*(?:[eE][-+]?\d+)?"
    r"(?:\s?(?:[KMGTkmgt]i?B|B|[mµμun]?s|%|x|Kops/s|Mops/s|ops/s)(?![\w-]))?"
)
_HASH = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{7,40}\b")
# The unit of a whole column, which depends on its numbers.
_COLUMN_UNIT = re.compile(r"(?<=\(time in )\w+(?=\))|(?<=OPS) \([KM]ops/s\)")
# The lines of pytest about the machine and the installed plugins.
_HEADER = re.compile(r"^(?:platform |cachedir: |rootdir: |configfile: |plugins: |benchmark: \d)")
_RULE = re.compile(r"[-─━=_]{2,}")
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def clean(text: str, home: Path, docs: Path) -> list[str]:
    """Return the lines of an output, without names and paths of this machine.

    Args:
        text: The output.
        home: The temporary home folder; the page ran in its folder `project`.
        docs: The folder of the pages.
    """
    text = _ESCAPE.sub("", text)
    for path, shown in _paths(home, docs):
        text = text.replace(path, shown)
    text = _dates(_machine(text))
    lines: list[str] = []
    for line in text.splitlines():
        if not _HEADER.match(line):
            # One empty line is enough on a page.
            if line.strip() or lines[-1:] != [""]:
                lines.append(line.rstrip())
        elif lines[-1:] != [ELLIPSIS]:
            lines.append(ELLIPSIS)
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines


def _paths(home: Path, docs: Path) -> list[tuple[str, str]]:
    """Return the paths of this machine and their replacements, the longest first."""
    known = {
        f"{home}/project/": "",
        f"{home}/project": "~/project",
        f"{home}/tmp": "/tmp",
        str(home): "~",
        str(docs): "docs",
        sys.prefix: ".venv",
        sys.base_prefix: "/usr",
        os.path.expanduser("~") + "/": "~/",
    }
    return sorted(known.items(), key=lambda pair: -len(pair[0]))


def _machine(text: str) -> str:
    """Replace the names of the machine and of its processor by fixed words of equal width."""
    for name, word in ((socket.gethostname(), "machine"), (_processor(), "processor")):
        if name:
            text = "\n".join(_renamed(line, name, word) for line in text.split("\n"))
    return text


def _renamed(line: str, name: str, word: str) -> str:
    """Replace a name by a word, and keep the position of the next cell."""
    parts = re.split(rf"(?<![\w-]){re.escape(name)}(?![\w-])", line)
    wider = len(word) - len(name)
    for index in range(1, len(parts)):
        gap = re.compile(rf" {{{wider}}}(?=  )" if wider > 0 else r"(?=  )")
        parts[index] = gap.sub(" " * max(0, -wider), parts[index], count=1)
    return word.join(parts)


@cache
def _processor() -> str:
    """Return the processor's name, as pytest-benchmark writes it into its files."""
    from cpuinfo import get_cpu_info

    return get_cpu_info().get("brand_raw", "")


def _dates(text: str) -> str:
    """Replace today by the first of January, and the time by noon."""
    now = datetime.now(UTC)
    for day in {moment.astimezone().date() for moment in (now, now - timedelta(days=1))} | {
        moment.date() for moment in (now, now - timedelta(days=1))
    }:
        text = re.sub(
            rf"{day:%Y-%m-%d}([T ])\d\d:\d\d(?::\d\d(?:\.\d+)?)?", r"2026-01-01\g<1>12:00", text
        )
        text = text.replace(f"{day:%Y-%m-%d}", "2026-01-01")
        text = re.sub(rf"{day:%Y%m%d}_\d{{6}}", "20260101_120000", text)
    return text


def masked(line: str) -> str:
    """Remove numbers, hashes and widths from a line."""
    line = _COLUMN_UNIT.sub("", line)
    line = _HASH.sub("#", line)
    line = _NUMBER.sub("#", line)
    line = _RULE.sub("-", line)
    # Cells move when a number gets wider.
    return re.sub(r"\s+", " ", line).strip()


def shown(expected: list[str], actual: list[str]) -> list[str] | None:
    """Return the lines that a page with the lines `expected` should show now.

    Args:
        expected: The lines on the page; a line `...` stands for any lines.
        actual: The printed lines.

    Returns:
        The lines of `actual` that the page shows, with its `...` between them; `None` if they
        differ by more than numbers.
    """
    parts = _parts(expected)
    if not any(line.strip() for part in parts for line in part):
        return None
    result: list[str] = []
    start = 0
    for index, part in enumerate(parts):
        if index:
            result.append(ELLIPSIS)
        wanted = [masked(line) for line in part if line.strip()]
        last = index == len(parts) - 1
        found = _find(wanted, actual, start, anchored=index == 0, at_end=last)
        if found is None:
            return None
        begin, end = found
        result += actual[begin:end]
        start = end
    return result


def _parts(lines: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in lines:
        if line.strip() == ELLIPSIS:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _find(
    wanted: list[str], actual: list[str], start: int, *, anchored: bool, at_end: bool
) -> tuple[int, int] | None:
    """Find the wanted lines at or after `start`; empty lines do not count."""
    there = [(i, masked(line)) for i, line in enumerate(actual) if i >= start and line.strip()]
    texts = [text for _, text in there]
    last = len(texts) - len(wanted)
    starts = range(last + 1)
    if anchored:
        starts = starts[:1]
    if at_end:
        starts = [last] if last in starts else []
    if not wanted:
        if anchored and at_end and texts:
            return None
        position = len(actual) if at_end else start
        return position, position
    for at in starts:
        if texts[at : at + len(wanted)] == wanted:
            return there[at][0], there[at + len(wanted) - 1][0] + 1
    return None
