"""Check single values: arguments, flags, marker keywords, and numbers of a file."""

import types
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from benchmem_core.errors import ArgumentError, ArgumentTypeError, BlobError

Allocators = Literal["python", "system"]
"""The allocations that count: every Python object, or those that reach the system's allocator."""

ALLOCATOR_MODES: Mapping[Allocators, str] = MappingProxyType(
    {"python": "every Python object", "system": "what reached the system's allocator"}
)
"""A description of each mode, for a person."""


class Argument:
    """An argument, flag or marker keyword, to be checked."""

    def __init__(self, name: str, value: object) -> None:
        """Take the name for the message, and the value.

        Args:
            name: The name as the user writes it.
            value: The given value.
        """
        self._name = name
        self._value = value

    def as_count(self, *, least: int = 1) -> int:
        """Return the value if it is an integer of at least `least`.

        Raises:
            ArgumentError: It is anything else, such as a boolean, a text or a float.
        """
        value = self._value
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self._refuse(f"an integer of at least {least}", int)
        return value

    def as_seconds(self, *, zero: bool = False) -> float:
        """Return the value if it is a number of seconds above zero (or zero, where allowed).

        Raises:
            ArgumentError: It is NaN, negative, a boolean or not a number.
        """
        value = self._value
        seconds = value if isinstance(value, int | float) and not isinstance(value, bool) else -1
        # NaN is neither above zero nor zero.
        if seconds > 0 or (zero and seconds == 0):
            return float(seconds)
        raise self._refuse("a positive number of seconds", int | float)

    def as_flag(self) -> bool:
        """Return the value if it is `True` or `False`.

        Raises:
            ArgumentError: It is anything else, also a text such as `"False"`.
        """
        if not isinstance(self._value, bool):
            raise self._refuse("True or False")
        return self._value

    def as_allocators(self) -> Allocators:
        """Return the value if it is an allocator mode.

        Raises:
            ArgumentError: The mode is unknown.
        """
        for mode in ALLOCATOR_MODES:
            if self._value == mode:
                return mode
        raise self._refuse("'python' or 'system'")

    def _refuse(self, expected: str, kind: type | types.UnionType | None = None) -> ArgumentError:
        """Make the error; it is a `TypeError` too where the value is not of the kind."""
        is_kind = kind is None or isinstance(self._value, kind)
        error = ArgumentError if is_kind else ArgumentTypeError
        return error(f"`{self._name}` must be {expected}, not `{self._value!r}`")


def check_integer(field: str, value: object) -> int:
    """Return a number of bytes or allocations that a file holds."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise BlobError(
            f"`{field}` holds `{shorten_repr(value)}`: an integer from 0 to 2**63 - 1 is needed"
        )
    return value


def shorten_repr(value: object) -> str:
    """Show a value of a damaged file in an error: never longer than 80 characters."""
    try:
        return f"{value!r:.80}"
    except (RecursionError, ValueError):  # nested too deep; an integer of too many digits
        return f"{type(value).__name__} that cannot be shown"
