"""The names that IPython gives to the cells of a notebook."""

import sys
from typing import Any


def find_cell_name(file: str) -> str | None:
    """Return the name that IPython gives to a cell in tracebacks, such as `Cell In[3]`.

    Args:
        file: A file as the interpreter knows it. The file of a cell has a made-up name, which
            does not tell a reader which cell it is.

    Returns:
        The name; `None` for any other file, and outside of IPython.
    """
    # Nothing is a cell before IPython has been imported.
    get_shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", None)
    compiler = getattr(get_shell and get_shell(), "compile", None)
    find = getattr(compiler, "format_code_name", None)
    found = find and find(file)
    return " ".join(found) if found else None
