"""Where run files are: by path, by folder, and by pytest-benchmark's references."""

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
        The files, in the order of their paths; none when there is no such folder.
    """
    # What cannot be listed holds nothing, and a folder may be gone by the time it is looked into.
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
        storage: Where saved runs are looked for.

    Raises:
        RunFileError: There is nothing of that name.
    """
    return [path for each in references for path in _resolve(each, Path(storage))]


def newest_run(folder: Path) -> Path:
    """Find the newest run file in a folder and below.

    Raises:
        RunFileError: There is none.
    """
    return runs_by_date(folder)[-1]


def runs_by_date(folder: Path) -> list[Path]:
    """Find the run files in a folder and below, the newest last.

    Raises:
        RunFileError: There is none.
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
        yield newest_run(path)
        return
    if reference and os.path.exists(path):
        # A path that is no regular file (a pipe, a process substitution) can be read too.
        yield path
        return
    found = saved_runs(reference, storage)
    if not found:
        raise RunFileError(
            f"`{reference}` is no file, no folder and no saved run in `{storage}`: "
            "`benchmem runs` lists the saved ones"
        )
    yield from found


def saved_runs(reference: str, storage: Path) -> list[Path]:
    """Find saved runs by pytest-benchmark's reference.

    Args:
        reference: The start of a file's name, with `*` and `?` if wanted; before it, with a
            slash, may stand the folder of a machine. Without one, this machine's is preferred.
        storage: pytest-benchmark's storage folder.

    Returns:
        The files, in the order of their names.
    """
    parts = Path(reference).parts
    is_pattern = len(parts) in {1, 2} and not Path(reference).is_absolute() and ".." not in parts
    if not is_pattern or not _can_name(reference):
        return []
    # Two asterisks mean no more than one here, and `glob` refuses them beside anything else.
    pattern = re.sub(r"\*+", "*", parts[-1] + "*") + ".json"
    if len(parts) == 2:
        machine = re.sub(r"\*+", "*", parts[0])
        found = _matching(f"{machine}/{pattern}", storage)
    else:
        found = _matching(pattern, storage / machine_id()) or _matching(f"*/{pattern}", storage)
        found += _matching(pattern, storage)
    return sorted(found, key=lambda path: (path.name, path))


def _matching(pattern: str, folder: Path) -> list[Path]:
    # pathlib's own ends where a folder cannot be listed.
    return [folder / name for name in glob.glob(pattern, root_dir=folder, include_hidden=True)]


def machine_id() -> str:
    """The name of this machine's folder in pytest-benchmark's storage."""
    major, minor, _ = platform.python_version_tuple()
    bits, _ = platform.architecture()
    return f"{platform.system()}-{platform.python_implementation()}-{major}.{minor}-{bits}"


def is_folder(reference: str) -> bool:
    """Whether a reference is a folder, which stands for the newest run in it."""
    return bool(reference) and os.path.isdir(reference)


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, by links too; a path to nothing leads to none."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def _can_name(reference: str) -> bool:
    """Whether a file can have such a name: some characters cannot be in any."""
    try:
        return b"\0" not in os.fsencode(reference)
    except UnicodeEncodeError:
        return False
