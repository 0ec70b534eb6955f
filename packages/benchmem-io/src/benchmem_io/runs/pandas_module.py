"""Import pandas when it is needed, with a clear error if it is missing."""

from collections.abc import Callable
from typing import Any

from benchmem_io.errors import MissingDependencyError


def import_pandas(function: str) -> Any:
    """Import pandas.

    Args:
        function: The function that needs pandas; the error names it.

    Raises:
        MissingDependencyError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingDependencyError(
            f"`{function}` needs pandas: `pip install 'benchmem-io[pandas]'`"
        ) from None
    return pd


def infer_type(make: Callable[..., Any], values: list[Any], dtype: Any = None) -> Any:
    """Make a column, or the headings, of a given type or of the type that pandas infers.

    Args:
        make: `pandas.Series` or `pandas.Index`.
        values: The values in it.
        dtype: The type; `None` lets pandas infer it.
    """
    try:
        return make(values, dtype=dtype)
    except (UnicodeEncodeError, OverflowError):
        # JSON can hold a lone surrogate, but pandas's type for texts cannot. And pandas before 3
        # cannot infer a type for an integer too large for a float.
        return make(values, dtype=object)
