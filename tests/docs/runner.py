"""Run a page from top to bottom in its own temporary folder."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from . import python_process
from .blocks import Block, Page
from .lines import is_run
from .masks import clean
from .pages import DOCS

COMMAND_SECONDS = 600


class PageError(AssertionError):
    """A block fails, or differs from the page; the message begins with page and line."""


@dataclass(frozen=True)
class Reader:
    """The environment in which a page runs.

    Attributes:
        python: The interpreter of the page's Python.
        variables: Variables to add to the environment, or to change.
        runs: A function that says whether a line is run.
    """

    python: Path = Path(sys.executable)
    variables: Mapping[str, str] = field(default_factory=dict)
    runs: Callable[[str], bool] = is_run


@dataclass(frozen=True)
class Shown:
    """A block that shows output, and the printed lines."""

    block: Block
    printed: list[str]


def run_page(page: Page, reader: Reader = Reader()) -> list[Shown]:
    """Run every block of a page.

    Args:
        page: The page.
        reader: Its environment; by default that of the tests.

    Returns:
        Every output block with the printed lines, without names and paths of this machine.

    Raises:
        PageError: A block failed.
    """
    results = []
    printed: str | None = None
    with _Place(page, reader) as place:
        for block in page.blocks:
            if block.is_output:
                if printed is None:
                    raise PageError(f"{page.at(block.line)}: output of nothing: no block before it")
                results.append(Shown(block, clean(printed, place.home, DOCS)))
                printed = None
            elif block.is_file:
                place.write(block)
            elif block.is_python:
                printed = place.python(block)
            elif block.is_console:
                printed = place.console(block)
            elif block.language == "run":
                place.console(block)
    return results


class _Place:
    """The folder that a page runs in, and the Python process of its blocks."""

    def __init__(self, page: Page, reader: Reader) -> None:
        self.page = page
        self.reader = reader
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        # The real path, because commands in it may print that one.
        self.home = Path(os.path.realpath(tempfile.mkdtemp(prefix="page-")))
        self.project = self.home / "project"
        for folder in (self.project, self.home / "tmp"):
            folder.mkdir()
        self.environment = {**environment(self.home), **self.reader.variables}
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            _end(self._process)
            self._answers.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def write(self, block: Block) -> None:
        """Write the file of a block."""
        path = (
            self.home / block.title[2:]
            if block.title.startswith("~/")
            else self.project / block.title
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def console(self, block: Block) -> str:
        """Run the commands of a block, and return their output."""
        printed = ""
        commands = [(line, text) for line, text in block.commands() if self.reader.runs(text)]
        for index, (line, command) in enumerate(commands, 1):
            wanted = block.status if index == len(commands) else 0
            status, output = self._bash(command)
            printed += output
            if status != wanted:
                ended = f"`{command}` ended with {status}, not with {wanted}"
                raise PageError(f"{self.page.at(line)}: {ended}\n{output}")
        return printed

    def _bash(self, command: str) -> tuple[int | str, str]:
        process = subprocess.Popen(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=self.project,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            return f"a timeout of {COMMAND_SECONDS} s", ""
        finally:
            # Also processes that it left in the background.
            _end(process)
        return process.returncode, output

    def python(self, block: Block) -> str:
        """Run a block of Python, and return its output."""
        if self._process is None:
            self._start_python()
        try:
            self._process.stdin.write(json.dumps(block.text) + "\n")
            self._process.stdin.flush()
            line = self._answers.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise PageError(
                f"{self.page.at(block.line)}: the page's Python process ended in this block"
            )
        answer = json.loads(line)
        if answer["error"]:
            place = self.page.at(block.line + answer["line"])
            raise PageError(f"{place}: {answer['error']}\n{answer['output']}")
        return answer["output"]

    def _start_python(self) -> None:
        shell = any(block.language == "ipython" for block in self.page.blocks)
        reading, writing = os.pipe()
        self._process = subprocess.Popen(
            [
                str(self.reader.python),
                python_process.__file__,
                str(writing),
                "ipython" if shell else "python",
            ],
            cwd=self.project,
            env=self.environment,
            stdin=subprocess.PIPE,
            encoding="utf-8",
            pass_fds=[writing],
            start_new_session=True,
        )
        os.close(writing)
        self._answers = os.fdopen(reading, encoding="utf-8")


def _end(process: subprocess.Popen[str]) -> None:
    """End a process and all of its children."""
    if process.stdin is not None:
        process.stdin.close()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def environment(home: Path) -> dict[str, str]:
    """Return the variables for a page's commands, with the commands of this environment."""
    left_out = (
        "PYTHON",
        "PYTEST",
        "HATCH",
        "COV",
        "VIRTUAL_ENV",
        "HYPOTHESIS",
        "GIT_",
        "FORCE_",
        "CI",
        "GITHUB_",
    )
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(left_out) or name == "GIT_SSL_CAINFO"
    }
    return {
        **kept,
        **_caches(),
        "PATH": f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "DOCS": str(DOCS),
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        # `--open` opens nothing.
        "BROWSER": "true",
        # A module that is written again within a second would be taken for the one before.
        "PYTHONDONTWRITEBYTECODE": "1",
        # A second for every benchmark is for real suites.
        "PYTEST_ADDOPTS": "--benchmark-max-time=0.1",
        # Commits get the same hash on every machine.
        "GIT_AUTHOR_NAME": "You",
        "GIT_AUTHOR_EMAIL": "you@example.org",
        "GIT_AUTHOR_DATE": "2026-01-01T12:00:00+00:00",
        "GIT_COMMITTER_NAME": "You",
        "GIT_COMMITTER_EMAIL": "you@example.org",
        "GIT_COMMITTER_DATE": "2026-01-01T12:00:00+00:00",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "init.defaultBranch",
        "GIT_CONFIG_VALUE_0": "main",
    }


def _caches() -> Mapping[str, str]:
    """Return the cache and the configuration of uv, which are in the real home."""
    cache = os.environ.get("UV_CACHE_DIR") or Path.home() / ".cache" / "uv"
    found = {"UV_CACHE_DIR": str(cache)}
    for name, path in (
        ("UV_CONFIG_FILE", Path.home() / ".config" / "uv" / "uv.toml"),
        ("PIP_CONFIG_FILE", Path.home() / ".config" / "pip" / "pip.conf"),
    ):
        if path.exists() and name not in os.environ:
            found[name] = str(path)
    return found
