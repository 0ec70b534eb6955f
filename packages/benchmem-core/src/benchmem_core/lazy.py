"""Load the public names of a package on first use, so that its import stays cheap."""

import sys

# For type checkers; importing `typing` and `collections.abc` would cost more than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazy_names(
    package: str, homes: "Mapping[str, tuple[str, ...]]"
) -> "tuple[list[str], Callable[[str], object], Callable[[], list[str]]]":
    """Make `__all__` and the functions `__getattr__` and `__dir__` of a package (PEP 562).

    Args:
        package: Its name.
        homes: The public names by module; `.judging` is a module of the package itself.

    Returns:
        The list and the two functions. A loaded name becomes an attribute of the package.
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def load_name(name: str) -> object:
        from importlib import import_module

        home = home_of.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(home, package), name)
        setattr(sys.modules[package], name, value)
        return value

    def list_names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *home_of})

    return sorted(home_of), load_name, list_names
