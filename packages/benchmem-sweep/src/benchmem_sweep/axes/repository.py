"""Commits of a git repository as an axis, and clean checkouts of them."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmem_core.text import escape_controls
from benchmem_sweep.axes.cells import Value
from benchmem_sweep.cell import run_stage
from benchmem_sweep.errors import SweepError
from benchmem_sweep.host import TMP_PREFIX, Processes

_ABBREVIATED = 10
_FORM = "--format=%H%x00%cI%x00%aI%x00%s"
# The hooks and settings of a repository are for the people who work in it, not for us.
_GIT = ("git", "-c", f"core.hooksPath={os.devnull}", "-c", "log.showSignature=false")
# The list of `git rev-parse --local-env-vars`, without the configuration variables.
_ELSEWHERE = frozenset(
    f"GIT_{name}"
    for name in [
        "ALTERNATE_OBJECT_DIRECTORIES",
        "COMMON_DIR",
        "DIR",
        "GRAFT_FILE",
        "IMPLICIT_WORK_TREE",
        "INDEX_FILE",
        "NAMESPACE",
        "OBJECT_DIRECTORY",
        "PREFIX",
        "SHALLOW_FILE",
        "WORK_TREE",
    ]
)


@dataclass(frozen=True)
class Commit:
    """A commit.

    Attributes:
        id: Its full id.
        time: When it was committed, as an ISO date and time.
        author_time: When it was written.
        subject: The first line of its message.
    """

    id: str
    time: str
    author_time: str
    subject: str

    @property
    def name(self) -> str:
        """The first characters of its id."""
        return self.id[:_ABBREVIATED]

    @property
    def value(self) -> Value:
        """Its value on an axis."""
        return Value(self.name, revision=self.id)


class Repository:
    """A git repository, and the project in it."""

    def __init__(self, project: Path) -> None:
        """Find the repository of a project folder.

        Raises:
            SweepError: git is missing, or the folder is not in a repository.
        """
        self.project = Path(os.path.realpath(project))
        if shutil.which("git") is None:
            raise SweepError("`--git` needs `git`, which is not on PATH: install it")
        if not self.project.is_dir():
            raise SweepError(
                f"`{project}` is not a folder: give `--project` the folder of the project"
            )
        found = self._run_git("rev-parse", "--show-toplevel", cwd=self.project, check=False)
        if found is None:
            raise SweepError(
                f"`{project}` is not in a git repository: give `--project` a folder in one"
            )
        self.root = Path(found.removesuffix("\n")).resolve()
        self._lock = threading.Lock()
        self._known: dict[str, Commit] = {}

    @property
    def place(self) -> str:
        """The path of the project in the repository."""
        return self.project.relative_to(self.root).as_posix()

    @property
    def is_dirty(self) -> bool:
        """Whether tracked files have changes that are not committed."""
        return bool(self._run_git("status", "--porcelain", "--untracked-files=no"))

    def find_commits(self, text: str) -> list[Commit]:
        """Find commits; those of a range come oldest first.

        `A..B` is A and the commits after it up to B along first parents. Otherwise commas separate
        the revisions.

        Raises:
            SweepError: A revision does not exist, or A does not come before B.
        """
        first, dots, last = text.partition("..")
        if not dots:
            return [self.find_commit(part.strip()) for part in text.split(",") if part.strip()]
        first, last = first.strip() or "HEAD", last.removeprefix(".").strip() or "HEAD"
        base, head = self.find_commit(first), self.find_commit(last)
        if base.id == head.id:
            return [base]
        if self._run_git("merge-base", "--is-ancestor", base.id, head.id, check=False) is None:
            raise SweepError(
                f"`{first}` does not come before `{last}`: give the older one first, or to "
                "`benchmem sweep` both with a comma between them" + self._shallow_hint
            )
        later = self._run_git(
            "log", "-z", "--reverse", "--first-parent", _FORM, f"{base.id}..{head.id}"
        )
        return [base, *self._parse(later or "")]

    def find_commit(self, revision: str) -> Commit:
        """Find a commit by any form of revision that git takes.

        Raises:
            SweepError: The revision does not exist.
        """
        if revision in self._known:
            return self._known[revision]
        form = ("rev-parse", "--quiet", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        id_ = self._run_git(*form, check=False)
        if not id_:
            raise SweepError(
                f"revision `{escape_controls(revision)}` does not exist: give a commit, branch "
                "or tag" + self._shallow_hint
            )
        return self._parse(self._run_git("log", "-z", "-1", _FORM, id_.strip()) or "")[0]

    @contextmanager
    def checkout(self, revision: str, folder: Path, processes: Processes) -> Iterator[Path]:
        """Check a commit out into a new folder, and remove that at the end.

        Yields:
            The folder of the project in the checkout.

        Raises:
            StageError: git fails.
        """
        add = ("-C", str(self.root), "worktree", "add", "--quiet", "--detach", "--force")
        try:
            # git locks the list of worktrees, and fails if two commands write to it at once.
            with self._lock:
                command = [*_GIT, *add, str(folder), revision]
                run_stage("install", command, folder.parent, processes, env=_filter_variables())
            yield folder / self.place
        finally:
            with self._lock:
                self._remove(folder)

    def prune(self) -> None:
        """Make git forget the checkouts of killed sweeps, whose folders are gone."""
        listed = self._run_git("worktree", "list", "--porcelain", check=False) or ""
        for line in listed.splitlines():
            folder = Path(line.removeprefix("worktree "))
            ours = any(part.startswith(TMP_PREFIX) for part in folder.parts)
            if line.startswith("worktree ") and ours and not folder.exists():
                self._remove(folder)

    def _parse(self, listed: str) -> list[Commit]:
        fields = listed.rstrip("\n").split("\0")
        found = [Commit(*fields[first : first + 4]) for first in range(0, len(fields) - 3, 4)]
        self._known |= {commit.id: commit for commit in found}
        return found

    def _remove(self, folder: Path) -> None:
        # `--force` twice also removes a locked checkout, which a killed git leaves behind.
        self._run_git("worktree", "remove", "--force", "--force", str(folder), check=False)

    @property
    def _shallow_hint(self) -> str:
        is_shallow = (self._run_git("rev-parse", "--is-shallow-repository") or "").strip() == "true"
        hint = "; this repository is shallow: `git fetch --unshallow` brings the rest"
        return hint if is_shallow else ""

    def _run_git(self, *arguments: str, cwd: Path | None = None, check: bool = True) -> str | None:
        """Run git.

        Returns:
            The output of git; `None` if git failed and `check` is off.
        """
        done = _run_command([*_GIT, *arguments], cwd or self.root)
        if done.returncode:
            if not check:
                return None
            lines = done.stderr.strip().splitlines() or ["it printed nothing"]
            raise SweepError(f"`git {arguments[0]}` failed: {escape_controls(lines[-1])}")
        return done.stdout


def _filter_variables() -> dict[str, str]:
    """Return our variables without those that name a repository, which git sets for hooks."""
    return {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}


def _run_command(command: Sequence[str], cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=cwd,
        env=_filter_variables(),
        check=False,
        capture_output=True,
        text=True,
        errors="backslashreplace",
        stdin=subprocess.DEVNULL,
        # Only this process handles Ctrl-C from the terminal.
        process_group=0 if os.name == "posix" else None,
    )
