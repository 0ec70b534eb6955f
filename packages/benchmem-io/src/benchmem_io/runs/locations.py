"""Find run files by path, by folder, and by pytest-benchmark's references."""

import glob
import os
import platform
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmem_io.errors import RunFileError, SelectionError
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


def make_labels(paths: Sequence[Path], given: Sequence[str] | None = None) -> list[str]:
    """Label each run: by a given label, or by its file's stem with enough of the path.

    Args:
        paths: The run files.
        given: One label per run, in the same order.

    Returns:
        One label per run; all are different.

    Raises:
        SelectionError: There are more or fewer labels than runs, or two are alike.
    """
    if given:
        return check_labels(given, len(paths), "runs")
    parts = [[*path.absolute().parts[1:-1], path.stem] for path in paths]
    labels = [path.stem for path in paths]
    for depth in range(2, max(map(len, parts), default=0) + 1):
        counts = Counter(labels)
        if max(counts.values(), default=1) == 1:
            return labels
        labels = [
            label if counts[label] == 1 else "/".join(part[-depth:])
            for label, part in zip(labels, parts, strict=True)
        ]
    return _add_numbers([str(path) for path in paths] if len(set(labels)) < len(labels) else labels)


def check_labels(labels: Sequence[str], count: int, what: str) -> list[str]:
    """Check the labels that were given, and return them as a list.

    Args:
        labels: The labels that were given.
        count: The number of labels that are needed.
        what: The labelled things, in the plural; the error names them.

    Raises:
        SelectionError: There are more or fewer labels than needed, or two are alike.
    """
    if len(labels) != count:
        raise SelectionError(f"{len(labels)} labels were given for {count} {what}: one for each")
    twice = [label for label, times in Counter(labels).items() if times > 1]
    if twice:
        raise SelectionError(f"two {what} are labelled `{twice[0]}`: give each its own label")
    return list(labels)


def _add_numbers(labels: list[str]) -> list[str]:
    """Add numbers to labels that are still equal, as when one file was given twice."""
    counts = Counter(labels)
    seen: Counter[str] = Counter()
    numbered = []
    for label in labels:
        seen[label] += 1
        while f"{label} ({seen[label]})" in counts:  # another file has this label
            seen[label] += 1
        numbered.append(label if counts[label] == 1 else f"{label} ({seen[label]})")
    return numbered
