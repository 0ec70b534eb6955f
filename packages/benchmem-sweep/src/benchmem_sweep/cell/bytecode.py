"""Bytecode that one environment has written, for the next: the harness is compiled once."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

# pytest's own, of modules in which it rewrites assertions, keep the path they were made for.
_REWRITTEN = "-pytest-"


class Bytecode:
    """What environments of one sweep have compiled.

    Only bytecode of the very same file goes on: what uv links from its cache is one file in all
    environments. Time and size, by which Python tells that bytecode is stale, do not do: two
    releases may be packed with one date, and differ in a digit.
    """

    def __init__(self, folder: Path) -> None:
        """Begin without any.

        Args:
            folder: Where it is kept, on the disk that the environments are on.
        """
        self._folder = folder
        # By where bytecode is kept, the file that it was made of.
        self._sources: dict[Path, tuple[int, int]] = {}

    def keep(self, environment: Path) -> None:
        """Keep what an environment has written.

        Args:
            environment: Its folder.
        """
        for path in _compiled(environment):
            place, source = path.relative_to(environment), _file_of(path)
            if source is not None and self._sources.setdefault(place, source) == source:
                _link(path, self._folder / place)

    def give(self, environment: Path) -> None:
        """Give an environment what others have written of the modules that it has.

        Args:
            environment: Its folder.
        """
        for place, source in list(self._sources.items()):
            if _file_of(environment / place) == source:
                _link(self._folder / place, environment / place)


def _file_of(compiled: Path) -> tuple[int, int] | None:
    """What tells the module of some bytecode from all other files; `None` where it is gone."""
    try:
        found = (compiled.parent.parent / f"{compiled.name.partition('.')[0]}.py").stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _compiled(folder: Path) -> Iterator[Path]:
    """All bytecode in a folder that Python itself wrote."""
    for path in folder.rglob("__pycache__/*.pyc"):
        if _REWRITTEN not in path.name:
            yield path


def _link(path: Path, target: Path) -> None:
    # It is there already, or the disk has no links: then it is compiled again.
    with contextlib.suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, target)
