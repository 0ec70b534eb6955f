"""pandas, imported where it is needed and missed with a reason."""

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
