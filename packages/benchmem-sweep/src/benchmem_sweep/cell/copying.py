"""Copy the folder of a suite, without history, environments and caches."""

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


def select_entries(folder: str, names: Sequence[str], without: Collection[Path] = ()) -> list[str]:
    """Select the entries of a folder to copy: no history, environments, caches and results."""
    return [
        name
        for name in names
        if name not in _NOT_COPIED
        and not os.path.exists(os.path.join(folder, name, "pyvenv.cfg"))
        and Path(folder, name) not in without
    ]


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder into an empty or a new one, without history, environments and caches.

    Raises:
        SweepError: The folder cannot be copied.
    """

    def ignore(folder: str, names: list[str]) -> set[str]:
        return set(names).difference(select_entries(folder, names))

    if target.is_relative_to(source):
        raise SweepError(f"`{source}` holds the temporary folder `{target}`: give a smaller folder")
    try:
        shutil.copytree(source, target, symlinks=True, ignore=ignore, dirs_exist_ok=True)
    except shutil.Error as error:
        raise SweepError(f"`{source}` cannot be copied: {error.args[0][0][2]}") from error
    except OSError as error:
        raise SweepError(f"`{source}` cannot be copied: {error}") from error
