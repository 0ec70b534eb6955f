"""The errors of reading and comparing; each text is one line."""

from benchmem_core.errors import ArgumentError, BenchmemError


class RunFileError(BenchmemError):
    """A run file that cannot be read, or that does not hold what a run file holds."""


class RuleError(ArgumentError):
    """A rule of the gate that has no meaning."""


class SelectionError(ArgumentError):
    """A column, dim or filter that is not there."""


class MissingDependencyError(BenchmemError):
    """A library that only some functions need is not installed."""
