"""A stage of a cell: a command, its log, and why it failed."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmem_core.text import printable, shortened
from benchmem_sweep.errors import Stage, StageError
from benchmem_sweep.host import Processes

_LONGEST = 240
_EXCEPTION = re.compile(r"(?:\w+\.)*\w*(?:Error|Exception|Exit)(?:: .*)?", re.ASCII)
# What uv writes before an error and what led to it, newer and older ones.
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
    """Run a command whose failure is that of a stage.

    Args:
        stage: Which one.
        command: The command.
        logs: The folder of its log.
        processes: Runs it.
        env: Its environment; by default ours.
        cwd: Its folder; by default ours.

    Raises:
        StageError: It cannot be started, or failed.
        InterruptedError: The sweep ended meanwhile.
    """
    log = logs / f"{stage}.log"
    try:
        status = processes.run(command, log, env=env, cwd=cwd)
    except InterruptedError:
        raise
    except OSError as error:
        raise StageError(stage, f"`{command[0]}` cannot be started: {error.strerror}") from None
    if status:
        raise StageError(stage, reason_in(log), log.read_bytes())


def reason_in(log: Path) -> str:
    """The line of a log that says most of what went wrong."""
    lines = [line.strip() for line in last_lines(log, 100)]
    lines = [line for line in lines if line and not line.startswith(("$ ", "hint:"))]
    exceptions = [line for line in lines if _EXCEPTION.fullmatch(line)]
    errors = [found[1] for line in lines if (found := _ERROR.match(line))]
    said = [*lines[-1:], *errors[-1:], *exceptions[-1:]] or ["it printed nothing"]
    return shortened(printable(said[-1]), _LONGEST)


def last_lines(log: Path, count: int) -> list[str]:
    """The last lines of a log; none of one that is not there."""
    try:
        return log.read_text(encoding="utf-8", errors="backslashreplace").splitlines()[-count:]
    except OSError:
        return []
