"""pandas, imported where it is needed and missed with a reason."""

from collections.abc import Callable
from typing import Any

from benchmem_io.errors import MissingDependencyError


def import_pandas(function: str) -> Any:
    """Import pandas.

    Args:
        function: What needs it; the error names it.

    Raises:
        MissingDependencyError: It is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingDependencyError(
            f"`{function}` needs pandas: `pip install 'benchmem-io[pandas]'`"
        ) from None
    return pd


def inferred(make: Callable[..., Any], values: list[Any], dtype: Any = None) -> Any:
    """Make a column, or the headings, of a type, or of the type that pandas finds.

    Args:
        make: `pandas.Series` or `pandas.Index`.
        values: What is in it.
        dtype: The type; `None` lets pandas find one.
    """
    try:
        return make(values, dtype=dtype)
    except (UnicodeEncodeError, OverflowError):
        # A lone surrogate, which JSON may hold and pandas's own type for texts may not; and an
        # integer that no float holds, with which pandas before 3 cannot find any type.
        return make(values, dtype=object)
