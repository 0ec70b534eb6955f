"""Check arguments that take one of a few values."""

from collections.abc import Sequence

from benchmem_io.errors import SelectionError


def check_choice(name: str, value: object, known: Sequence[str]) -> None:
    """Check that an argument has a known value.

    Raises:
        SelectionError: The value is not one of the known values.
    """
    if value not in known:
        allowed = " or ".join(f"`{each}`" for each in known)
        raise SelectionError(f"`{name}` is {allowed}, not `{value}`")
