"""Start and end a fresh interpreter in its own process group, also under patched functions."""

import contextlib
import errno
import os
import select
import signal
import sys
from collections.abc import Sequence

from benchmem_core.system import System

# Handlers do not survive exec, but ignored signals stay ignored, and Python ignores these.
_RESTORED = [getattr(signal, name) for name in ("SIGPIPE", "SIGXFSZ") if hasattr(signal, name)]
_POLL_SECONDS = 0.005


def build_python_command(code: str) -> list[str]:
    """Write the command that runs code in this interpreter, with this process's search path."""
    # `sys.path` may hold other objects, which imports ignore.
    entries: list[object] = list(sys.path)
    path = [os.fspath(each) for each in entries if isinstance(each, str | os.PathLike)]
    level = ["-" + "O" * sys.flags.optimize] if sys.flags.optimize else []
    return [sys.executable, *level, "-c", f"import sys; sys.path[:] = {path!r}; {code}"]


class ChildProcess:
    """A child process, the leader of its process group.

    Attributes:
        returncode: Its exit status, or minus the signal that ended it; 0 until it is reaped.
    """

    def __init__(self, command: Sequence[str], descriptors: Sequence[int]) -> None:
        """Start the process."""
        for descriptor in descriptors:
            System.set_inheritable(descriptor, True)
        self.returncode = 0
        self._is_reaped = False
        self._pid = System.posix_spawn(
            command[0],
            command,
            System.environ,
            file_actions=[(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)],
            setpgroup=0,
            setsigdef=_RESTORED,
        )

    def wait(self, timeout: float | None) -> bool:
        """Wait until the process has exited; return `False` if the time ran out first."""
        try:
            # pidfd_open(2): no polling, and it stays a zombie, so its group's id stays its own.
            descriptor = System.pidfd_open(self._pid) if System.pidfd_open else None
        except OSError as error:
            if error.errno in {errno.EMFILE, errno.ENFILE}:
                raise
            descriptor = None
        if descriptor is None:
            return self._wait_by_polling(timeout)
        try:
            poll = System.poll()
            poll.register(descriptor, select.POLLIN)
            # poll(2) counts milliseconds in an int: 24 days, and longer is as good as no limit.
            is_limited = timeout is not None and timeout * 1000 < 2**31
            return bool(poll.poll(timeout * 1000 if is_limited and timeout is not None else None))
        finally:
            System.close(descriptor)

    def end(self) -> None:
        """Kill the rest of its process group, and reap the process."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            System.killpg(self._pid, signal.SIGKILL)
        if not self._is_reaped:
            self._reap(0)

    def _wait_by_polling(self, timeout: float | None) -> bool:
        until = None if timeout is None else System.monotonic() + timeout
        while not self._reap(os.WNOHANG):
            if until is not None and System.monotonic() >= until:
                return False
            System.sleep(_POLL_SECONDS)
        return True

    def _reap(self, options: int) -> bool:
        try:
            pid, status = System.waitpid(self._pid, options)
        except ChildProcessError:  # already reaped, by a handler of SIGCHLD
            pid, status = self._pid, 0
        if pid:
            self._is_reaped = True
            self.returncode = os.waitstatus_to_exitcode(status)
        return bool(pid)
