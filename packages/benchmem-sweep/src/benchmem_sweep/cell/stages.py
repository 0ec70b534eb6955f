"""Run a stage of a cell: a command, its log, and the reason if it fails."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmem_core.text import escape_controls, shorten
from benchmem_sweep.errors import Stage, StageError
from benchmem_sweep.host import Processes

_LONGEST = 240
_EXCEPTION = re.compile(r"(?:\w+\.)*\w*(?:Error|Exception|Exit)(?:: .*)?", re.ASCII)
# The marks that newer and older releases of uv print before an error or its cause.
_ERROR = re.compile(
    r"(?:error:|cause:|Caused by:|\N{MULTIPLICATION SIGN}|╰─▶)\s*(.+)", re.IGNORECASE
)


def run_stage(
    stage: Stage,
    command: Sequence[str],
    logs: Path,
    processes: Processes,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run the command of a stage, and write its log into a folder.

    Raises:
        StageError: The command cannot be started, or it failed.
        InterruptedError: The sweep ended in the meantime.
    """
    log = logs / f"{stage}.log"
    try:
        status = processes.run(command, log, env=env, cwd=cwd)
    except InterruptedError:
        raise
    except OSError as error:
        raise StageError(stage, f"`{command[0]}` cannot be started: {error.strerror}") from None
    if status:
        raise StageError(stage, find_reason(log), log.read_bytes())


def find_reason(log: Path) -> str:
    """Return the line of a log that explains the failure best."""
    lines = [line.strip() for line in read_last_lines(log, 100)]
    lines = [line for line in lines if line and not line.startswith(("$ ", "hint:"))]
    exceptions = [line for line in lines if _EXCEPTION.fullmatch(line)]
    errors = [found[1] for line in lines if (found := _ERROR.match(line))]
    said = [*lines[-1:], *errors[-1:], *exceptions[-1:]] or ["it printed nothing"]
    return shorten(escape_controls(said[-1]), _LONGEST)


def read_last_lines(log: Path, count: int) -> list[str]:
    """Return the last lines of a log; an empty list if the log is missing."""
    try:
        return log.read_text(encoding="utf-8", errors="backslashreplace").splitlines()[-count:]
    except OSError:
        return []
