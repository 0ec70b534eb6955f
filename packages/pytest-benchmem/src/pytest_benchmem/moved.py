"""Names that modules of pytest-benchmem 0.5 had, and that are elsewhere now."""

# For type checkers; see `pytest_benchmem`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def moved_names(
    module: str, names: "tuple[str, ...]", home: str = "pytest_benchmem"
) -> "Callable[[str], object]":
    """Make the function `__getattr__` of a module whose names have moved (PEP 562).

    Args:
        module: The module, whose names work with a `DeprecationWarning`.
        names: What it had.
        home: Where that is now.
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
