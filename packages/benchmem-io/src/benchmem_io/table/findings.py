"""Findings: the conclusions that stand under a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

INDENT = "    "
"""A line that begins with it explains the one above it."""


def indented(lines: Iterable[str]) -> list[str]:
    """Make lines explain the one above them."""
    return [f"{INDENT}{line}" for line in lines]


@dataclass(frozen=True)
class Findings:
    """Conclusions of a gate, for people and for programs.

    Attributes:
        lines: For people, a line each.
        document: For programs: values that JSON can hold.
    """

    lines: Sequence[str]
    document: object
