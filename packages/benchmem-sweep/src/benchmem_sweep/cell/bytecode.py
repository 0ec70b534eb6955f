"""Pass bytecode from one environment to the next, so that the harness is compiled once."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

# Bytecode in which pytest has rewritten assertions keeps the path that it was made for.
_REWRITTEN = "-pytest-"


class Bytecode:
    """The bytecode that the environments of one sweep have compiled.

    Only bytecode of the very same file is passed on: a module that uv links from its cache is one
    file in all environments. Python finds stale bytecode by time and size, which is not enough
    here: two releases may be packed with the same date, and differ in one digit.
    """

    def __init__(self, folder: Path) -> None:
        """Take a folder for bytecode, on the same disk as the environments."""
        self._folder = folder
        # From the place of bytecode to the file that it was made of.
        self._sources: dict[Path, tuple[int, int]] = {}

    def keep(self, environment: Path) -> None:
        """Keep the bytecode that an environment has written."""
        for path in _find_bytecode(environment):
            place, source = path.relative_to(environment), _identify_source(path)
            if source is not None and self._sources.setdefault(place, source) == source:
                _link(path, self._folder / place)

    def give(self, environment: Path) -> None:
        """Give an environment the bytecode that others have written for its modules."""
        for place, source in list(self._sources.items()):
            if _identify_source(environment / place) == source:
                _link(self._folder / place, environment / place)


def _identify_source(compiled: Path) -> tuple[int, int] | None:
    """Return the device and inode of the module of some bytecode; `None` if it is gone."""
    try:
        found = (compiled.parent.parent / f"{compiled.name.partition('.')[0]}.py").stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _find_bytecode(folder: Path) -> Iterator[Path]:
    """Yield all bytecode in a folder that Python itself wrote."""
    for path in folder.rglob("__pycache__/*.pyc"):
        if _REWRITTEN not in path.name:
            yield path


def _link(path: Path, target: Path) -> None:
    # The target exists already, or the disk has no links: then Python compiles it again.
    with contextlib.suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, target)
