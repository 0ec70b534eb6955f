"""Arguments that have a few values."""

from collections.abc import Sequence

from benchmem_io.errors import SelectionError


def check_choice(name: str, value: object, known: Sequence[str]) -> None:
    """Check an argument.

    Raises:
        SelectionError: It is none of the values that are known.
    """
    if value not in known:
        allowed = " or ".join(f"`{each}`" for each in known)
        raise SelectionError(f"`{name}` is {allowed}, not `{value}`")
