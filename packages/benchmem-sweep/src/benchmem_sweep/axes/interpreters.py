"""Find Python interpreters with uv."""

import functools
import platform
import subprocess
from dataclasses import dataclass

from benchmem_core.text import escape_controls
from benchmem_sweep.cell import find_current_python
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
    """Find an interpreter on this machine, without a download; `None` is the running one.

    Raises:
        StageError: uv finds none; the stage is `venv`.
    """
    if request is None:
        return Interpreter(find_current_python(), platform.python_version())
    found = _find_once(request)
    if isinstance(found, StageError):
        raise found
    return found


@functools.cache
def _find_once(request: str) -> Interpreter | StageError:
    try:
        return Interpreter(_ask_uv(request), _ask_uv(request, "--show-version"))
    except StageError as error:
        return error


def _ask_uv(request: str, *options: str) -> str:
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
            "venv", f"uv finds no Python `{request}` ({reason}): put it on PATH, or give its path"
        )
    return found
