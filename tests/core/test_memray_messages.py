"""Of memray's messages on stderr, one says nothing to users and is kept from them."""

import sys
from pathlib import Path

import pytest

from .conftest import Script

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memray prints it on Linux only")

CORRECTION = "Correcting symbol for malloc"

# memray prints the line where its own `malloc` and the first of the loaded libraries differ. So
# they do in a statically linked interpreter, and so they do here in every other one.
CORRECTED = """
import ctypes, os, sys

flags = sys.getdlopenflags()
sys.setdlopenflags(flags | os.RTLD_DEEPBIND)
import memray
sys.setdlopenflags(flags)
"""
PRELOADED = {"LD_PRELOAD": "libc_malloc_debug.so.0"}

# What the user's code prints: in this thread, in another, in a child, and from C.
NOISY = """
import subprocess, threading
from benchmem_core import measure_memory

def write(text):
    os.write(2, f"{text}\\n".encode())

def action():
    write("action")
    thread = threading.Thread(target=write, args=["thread"])
    thread.start()
    thread.join()
    subprocess.run([sys.executable, "-S", "-c", "import os; os.write(2, b'child\\\\n')"])
    ctypes.CDLL(None).perror(b"library")
    print("print", file=sys.stderr, flush=True)
"""


def lines(stderr: str) -> list[str]:
    return [line.partition(":")[0] for line in stderr.splitlines()]


def test_memray_alone_prints_the_line(run_script: Script) -> None:
    code = f"{CORRECTED}with memray.Tracker('capture.bin'): pass"
    assert CORRECTION in run_script(code, **PRELOADED).stderr


def test_a_measurement_does_not(run_script: Script) -> None:
    code = f"{CORRECTED}{NOISY}measure_memory(bool, 3)"
    assert run_script(code, **PRELOADED).stderr == ""


def test_all_other_lines_arrive_in_order(run_script: Script) -> None:
    done = run_script(f"{CORRECTED}{NOISY}measure_memory(action, 2, warmup=0)", **PRELOADED)
    assert lines(done.stderr) == ["action", "thread", "child", "library", "print"] * 2


def test_later_warnings_of_memray_arrive(run_script: Script) -> None:
    code = f"""{CORRECTED}
from benchmem_core import measure_memory

measure_memory(bool, 1)
elsewhere = memray.SocketDestination(server_port=8000, address="192.0.2.1")
try:
    memray.Tracker(destination=elsewhere)
except OSError:
    pass
"""
    stderr = run_script(code, **PRELOADED).stderr
    assert lines(stderr) == ["Memray WARNING"]
    assert "'bind' call" in stderr


def test_isolated_passes_are_as_quiet(run_script: Script, tmp_path: Path) -> None:
    (tmp_path / "corrected.py").write_text(f"{CORRECTED}\ndef action(): os.write(2, b'action\\n')")
    code = """
        import corrected
        from benchmem_core import measure_memory

        measure_memory(corrected.action, 2, isolate=True)
    """
    assert lines(run_script(code, **PRELOADED).stderr) == ["action"] * 2
