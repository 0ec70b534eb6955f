"""Objects that installed distributions register as entry points."""

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

Loaded = TypeVar("Loaded")


def name_distribution(entry_point: EntryPoint) -> str:
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
        reason = f"`{entry_point.value}` is not a {noun}"
    return None, f"`{name_distribution(entry_point)}` is broken here ({reason})"


def load_group(
    group: str,
    kind: type[Loaded],
    taken: Mapping[str, str],
    find_fault: Callable[[Loaded, str, str], str | None],
) -> tuple[dict[str, Loaded], dict[str, str], list[str]]:
    """Load the objects of a group, in the order of their distributions.

    Args:
        group: The group of entry points.
        kind: The type that each object must have.
        taken: Names that are taken, and the distributions that have them.
        find_fault: Says why an object of a name and a distribution cannot be used.

    Returns:
        The objects by name; the reasons for those that cannot be used, by name; and a note for
        each that is left out.
    """
    found: dict[str, Loaded] = {}
    broken: dict[str, str] = {}
    notes = []
    homes = dict(taken)
    for entry_point in sorted(entry_points(group=group), key=name_distribution):
        name, home = entry_point.name, name_distribution(entry_point)
        if name in homes:
            notes.append(
                f"`{home}` and `{homes[name]}` both have `{name}` in `{group}`, and that of "
                f"`{homes[name]}` counts: uninstall `{home}`, or rename its own"
            )
            continue
        loaded, reason = load_object(entry_point, kind, kind.__name__)
        if loaded is not None and (fault := find_fault(loaded, name, home)):
            loaded, reason = None, f"`{home}` is broken here ({fault})"
        if loaded is None:
            broken[name] = reason
            notes.append(f"`{name}` in `{group}` of {reason}: update or uninstall `{home}`")
            continue
        found[name], homes[name] = loaded, home
    return found, broken, notes
