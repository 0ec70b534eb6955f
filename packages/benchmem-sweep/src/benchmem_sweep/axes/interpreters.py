"""Find Python interpreters with uv."""

import functools
import platform
import subprocess
from dataclasses import dataclass

from benchmem_core.text import escape_controls
from benchmem_sweep.cell import current_python
from benchmem_sweep.errors import StageError
from benchmem_sweep.host import find_uv


@dataclass(frozen=True)
class Interpreter:
    """An interpreter.

    Attributes:
        path: Its path.
        version: Its full version.
    """

    path: str
    version: str


def find_interpreter(request: str | None) -> Interpreter:
    """Find an interpreter on this machine, without a download.

    Args:
        request: A form that uv takes: `3.12`, `pypy`, a path; `None` for the running one.

    Raises:
        StageError: uv finds none; the stage is `venv`.
    """
    if request is None:
        return Interpreter(current_python(), platform.python_version())
    found = _found(request)
    if isinstance(found, StageError):
        raise found
    return found


@functools.cache
def _found(request: str) -> Interpreter | StageError:
    try:
        return Interpreter(_find(request), _find(request, "--show-version"))
    except StageError as error:
        return error


def _find(request: str, *options: str) -> str:
    command = [find_uv(), "python", "find", "--no-project", "--system", "--no-python-downloads"]
    done = subprocess.run(
        [*command, *options, "--", request],
        check=False,
        capture_output=True,
        text=True,
        errors="backslashreplace",
        stdin=subprocess.DEVNULL,
    )
    found = done.stdout.strip()
    if done.returncode or not found:
        lines = done.stderr.strip().splitlines() or ["uv printed nothing"]
        reason = escape_controls(lines[0].removeprefix("error: ").strip())
        raise StageError(
            "venv", f"there is no Python `{request}` ({reason}): put it on PATH, or name its path"
        )
    return found
