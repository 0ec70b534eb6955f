"""Findings: the conclusions that stand under a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

INDENT = "    "
"""The start of a line that explains the line above it."""


def indent_lines(lines: Iterable[str]) -> list[str]:
    """Indent lines, so that they explain the line above them."""
    return [f"{INDENT}{line}" for line in lines]


@dataclass(frozen=True)
class Findings:
    """Conclusions of a gate, for people and for programs.

    Attributes:
        lines: The conclusions for people, one line for each.
        document: The conclusions for programs, as values that JSON can hold.
    """

    lines: Sequence[str]
    document: object
