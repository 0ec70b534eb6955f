"""The repository itself as an axis: commits, and clean checkouts of them."""

import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmem_core.text import printable
from benchmem_sweep.cells import Value
from benchmem_sweep.errors import SweepError

_ABBREVIATED = 10


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
        self.project = project.resolve()
        if shutil.which("git") is None:
            raise SweepError("there is no `git` on PATH, which `--git` needs: install it")
        if not self.project.is_dir():
            raise SweepError(f"`{project}` is no folder")
        found = self._git("rev-parse", "--show-toplevel", cwd=self.project, check=False)
        if found is None:
            raise SweepError(f"`{project}` is in no git repository: run `--git` inside of one")
        self.root = Path(found.strip()).resolve()
        self._lock = threading.Lock()

    @property
    def is_dirty(self) -> bool:
        """Whether there are changes that no commit has."""
        return bool((self._git("status", "--porcelain") or "").strip())

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
        base, head = self.commit(first), self.commit(last.removeprefix(".") or "HEAD")
        if base.id == head.id:
            return [base]
        if self._git("merge-base", "--is-ancestor", base.id, head.id, check=False) is None:
            raise SweepError(
                f"`{first}` does not come before `{last}`: name commits with commas" + self._shallow
            )
        listed = self._git("rev-list", "--reverse", "--first-parent", f"{base.id}..{head.id}") or ""
        later = [self.commit(id_) for id_ in listed.split()]
        return [base, *later]

    def commit(self, revision: str) -> Commit:
        """Find a commit.

        Args:
            revision: As git takes it.

        Raises:
            SweepError: There is none.
        """
        if revision.startswith("-"):
            raise SweepError(f"`{revision}` is no revision")
        form = "--format=%H%x00%cI%x00%aI%x00%s"
        found = self._git("log", "-1", form, f"{revision}^{{commit}}", "--", check=False)
        if not found:
            raise SweepError(f"there is no revision `{printable(revision)}`" + self._shallow)
        return Commit(*found.rstrip("\n").split("\0"))

    @contextmanager
    def checkout(self, revision: str, folder: Path) -> Iterator[Path]:
        """Check a commit out, and remove the checkout at the end.

        Args:
            revision: The id of a commit.
            folder: Where; is made.

        Yields:
            The folder of the project in the checkout.
        """
        # git locks what it writes there, and fails where two want to.
        with self._lock:
            self._git("worktree", "add", "--quiet", "--detach", "--force", str(folder), revision)
        try:
            yield folder / self.project.relative_to(self.root)
        finally:
            with self._lock:
                if self._git("worktree", "remove", "--force", str(folder), check=False) is None:
                    shutil.rmtree(folder, ignore_errors=True)
                    self.prune()

    def prune(self) -> None:
        """Forget the checkouts whose folders are gone, such as those of a killed sweep."""
        self._git("worktree", "prune", check=False)

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
        done = _run(["git", *arguments], cwd or self.root)
        if done.returncode:
            if not check:
                return None
            lines = done.stderr.strip().splitlines() or ["it printed nothing"]
            raise SweepError(f"`git {arguments[0]}` failed: {printable(lines[-1])}")
        return done.stdout


def _run(command: Sequence[str], cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=cwd,
        check=False,
        capture_output=True,
        text=True,
        errors="backslashreplace",
        stdin=subprocess.DEVNULL,
        # Ctrl-C in the terminal is ours to handle.
        process_group=0,
    )
