"""Find a benchmark's code in a checkout: the line that grew, or the test itself."""

import ast
import os
import warnings
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from benchmem_io.callsites import site_changes
from benchmem_io.compare import Comparison
from benchmem_io.runs import split_node_id

# Larger files are not read: they are generated.
_MOST_BYTES = 4_000_000

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class SourceLine(NamedTuple):
    """A line of a file of the checkout.

    Attributes:
        file: The file, relative to the root of the checkout, with slashes.
        line: Its number, from 1; `None` if only the file is known.
    """

    file: str
    line: int | None


class Checkout:
    """A project on disk, in which files are found by their names in a run file.

    A run file names files relative to pytest's root folder. That may be the folder that a command
    runs in, or any folder above it up to the root of the checkout.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        """List the folders to search.

        Args:
            root: The root of the checkout, which files are named relative to.
            folder: The folder inside the root to search first.
        """
        # Like `Path.resolve`, which raises an error for links that lead to themselves.
        self._root, folder = Path(os.path.realpath(root)), Path(os.path.realpath(folder))
        above = [folder, *folder.parents]
        inside = above[: above.index(self._root)] if self._root in above else []
        self._folders = [*inside, self._root]
        self._trees: dict[Path, ast.Module | None] = {}

    def line(self, name: str, line: int) -> SourceLine | None:
        """Find a line; return `None` if the file does not exist or is shorter.

        Args:
            name: The name of the file in a run file.
            line: The number of the line.
        """
        path = self._path(name)
        if path is None or not 0 < line <= _content(path).count(b"\n") + 1:
            return None
        return SourceLine(self._name(path), line)

    def test(self, id_: str) -> SourceLine | None:
        """Find the definition of a test, or the nearest place to it.

        Args:
            id_: The node id of the test.

        Returns:
            The line of its `def`; for a class that inherits it, the line of that class; else only
            its file, even if the file does not exist. `None` for an id that does not name a file.
        """
        module, classes, function = split_node_id(id_)
        path = self._path(module)
        if path is None:
            is_file = _is_inside(module) and module.endswith(".py") and module.isprintable()
            return SourceLine(module, None) if is_file else None
        scope: ast.AST | None = self._tree(path)
        line = None
        for name in (*classes, function):
            found = [] if scope is None else list(_find_definitions(scope, name))
            if not found:
                break
            # If there are two definitions, the later one counts.
            scope, line = found[-1], found[-1].lineno
        return SourceLine(self._name(path), line)

    def _path(self, name: str) -> Path | None:
        if not _is_inside(name):
            return None
        for folder in self._folders:
            path = folder / name
            try:
                if path.is_file() and path.stat().st_size <= _MOST_BYTES:
                    return path
            except (OSError, ValueError):  # the name is impossible for a file
                return None
        return None

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def _tree(self, path: Path) -> ast.Module | None:
        if path not in self._trees:
            self._trees[path] = _parse(_content(path))
        return self._trees[path]


def grown_line(comparison: Comparison, id_: str, checkout: Checkout) -> SourceLine | None:
    """Find the project's line of the site that grew most, from the first series to the last.

    Args:
        comparison: The comparison that has the sites.
        id_: The id of the benchmark.
        checkout: The checkout to search.

    Returns:
        The site itself if it is in the checkout, else the line of the project that called it.
        `None` if neither is in the checkout, or a run did not record sites.

    Raises:
        RunFileError: The sites of a run file are damaged.
    """
    ends = (comparison.series[at].benchmarks.get(id_) for at in (0, -1))
    base, head = (None if each is None else each.sites for each in ends)
    if base is None or head is None:
        return None
    grown = next((each for each in site_changes(base, head) if each.frame and each.delta > 0), None)
    if grown is None:
        return None
    frames = (frame for frame in (grown.frame, grown.caller) if frame is not None)
    found = (checkout.line(frame.file, frame.line) for frame in frames)
    return next((line for line in found if line is not None), None)


def _is_inside(name: str) -> bool:
    """Say whether a name stays below the folder that it is relative to."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _parse(content: bytes) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(content)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def _find_definitions(scope: ast.AST, name: str) -> Iterator[ast.stmt]:
    """Yield the functions and classes of a name, also those inside `if` and `try`."""
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, _DEFINITIONS):
            if node.name == name:
                yield node
        elif isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
            yield from _find_definitions(node, name)
