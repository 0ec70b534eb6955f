"""Find run files by path, by folder, and by pytest-benchmark's references."""

import glob
import os
import platform
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmem_io.errors import RunFileError
from benchmem_io.runs.decoding import decode_header

STORAGE = ".benchmarks"
"""The folder in which pytest-benchmark saves by default."""


def discover_runs(root: str | Path = STORAGE) -> list[Path]:
    """Find the JSON files under a folder, as pytest-benchmark saves them.

    Args:
        root: The folder.

    Returns:
        The files, in the order of their paths; an empty list if the folder does not exist.
    """
    # `os.walk` skips folders that cannot be listed, or that are gone by then.
    return sorted(
        path
        for folder, _, names in os.walk(root)
        for name in names
        if name.endswith(".json") and os.path.isfile(path := Path(folder, name))
    )


def resolve_runs(references: Sequence[str], *, storage: str | Path = STORAGE) -> list[Path]:
    """Find the run files that a user means.

    Args:
        references: Each a file; a folder, which stands for the newest run in it; or the start of
            a saved run's name, such as `0001`, as pytest-benchmark takes it.
        storage: The folder to search for saved runs.

    Raises:
        RunFileError: A reference matches no file.
    """
    return [path for each in references for path in _resolve(each, Path(storage))]


def find_newest_run(folder: Path) -> Path:
    """Find the newest run file in a folder and below.

    Raises:
        RunFileError: The folder holds no run file.
    """
    return list_runs_by_date(folder)[-1]


def list_runs_by_date(folder: Path) -> list[Path]:
    """Find the run files in a folder and below, the newest last.

    Raises:
        RunFileError: The folder holds no run file.
    """
    dated = [
        (header.date, path.name, path)
        for path in discover_runs(folder)
        if (header := decode_header(path)) is not None
    ]
    if not dated:
        raise RunFileError(f"`{folder}` holds no run file: save one with `--benchmark-autosave`")
    return [path for _, _, path in sorted(dated)]


def _resolve(reference: str, storage: Path) -> Iterator[Path]:
    path = Path(reference)
    if is_folder(reference):
        yield find_newest_run(path)
        return
    if reference and os.path.exists(path):
        # A pipe or a process substitution can be read too, although it is not a regular file.
        yield path
        return
    found = find_saved_runs(reference, storage)
    if not found:
        raise RunFileError(
            f"`{reference}` is no file, no folder and no saved run in `{storage}`: "
            "`benchmem runs` lists the saved ones"
        )
    yield from found


def find_saved_runs(reference: str, storage: Path) -> list[Path]:
    """Find saved runs by pytest-benchmark's reference.

    Args:
        reference: The start of a file's name, with `*` and `?` if wanted. The folder of a machine
            and a slash may go before it. Without a folder, this machine's is preferred.
        storage: pytest-benchmark's storage folder.

    Returns:
        The files, in the order of their names.
    """
    parts = Path(reference).parts
    is_pattern = len(parts) in {1, 2} and not Path(reference).is_absolute() and ".." not in parts
    if not is_pattern or not _can_name(reference):
        return []
    # Two asterisks mean the same as one here, and `glob` refuses them beside other characters.
    pattern = re.sub(r"\*+", "*", parts[-1] + "*") + ".json"
    if len(parts) == 2:
        machine = re.sub(r"\*+", "*", parts[0])
        found = _matching(f"{machine}/{pattern}", storage)
    else:
        found = _matching(pattern, storage / machine_id()) or _matching(f"*/{pattern}", storage)
        found += _matching(pattern, storage)
    return sorted(found, key=lambda path: (path.name, path))


def _matching(pattern: str, folder: Path) -> list[Path]:
    # `Path.glob` stops at a folder that cannot be listed.
    return [folder / name for name in glob.glob(pattern, root_dir=folder, include_hidden=True)]


def machine_id() -> str:
    """Return the name of this machine's folder in pytest-benchmark's storage."""
    major, minor, _ = platform.python_version_tuple()
    bits, _ = platform.architecture()
    return f"{platform.system()}-{platform.python_implementation()}-{major}.{minor}-{bits}"


def is_folder(reference: str) -> bool:
    """Say whether a reference is a folder, which stands for the newest run in it."""
    return bool(reference) and os.path.isdir(reference)


def is_same_file(one: Path, other: Path) -> bool:
    """Say whether two paths lead to one file, also by links; missing files are never the same."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def _can_name(reference: str) -> bool:
    """Say whether a file can have such a name: some characters are never allowed."""
    try:
        return b"\0" not in os.fsencode(reference)
    except UnicodeEncodeError:
        return False
