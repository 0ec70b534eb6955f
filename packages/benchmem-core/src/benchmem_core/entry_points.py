"""Objects that installed distributions register as entry points."""

from importlib.metadata import EntryPoint
from typing import TypeVar

Loaded = TypeVar("Loaded")


def distribution_of(entry_point: EntryPoint) -> str:
    """Name the distribution that registers an entry point."""
    return entry_point.dist.name if entry_point.dist else entry_point.value


def load_object(
    entry_point: EntryPoint, kind: type[Loaded], noun: str
) -> tuple[Loaded | None, str]:
    """Load the object of an entry point.

    Args:
        entry_point: Its code belongs to others, so any failure is caught.
        kind: The type that the object must have.
        noun: A word for the type.

    Returns:
        The object; or `None`, and the reason in one line, which names the distribution.
    """
    try:
        found: object = entry_point.load()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - an import may raise anything, also `SystemExit`
        text = str(error).strip().split("\n")[0]
        reason = f"{type(error).__name__}: {text}" if text else type(error).__name__
    else:
        if isinstance(found, kind):
            return found, ""
        reason = f"`{entry_point.value}` is no {noun}"
    return None, f"`{distribution_of(entry_point)}` is broken here ({reason})"
