"""Packages whose public names load on first use, so that importing them imports nothing else."""

import sys

# For type checkers; importing `typing` and `collections.abc` would cost more than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazy_names(
    package: str, homes: "Mapping[str, tuple[str, ...]]"
) -> "tuple[Callable[[str], object], Callable[[], list[str]]]":
    """Make the functions `__getattr__` and `__dir__` of a package (PEP 562).

    Args:
        package: Its name.
        homes: The public names that it takes from elsewhere, by the module that has them.

    Returns:
        The two functions. A name that was loaded once is an attribute of the package.
    """

    def get(name: str) -> object:
        from importlib import import_module

        for home, names in homes.items():
            if name in names:
                value: object = getattr(import_module(home), name)
                setattr(sys.modules[package], name, value)
                return value
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    def list_names() -> list[str]:
        loaded = vars(sys.modules[package])
        return sorted({*loaded, *(name for names in homes.values() for name in names)})

    return get, list_names
