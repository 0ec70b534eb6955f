"""What of a folder is copied into an environment's own."""

import os
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

from benchmem_sweep.errors import SweepError

_NOT_COPIED = frozenset(
    (
        *(".git", ".hg", "__pycache__", ".benchmarks", ".pytest_cache", ".mypy_cache"),
        *(".ruff_cache", ".hypothesis", ".ipynb_checkpoints"),
    )
)


def copied(folder: str, names: Sequence[str], without: Collection[Path] = ()) -> list[str]:
    """Which of the names in a folder are copied: no history, environments, caches and results.

    Args:
        folder: The folder.
        names: What is in it.
        without: Paths that are not.
    """
    return [
        name
        for name in names
        if name not in _NOT_COPIED
        and not os.path.exists(os.path.join(folder, name, "pyvenv.cfg"))
        and Path(folder, name) not in without
    ]


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder, without its history, environments and caches.

    Args:
        source: What is copied.
        target: The copy; may be there, and empty.

    Raises:
        SweepError: It cannot be copied.
    """

    def ignore(folder: str, names: list[str]) -> set[str]:
        return set(names).difference(copied(folder, names))

    if target.is_relative_to(source):
        raise SweepError(f"`{source}` holds the temporary folder `{target}`: name a smaller one")
    try:
        shutil.copytree(source, target, symlinks=True, ignore=ignore, dirs_exist_ok=True)
    except shutil.Error as error:
        raise SweepError(f"`{source}` cannot be copied: {error.args[0][0][2]}") from error
    except OSError as error:
        raise SweepError(f"`{source}` cannot be copied: {error}") from error
