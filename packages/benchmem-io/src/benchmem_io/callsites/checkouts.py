"""Give a file the same name in two captures, wherever its project was checked out."""

import os
from collections import Counter
from collections.abc import Collection
from pathlib import PurePosixPath

from benchmem_core.callsites import SourceFiles

Folders = tuple[str, str]
"""A folder of the baseline and the folder that took its place; both end in a slash."""


class FileNames:
    """Names for the files of two captures."""

    def __init__(
        self,
        base: Collection[str],
        head: Collection[str],
        roots: tuple[str | os.PathLike[str], str | os.PathLike[str]],
        *,
        absolute: bool = False,
    ) -> None:
        """Find out which file became which.

        Args:
            base: The paths in the baseline.
            head: The paths in the capture that is compared with it.
            roots: The folder of each capture that its files are named relative to.
            absolute: Whether files are named by their whole paths.
        """
        self.base_files = SourceFiles(roots[0])
        self.head_files = SourceFiles(roots[1])
        gone = {path for path in base if path not in head and self.base_files.is_project(path)}
        new = {path for path in head if path not in base and self.head_files.is_project(path)}
        became = _pair(gone, new)
        folders = [_cut_shared_end(*pair) for pair in became.items()]
        old_named, new_named = (
            SourceFiles(
                root,
                search_path=[*(each[side] for each in folders), *_find_shared_folder(paths, files)],
                absolute=absolute,
            )
            for side, (root, paths, files) in enumerate(
                ((roots[0], base, self.base_files), (roots[1], head, self.head_files))
            )
        )
        self._head = {path: new_named.name(path) for path in head}
        self._base = {
            path: self._head.get(became.get(path, path)) or old_named.name(path) for path in base
        }

    def of_base(self, path: str) -> str:
        """Return the name of a baseline file: the name that the file has now."""
        return self._base[path]

    def of_head(self, path: str) -> str:
        """Return the name of a file of the newer capture."""
        return self._head[path]


def _pair(gone: Collection[str], new: Collection[str]) -> dict[str, str]:
    """Match each old file to a new file of the same name, in the folder that took its place."""
    by_name: dict[str, list[str]] = {}
    for path in new:
        by_name.setdefault(_name(path), []).append(path)
    pairs = [(path, other) for path in gone for other in by_name.get(_name(path), ())]
    folders = {pair: _cut_shared_end(*pair) for pair in pairs}
    votes = Counter(folders.values())
    # A shorter folder leaves a longer end that both paths share.
    pairs.sort(key=lambda pair: (-votes[folders[pair]], len(folders[pair][0]), pair))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for path, other in pairs:
        if path not in found and other not in taken:
            found[path] = other
            taken.add(other)
    return found


def _find_shared_folder(paths: Collection[str], files: SourceFiles) -> list[str]:
    """Find the folder that all the project's files outside of the root share, if there is one."""
    outside = [
        path for path in paths if files.is_project(path) and files.name(path) in {path, _name(path)}
    ]
    absolute = [os.path.dirname(path) for path in outside if path.startswith("/")]
    shared = os.path.commonpath(absolute) if absolute else "/"
    return [shared] if shared.count("/") > 1 else []


def _name(path: str) -> str:
    return PurePosixPath(path).name


def _cut_shared_end(one: str, other: str) -> Folders:
    """Cut from two paths the end that they share, and return the two folders that are left."""
    parts, others = one.split("/"), other.split("/")
    while parts and others and parts[-1] == others[-1]:
        parts.pop()
        others.pop()
    return "".join(f"{part}/" for part in parts), "".join(f"{part}/" for part in others)
