"""Run child processes that write a log, and end them when this process ends."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, wait
from pathlib import Path

from benchmem_core.text import escape_controls

_GRACE = 5.0
_LOOK = 0.25
_GENERATIONS = 10
# The command begins only after a line on standard input. If this process is killed before that,
# the command never runs: nobody could find it by its variables yet.
_WHEN_TOLD = ("/bin/sh", "-c", 'read -r _ && exec "$@"', "sh") if os.name == "posix" else ()
_MARK = "BENCHMEM_SWEEP"
_CREDENTIALS = re.compile(r"(https?://)[^/\s@]+@", re.IGNORECASE)


class Processes:
    """The child processes of a sweep.

    Each child leads its own process group. So a signal to the group reaches its children too, and
    Ctrl-C in the terminal reaches only this process, which then ends the others in order. A
    variable of each child names the folder that it works for. If this process is killed, the next
    sweep finds the children by that variable and ends them. Their temporary files go there too.
    """

    def __init__(self, folder: Path) -> None:
        """Take the folder that the processes work for."""
        self._folder = folder
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()
        self._is_closed = False

    def run(
        self,
        command: Sequence[str],
        log: Path,
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> int:
        """Run a command to its end, and append its output to a log.

        Returns:
            Its exit status, negative for a signal.

        Raises:
            OSError: The command cannot be started.
            InterruptedError: The sweep ended in the meantime.
        """
        done: Future[int] = Future()

        def work() -> None:
            try:
                done.set_result(self._run(command, log, env, cwd))
            except BaseException as error:  # noqa: BLE001, to whoever waits
                done.set_exception(error)

        # Python raises an interrupt at any point of the main thread, even after a process has
        # started and before it is recorded. Another thread is not interrupted.
        threading.Thread(target=work, daemon=True).start()
        # A signal may go to any thread, so wake up often: then Python handles it here.
        while not done.done():
            wait([done], _LOOK)
        return done.result()

    def _run(
        self, command: Sequence[str], log: Path, env: Mapping[str, str] | None, cwd: Path | None
    ) -> int:
        with log.open("ab") as output:
            output.write(f"$ {_format_command(command)}\n".encode(errors="backslashreplace"))
            output.flush()
            process = self._start(command, output.fileno(), env, cwd)
        status = process.wait()
        # Children that still run would disturb other cells, and keep the folder in use.
        end_group(process.pid)
        with self._lock:
            del self._running[process.pid]
        if self._is_closed:
            raise InterruptedError("the sweep ended")
        return status

    def _start(
        self, command: Sequence[str], output: int, env: Mapping[str, str] | None, cwd: Path | None
    ) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._is_closed:
                raise InterruptedError("the sweep ended")
            folder = str(self._folder)
            process = subprocess.Popen(
                [*_WHEN_TOLD, *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**(os.environ if env is None else env), _MARK: folder, "TMPDIR": folder},
                cwd=cwd,
                process_group=0 if os.name == "posix" else None,
            )
            self._running[process.pid] = process
        assert process.stdin is not None
        # The process may have ended already.
        with contextlib.suppress(OSError), process.stdin as told:
            told.write(b"\n")
        return process

    def end(self) -> None:
        """End all running processes, and start no more."""
        with self._lock:
            self._is_closed = True
            running = list(self._running.values())
        for process in running:
            end_group(process.pid, signal.SIGTERM)
        last = time.monotonic() + _GRACE
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(last - time.monotonic(), 0))
            # Its children may have ignored SIGTERM.
            end_group(process.pid)
            process.wait()
        end_left_behind(self._folder)


def _format_command(command: Sequence[str]) -> str:
    """Return a command as one line for a log, without credentials."""
    return escape_controls(mask_credentials(" ".join(command)))


def mask_credentials(text: str) -> str:
    """Mask the user and password in each URL, so that they get into no log and no file."""
    return _CREDENTIALS.sub(r"\1****@", text)


def end_left_behind(folder: Path) -> None:
    """End the processes that work for a folder, even if another process started them.

    They are found only on systems with `/proc`.
    """
    mark = f"{_MARK}={folder}".encode(errors="surrogateescape")
    # A process may start another one during the search.
    for _ in range(_GENERATIONS):
        found = [pid for pid in _list_processes() if mark in _read_variables(pid)]
        if not found:
            return
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)


def _list_processes() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []


def _read_variables(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


def end_group(pid: int, number: int | None = None) -> None:
    """Send a signal to a process that leads a group, and to its children.

    By default it is SIGKILL, which cannot be ignored.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            # Windows has no process groups, and this call ends a process at once.
            os.kill(pid, signal.SIGTERM)
        else:
            os.killpg(pid, signal.SIGKILL if number is None else number)
