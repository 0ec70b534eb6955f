"""The errors of reading and comparing; each text is one line."""

from benchmem_core.errors import ArgumentError, BenchmemError, BenchmemWarning
from benchmem_core.text import escape_controls


class RepeatedResultWarning(BenchmemWarning):
    """A run file has several results of one benchmark; the last one counts."""


class _OneLineError(BenchmemError):
    """An error that may quote a path, an id or an argument with line breaks in it."""

    def __init__(self, text: str) -> None:
        super().__init__(escape_controls(text))


class RunFileError(_OneLineError, ValueError):
    """A run file that cannot be read, or that lacks the contents of a run file."""


class RuleError(_OneLineError, ArgumentError):
    """A rule of the gate that has no meaning."""


class SelectionError(_OneLineError, ArgumentError):
    """A column, dim or filter that is not there."""


class ComplexityError(_OneLineError, ArgumentError):
    """A text that does not name a complexity class, or numbers to which no class can be fitted."""


class MissingDependencyError(BenchmemError, ImportError):
    """A library that only some functions need is not installed."""


class CaptureDiffError(_OneLineError):
    """Two captures that cannot be compared."""
