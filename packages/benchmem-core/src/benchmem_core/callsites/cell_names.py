"""What the code of a notebook's cells is called, where IPython runs it."""

import sys
from typing import Any


def cell_name(file: str) -> str | None:
    """What IPython calls the file of a cell in its tracebacks, such as `Cell In[3]`.

    Args:
        file: A file as the interpreter knows it. A cell's has a made-up name, of which nobody
            can tell which cell it is.

    Returns:
        The name; `None` for any other file, and outside of IPython.
    """
    # Nothing is a cell before IPython has been imported.
    get_shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", None)
    compiler = getattr(get_shell and get_shell(), "compile", None)
    find = getattr(compiler, "format_code_name", None)
    found = find and find(file)
    return " ".join(found) if found else None
