"""Real commands that stand still in one stage, so that they can be killed there."""

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmem_sweep.host.uv_binary import find_uv

PATIENCE = 60.0
# Takes the `uv` on PATH, as where the distribution is not installed: that is ours.
# Where tests run in the background, an interrupt may be ignored.
_BEGIN = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
_OWN_TERMINAL = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
BENCHMEM = "import sys; sys.modules['uv'] = None; from benchmem_core.cli.main import main; main()"
_UV = """\
#!/bin/sh
case "$*" in
*$STALL*) touch "$STALLED"; exec sleep 600;;
esac
exec "{uv}" "$@"
"""


class Stalling:
    """Runs commands whose uv stands still when it is called with certain words."""

    def __init__(self, folder, temporary):
        self._folder = folder
        self._temporary = temporary
        self._started = []
        self.mark = None
        (folder / "bin").mkdir()
        uv = folder / "bin" / "uv"
        uv.write_text(_UV.format(uv=find_uv()))
        uv.chmod(0o755)

    def start(
        self, code, *arguments, python=sys.executable, stall="nothing", cwd=None, terminal=None
    ):
        """Start a program, whose temporary folders are in `temporary`.

        Args:
            code: The program.
            arguments: Its arguments.
            python: The interpreter.
            stall: The words that uv stands still at.
            cwd: Its folder.
            terminal: A terminal of its own, in place of a pipe.
        """
        # What was started before may be late.
        self.mark = self._folder / f"stalled{len(self._started)}"
        path = os.pathsep.join([str(self._folder / "bin"), os.environ["PATH"]])
        variables = {"PATH": path, "STALL": stall, "STALLED": str(self.mark)}
        code = _BEGIN + (_OWN_TERMINAL if terminal is not None else "") + code
        process = subprocess.Popen(
            [python, "-c", code, *arguments],
            env=os.environ | variables | {"TMPDIR": str(self._temporary)},
            cwd=cwd or self._folder,
            stdin=subprocess.DEVNULL if terminal is None else terminal,
            stdout=subprocess.PIPE if terminal is None else terminal,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=terminal is not None,
        )
        self._started.append(process)
        return process

    def stalled(self, process):
        """Wait until a program stands still."""
        last = time.monotonic() + PATIENCE
        while not self.mark.exists():
            assert process.poll() is None, process.stdout.read()
            assert time.monotonic() < last
            time.sleep(0.02)

    def at_work(self):
        """The processes that work in the temporary folder, or for a program that does."""
        words = [f"TMPDIR={self._temporary}{end}".encode() for end in "/\0"]
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                variables = (path / "environ").read_bytes() + b"\0"
                if any(word in variables for word in words):
                    found.append((path / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue
        return found

    def close(self):
        """End what still runs."""
        for process in self._started:
            process.kill()
            process.communicate()
