"""Bytecode that one environment has written, for the next: the harness is compiled once."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

# pytest's own, of modules in which it rewrites assertions, keep the path they were made for.
_REWRITTEN = "-pytest-"


class Bytecode:
    """What environments of one sweep have compiled.

    Python takes bytecode only for the very file that it was made of, by time and size (PEP 3147):
    what uv links from its cache is one file in all environments, and what differs from version to
    version is compiled again.
    """

    def __init__(self, folder: Path) -> None:
        """Begin without any.

        Args:
            folder: Where it is kept, on the disk that the environments are on.
        """
        self._folder = folder

    def keep(self, environment: Path) -> None:
        """Keep what an environment has written.

        Args:
            environment: Its folder.
        """
        for path in _compiled(environment):
            _link(path, self._folder / path.relative_to(environment))

    def give(self, environment: Path) -> None:
        """Give an environment what others have written of the modules that it has.

        Args:
            environment: Its folder.
        """
        for path in _compiled(self._folder):
            target = environment / path.relative_to(self._folder)
            module = target.parent.parent / f"{target.name.partition('.')[0]}.py"
            if module.exists():
                _link(path, target)


def _compiled(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("__pycache__/*.pyc"):
        if _REWRITTEN not in path.name:
            yield path


def _link(path: Path, target: Path) -> None:
    # It is there already, or the disk has no links: then it is compiled again.
    with contextlib.suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, target)
