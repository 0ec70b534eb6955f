"""Child processes that write a log, and that end with us."""

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_GRACE = 5.0


class Processes:
    """The child processes of a sweep.

    Each leads a process group of its own, so that an interrupt reaches what it started too, and
    so that the terminal's Ctrl-C reaches us alone, who then end them in order. A file for each is
    kept in a folder while it runs: should we be killed, the next sweep ends what is left.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Begin without any.

        Args:
            folder: Where to note which processes run; `None` notes nothing.
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
        with log.open("ab") as output:
            output.write(f"$ {' '.join(command)}\n".encode(errors="backslashreplace"))
            output.flush()
            with self._started(command, output.fileno(), env, cwd) as process:
                status = process.wait()
        if self._is_closed:
            raise InterruptedError("the sweep ended")
        return status

    @contextlib.contextmanager
    def _started(
        self, command: Sequence[str], output: int, env: Mapping[str, str] | None, cwd: Path | None
    ) -> Iterator[subprocess.Popen[bytes]]:
        with self._lock:
            if self._is_closed:
                raise InterruptedError("the sweep ended")
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if env is None else dict(env),
                cwd=cwd,
                process_group=0,
            )
            self._running[process.pid] = process
        note = None if self._folder is None else self._folder / f"{process.pid}.pid"
        if note is not None:
            note.write_text(started_at(process.pid))
        try:
            yield process
        except BaseException:
            end_group(process.pid)
            raise
        finally:
            process.wait()
            with self._lock:
                del self._running[process.pid]
            if note is not None:
                note.unlink(missing_ok=True)

    def end(self) -> None:
        """End all that run, and start no more."""
        with self._lock:
            self._is_closed = True
            running = list(self._running.values())
        for process in running:
            end_group(process.pid, signal.SIGTERM)
        for process in running:
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                end_group(process.pid)


def end_left_behind(folder: Path) -> None:
    """End the processes that a sweep which was killed left behind.

    Args:
        folder: Where it noted them.
    """
    for note in folder.glob("*.pid"):
        with contextlib.suppress(OSError, ValueError):
            pid = int(note.stem)
            begun = note.read_text()
            # Another process may have the number by now.
            if begun and begun == started_at(pid):
                end_group(pid)


def started_at(pid: int) -> str:
    """When a process was started, in clock ticks since the machine was; empty if unknown."""
    try:
        # The name, which is in parentheses, may hold anything.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def end_group(pid: int, number: int = signal.SIGKILL) -> None:
    """Send a signal to a process and what it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
