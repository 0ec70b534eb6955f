"""The repository itself as an axis: commits, and clean checkouts of them."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmem_core.text import printable
from benchmem_sweep.axes.cells import Value
from benchmem_sweep.cell import run_stage
from benchmem_sweep.errors import SweepError
from benchmem_sweep.host import TMP_PREFIX, Processes

_ABBREVIATED = 10
_FORM = "--format=%H%x00%cI%x00%aI%x00%s"
# A repository's own hooks and habits are for the person who works in it.
_GIT = ("git", "-c", f"core.hooksPath={os.devnull}", "-c", "log.showSignature=false")
# As `git rev-parse --local-env-vars` has them, without its configuration.
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
        id: All of its id.
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
        """The beginning of its id."""
        return self.id[:_ABBREVIATED]

    @property
    def value(self) -> Value:
        """What it is on an axis."""
        return Value(self.name, revision=self.id)


class Repository:
    """A git repository, and the project in it."""

    def __init__(self, project: Path) -> None:
        """Find the repository of a project.

        Args:
            project: Its folder.

        Raises:
            SweepError: There is no git, or the folder is in no repository.
        """
        self.project = Path(os.path.realpath(project))
        if shutil.which("git") is None:
            raise SweepError("there is no `git` on PATH, which `--git` needs: install it")
        if not self.project.is_dir():
            raise SweepError(f"`{project}` is no folder: `--project` is the one of the project")
        found = self._git("rev-parse", "--show-toplevel", cwd=self.project, check=False)
        if found is None:
            raise SweepError(f"`{project}` is in no git repository: run `--git` inside of one")
        self.root = Path(found.removesuffix("\n")).resolve()
        self._lock = threading.Lock()

    @property
    def place(self) -> str:
        """Where the project is in the repository."""
        return self.project.relative_to(self.root).as_posix()

    @property
    def is_dirty(self) -> bool:
        """Whether files that git knows have changes that no commit has."""
        return bool(self._git("status", "--porcelain", "--untracked-files=no"))

    def commits(self, text: str) -> list[Commit]:
        """Find commits, the oldest first where it is a range.

        Args:
            text: `A..B`, which is A and what came after it up to B along first parents, or
                revisions with commas between them.

        Raises:
            SweepError: A revision is not there, or the range is empty.
        """
        first, dots, last = text.partition("..")
        if not dots:
            return [self.commit(part.strip()) for part in text.split(",") if part.strip()]
        first, last = first.strip() or "HEAD", last.removeprefix(".").strip() or "HEAD"
        base, head = self.commit(first), self.commit(last)
        if base.id == head.id:
            return [base]
        if self._git("merge-base", "--is-ancestor", base.id, head.id, check=False) is None:
            raise SweepError(
                f"`{first}` does not come before `{last}`: give the older one first, or to "
                "`benchmem sweep` both with a comma between them" + self._shallow
            )
        later = self._git(
            "log", "-z", "--reverse", "--first-parent", _FORM, f"{base.id}..{head.id}"
        )
        return [base, *_commits(later or "")]

    def commit(self, revision: str) -> Commit:
        """Find a commit.

        Args:
            revision: As git takes it.

        Raises:
            SweepError: There is none.
        """
        form = ("rev-parse", "--quiet", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        id_ = self._git(*form, check=False)
        if not id_:
            raise SweepError(f"there is no revision `{printable(revision)}`" + self._shallow)
        return _commits(self._git("log", "-z", "-1", _FORM, id_.strip()) or "")[0]

    @contextmanager
    def checkout(self, revision: str, folder: Path, processes: Processes) -> Iterator[Path]:
        """Check a commit out, and remove the checkout at the end.

        Args:
            revision: The id of a commit.
            folder: Where; is made.
            processes: Runs git.

        Yields:
            The folder of the project in the checkout.

        Raises:
            StageError: git fails.
        """
        add = ("-C", str(self.root), "worktree", "add", "--quiet", "--detach", "--force")
        try:
            # git locks what it writes there, and fails where two want to.
            with self._lock:
                command = [*_GIT, *add, str(folder), revision]
                run_stage("install", command, folder.parent, processes, env=_variables())
            yield folder / self.place
        finally:
            with self._lock:
                self._remove(folder)

    def prune(self) -> None:
        """Forget the checkouts of killed sweeps: those whose folders are gone."""
        listed = self._git("worktree", "list", "--porcelain", check=False) or ""
        for line in listed.splitlines():
            folder = Path(line.removeprefix("worktree "))
            ours = any(part.startswith(TMP_PREFIX) for part in folder.parts)
            if line.startswith("worktree ") and ours and not folder.exists():
                self._remove(folder)

    def _remove(self, folder: Path) -> None:
        # Twice, because one that git was killed on is locked.
        self._git("worktree", "remove", "--force", "--force", str(folder), check=False)

    @property
    def _shallow(self) -> str:
        is_shallow = (self._git("rev-parse", "--is-shallow-repository") or "").strip() == "true"
        hint = "; this repository is shallow: `git fetch --unshallow` brings the rest"
        return hint if is_shallow else ""

    def _git(self, *arguments: str, cwd: Path | None = None, check: bool = True) -> str | None:
        """Run git.

        Returns:
            What it printed; `None` where it failed and `check` is off.
        """
        done = _run([*_GIT, *arguments], cwd or self.root)
        if done.returncode:
            if not check:
                return None
            lines = done.stderr.strip().splitlines() or ["it printed nothing"]
            raise SweepError(f"`git {arguments[0]}` failed: {printable(lines[-1])}")
        return done.stdout


def _commits(listed: str) -> list[Commit]:
    fields = listed.rstrip("\n").split("\0")
    return [Commit(*fields[first : first + 4]) for first in range(0, len(fields) - 3, 4)]


def _variables() -> dict[str, str]:
    """Our variables, without those that name another repository, as git's hooks have them."""
    return {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}


def _run(command: Sequence[str], cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=cwd,
        env=_variables(),
        check=False,
        capture_output=True,
        text=True,
        errors="backslashreplace",
        stdin=subprocess.DEVNULL,
        # Ctrl-C in the terminal is ours to handle.
        process_group=0 if os.name == "posix" else None,
    )
