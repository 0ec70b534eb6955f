"""What git knows of the tree."""

import io
import subprocess
import tarfile
from functools import cached_property
from pathlib import Path

from packaging.version import InvalidVersion, Version

from tools.release.errors import ReleaseError


class Repository:
    """The clone that the tree is in."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def _commits(self) -> dict[str, str]:
        """The tags and their commits, which an annotated tag names as what it is of."""
        form = "%(refname:short) %(objectname) %(*objectname)"
        lines = self._git("for-each-ref", f"--format={form}", "refs/tags").splitlines()
        return {fields[0]: fields[-1] for fields in map(str.split, lines)}

    def tags(self, name: str) -> dict[Version, str]:
        """The released versions of a distribution and their tags, the oldest first."""
        found, prefix = {}, f"{name}-v"
        for tag in self._commits:
            if not tag.startswith(prefix):
                continue
            try:
                found[Version(tag.removeprefix(prefix))] = tag
            except InvalidVersion:
                continue
        return dict(sorted(found.items()))

    def at_head(self, tag: str) -> bool:
        """Whether a tag is on the commit that is checked out."""
        return self._commits[tag] == self._git("rev-parse", "HEAD")

    def changed(self) -> list[str]:
        """The files that differ from what is committed, as `git status` lists them."""
        return self._git("status", "--porcelain").splitlines()

    def on_release_branch(self) -> bool:
        """Whether `main`, or a `release/` branch of an older line, has the commit checked out.

        Here or where it was cloned: a tag is checked out without any branch.
        """
        homes = ("refs/heads", "refs/remotes/origin")
        names = [f"{home}/{branch}" for home in homes for branch in ("main", "release")]
        holders = self._git("for-each-ref", "--contains", "HEAD", "--format=%(refname)", *names)
        return bool(holders)

    def sources(self, tag: str, folder: str) -> dict[str, str]:
        """The Python files in a folder of a tagged tree, by their paths from the root."""
        if not self._git("ls-tree", tag, folder):
            return {}
        command = ["git", "archive", tag, folder]
        packed = subprocess.run(command, check=True, capture_output=True, cwd=self.root).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            members = [each for each in archive if each.isfile() and each.name.endswith(".py")]
            files = ((each.name, archive.extractfile(each)) for each in members)
            return {name: file.read().decode() for name, file in files if file}

    def _git(self, *arguments: str) -> str:
        command = ["git", *arguments]
        try:
            done = subprocess.run(
                command, check=False, capture_output=True, text=True, cwd=self.root
            )
        except FileNotFoundError:
            raise ReleaseError("`git` is not on PATH: install it") from None
        if done.returncode:
            said = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
            raise ReleaseError(f"`{' '.join(command)}`: {said[-1]}")
        return done.stdout.strip("\n")
