"""Child processes that write a log, and that end with us."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, wait
from pathlib import Path

from benchmem_core.text import printable
from benchmem_sweep.host.credentials import without_credentials

_GRACE = 5.0
_LOOK = 0.25
_GENERATIONS = 10
# Begins when it is told to, and not at all should we be killed before it has the variables that it
# is found by.
_WHEN_TOLD = ("/bin/sh", "-c", 'read -r _ && exec "$@"', "sh") if os.name == "posix" else ()
_MARK = "BENCHMEM_SWEEP"


class Processes:
    """The child processes of a sweep.

    Each leads a process group of its own, so that an interrupt reaches what it started too, and
    so that the terminal's Ctrl-C reaches us alone, who then end them in order. A variable of each
    names the folder that it works for: should we be killed, the next sweep ends what is left.
    Its temporary files are in there too.
    """

    def __init__(self, folder: Path) -> None:
        """Begin without any.

        Args:
            folder: The folder that they work for.
        """
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
        """Run a command to its end.

        Args:
            command: The command.
            log: Where what it prints is appended.
            env: Its environment; by default ours.
            cwd: Its folder; by default ours.

        Returns:
            Its exit status, negative for a signal.

        Raises:
            OSError: It cannot be started.
            InterruptedError: The sweep ended meanwhile.
        """
        done: Future[int] = Future()

        def work() -> None:
            try:
                done.set_result(self._run(command, log, env, cwd))
            except BaseException as error:  # noqa: BLE001, to whoever waits
                done.set_exception(error)

        # Python raises an interrupt in the main thread, wherever that is, also in between the
        # start of a process and its being known; in another thread nothing comes in between.
        threading.Thread(target=work, daemon=True).start()
        # A signal may go to any thread, and wakes the main one only there.
        while not done.done():
            wait([done], _LOOK)
        return done.result()

    def _run(
        self, command: Sequence[str], log: Path, env: Mapping[str, str] | None, cwd: Path | None
    ) -> int:
        with log.open("ab") as output:
            output.write(f"$ {_shown(command)}\n".encode(errors="backslashreplace"))
            output.flush()
            process = self._start(command, output.fileno(), env, cwd)
        status = process.wait()
        # What it may have left running would disturb others, and keep its folder in use.
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
        # It may have been ended already.
        with contextlib.suppress(OSError), process.stdin as told:
            told.write(b"\n")
        return process

    def end(self) -> None:
        """End all that run, and start no more."""
        with self._lock:
            self._is_closed = True
            running = list(self._running.values())
        for process in running:
            end_group(process.pid, signal.SIGTERM)
        last = time.monotonic() + _GRACE
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(last - time.monotonic(), 0))
            # Also what it started, which may not have listened.
            end_group(process.pid)
            process.wait()
        end_left_behind(self._folder)


def _shown(command: Sequence[str]) -> str:
    """A command as one line of a log, which others may read."""
    return printable(without_credentials(" ".join(command)))


def end_left_behind(folder: Path) -> None:
    """End the processes that work for a folder, whoever started them.

    They are found where there is `/proc`.

    Args:
        folder: The folder.
    """
    mark = f"{_MARK}={folder}".encode(errors="surrogateescape")
    # One may start another while it is being looked for.
    for _ in range(_GENERATIONS):
        found = [pid for pid in _processes() if mark in _variables_of(pid)]
        if not found:
            return
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)


def _processes() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []


def _variables_of(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


def end_group(pid: int, number: int | None = None) -> None:
    """Send a signal to a process and what it started.

    Args:
        pid: The process, which leads a group.
        number: The signal; `None` is the one that nobody withstands.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            # There are no groups, and this ends a process at once.
            os.kill(pid, signal.SIGTERM)
        else:
            os.killpg(pid, signal.SIGKILL if number is None else number)
