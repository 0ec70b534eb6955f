"""Checks of single arguments, shared by the engine and the plugin's flags and marker."""

import types
from typing import get_args

from benchmem_core.blob import Allocators
from benchmem_core.errors import ArgumentError, ArgumentTypeError


def check_count(name: str, value: object, *, least: int = 1) -> int:
    """Return `value` if it is an integer of at least `least`.

    Raises:
        ArgumentError: It is anything else, such as a boolean, a text or a float.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise _choose_error(value, int)(
            f"`{name}` must be an integer of at least {least}, not `{value!r}`"
        )
    return value


def check_seconds(name: str, value: object, *, zero: bool = False) -> float:
    """Return `value` if it is a number of seconds above zero (or zero, where that is allowed).

    Raises:
        ArgumentError: It is NaN, negative, a boolean or not a number.
    """
    seconds = value if isinstance(value, int | float) and not isinstance(value, bool) else -1
    # NaN is neither above zero nor zero.
    if seconds > 0 or (zero and seconds == 0):
        return float(seconds)
    raise _choose_error(value, int | float)(
        f"`{name}` must be a positive number of seconds, not `{value!r}`"
    )


def check_flag(name: str, value: object) -> bool:
    """Return `value` if it is `True` or `False`.

    Raises:
        ArgumentError: It is anything else, also a text such as `"False"`.
    """
    if not isinstance(value, bool):
        raise ArgumentError(f"`{name}` must be True or False, not `{value!r}`")
    return value


def check_allocators(value: object) -> Allocators:
    """Return `value` if it names an allocator mode.

    Raises:
        ArgumentError: The mode is unknown.
    """
    for mode in get_args(Allocators):
        if value == mode:
            return mode  # type: ignore[no-any-return]
    raise ArgumentError(f"`allocators` must be 'python' or 'system', not `{value!r}`")


def _choose_error(value: object, wanted: type | types.UnionType) -> type[ArgumentError]:
    """Return the error class for a value of the wanted type, or of another."""
    return ArgumentError if isinstance(value, wanted) else ArgumentTypeError
