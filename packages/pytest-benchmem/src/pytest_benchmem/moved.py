"""Redirect the names of modules of pytest-benchmem 0.5 to their new homes."""

# For type checkers; see `pytest_benchmem`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def redirect_names(
    module: str, names: "tuple[str, ...]", home: str = "pytest_benchmem"
) -> "Callable[[str], object]":
    """Make the function `__getattr__` of a module whose names have moved (PEP 562).

    Args:
        module: The old module; its names still work, with a `DeprecationWarning`.
        names: The names that it had.
        home: The module that has them now.
    """

    def get(name: str) -> object:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        from importlib import import_module
        from warnings import warn

        warn(
            f"`{module}.{name}` has moved: `from {home} import {name}`",
            DeprecationWarning,
            stacklevel=2,
        )
        value: object = getattr(import_module(home), name)
        return value

    return get
