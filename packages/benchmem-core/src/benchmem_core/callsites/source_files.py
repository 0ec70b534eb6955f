"""The names of source files in a report: never a path outside of the root."""

import os
import posixpath
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

from benchmem_core.captures import Frame

# The folders that installed code and the standard library lie in, wherever they are.
_INSTALLED = re.compile(r".*/(?:site-packages|dist-packages)/")
_STANDARD = re.compile(r".*/lib(?:64)?/python3\.\d+t?/(?:lib-dynload/)?")


class SourceFiles:
    """Names source files for people: relative to the root, or to the folder they are imported from.

    Installed code and the standard library are named as they are imported
    (`numpy/_core/numeric.py`). Any other file outside of the root is named without its folder.
    """

    def __init__(
        self,
        root: str | os.PathLike[str] | None,
        *,
        search_path: Sequence[str] = (),
        absolute: bool = False,
        special: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        """Set the root and the folders of imports.

        Args:
            root: The folder of the project; `None` where there is none.
            search_path: Folders that code is imported from, as `sys.path`.
            absolute: Whether files are named by their whole path instead.
            special: Names the user's own code that lies in no file, such as a notebook's cells;
                `None` for everything else.
        """
        roots = (
            [] if root is None else [_end_with_slash(root), _end_with_slash(os.path.realpath(root))]
        )
        self._roots = list(dict.fromkeys(roots))
        # `sys.path` may hold other objects, which imports ignore.
        folders = {
            _end_with_slash(each)
            for each in search_path
            if each and isinstance(each, str | os.PathLike)
        }
        self._search_path = sorted(folders, key=len, reverse=True)
        self._absolute = absolute
        self._special = special
        self._known: dict[str, tuple[str, bool]] = {}

    def name(self, path: str) -> str:
        """Return the name of a file in a report."""
        return self._look_up(path)[0]

    def is_project(self, path: str) -> bool:
        """Say whether a file is the user's own Python code: neither installed nor standard."""
        return self._look_up(path)[1]

    def find_caller(self, frames: Sequence[Frame]) -> Frame | None:
        """Find the project's line that a call stack comes from; `None` where it ends in one."""
        if not frames or self.is_project(frames[0].file):
            return None
        return next((frame for frame in frames if self.is_project(frame.file)), None)

    def _look_up(self, path: str) -> tuple[str, bool]:
        if path not in self._known:
            self._known[path] = self._name_file(path)
        return self._known[path]

    def _name_file(self, path: str) -> tuple[str, bool]:
        special = self._special(path)
        if special is not None:
            return special, True
        name, is_project = self._name_path(_normalize(path.replace(os.sep, "/")))
        return path if self._absolute else name, is_project

    def _name_path(self, path: str) -> tuple[str, bool]:
        for root in self._roots:
            if path.startswith(root):
                inside = path.removeprefix(root)
                installed = _strip_library(f"/{inside}")
                return (inside, _is_python(path)) if installed is None else (installed, False)
        installed = _strip_library(path)
        if installed is not None:
            return installed, False
        for folder in self._search_path:
            if path.startswith(folder):
                return path.removeprefix(folder), _is_python(path)
        # Relative, or no file at all, such as `<string>`: native frames have such names too.
        is_outside = path.startswith("/") or ".." in path.split("/")
        name = path.rpartition("/")[2] if is_outside else path
        return name, _is_python(path)


def _normalize(path: str) -> str:
    # One file may be known by several paths, such as `/src/tests/../app.py`.
    return posixpath.normpath(path) if path.startswith("/") else path


def _strip_library(path: str) -> str | None:
    match = _INSTALLED.match(path) or _STANDARD.match(path)
    return None if match is None else path[match.end() :]


def _is_python(path: str) -> bool:
    # Code that was typed in has a name in brackets, and so has generated code.
    return path.endswith(".py") or path.startswith(("<stdin", "<ipython"))


def _end_with_slash(path: str | os.PathLike[str]) -> str:
    return os.path.abspath(path).replace(os.sep, "/").rstrip("/") + "/"


def find_cell_name(file: str) -> str | None:
    """Return the name that IPython gives to a cell in tracebacks, such as `Cell In[3]`.

    The interpreter knows a cell by a made-up file name. For any other file the result is `None`.
    """
    # Nothing is a cell before IPython has been imported.
    get_shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", None)
    compiler = getattr(get_shell and get_shell(), "compile", None)
    find = getattr(compiler, "format_code_name", None)
    found = find and find(file)
    return " ".join(found) if found else None
