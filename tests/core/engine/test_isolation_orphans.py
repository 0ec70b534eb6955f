"""When the parent goes in the middle of an isolated pass, everything that it started goes."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.conftest import PATIENCE
from tests.core.leftovers import processes_with, soon

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

PARENT = """
import sys
from functools import partial
import isolated_actions
from benchmem_core import measure_memory

if __name__ == "__main__":
    action = getattr(isolated_actions, sys.argv[1])
    measure_memory(partial(action, sys.argv[2]), 1, isolate=True)
"""


@pytest.fixture
def marker() -> Iterator[str]:
    """A variable that a parent and all that it starts have in their environment."""
    name = f"BENCHMEM_TEST_{uuid.uuid4().hex}"
    yield name
    for pid in processes_with(name):
        os.kill(pid, signal.SIGKILL)


def interrupted_parent(
    number: signal.Signals, action: str, marker: str, folder: Path, environment: dict[str, str]
) -> "subprocess.Popen[bytes]":
    """Start a parent, wait until its child's action runs, and send it a signal."""
    script, note = folder / "parent.py", folder / "note"
    script.write_text(PARENT)
    command = [sys.executable, str(script), action, str(note)]
    with open(folder / "errors", "wb") as errors:
        parent = subprocess.Popen(command, env={**environment, marker: "1"}, stderr=errors)
    deadline = time.monotonic() + PATIENCE
    while not (note.exists() and note.read_text()):
        assert parent.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert len(processes_with(marker)) >= 2
    parent.send_signal(number)
    parent.wait(PATIENCE)
    return parent


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_child_outlives_its_parent(
    number: signal.Signals,
    marker: str,
    tmp_path: Path,
    scratch: Path,
    environment: dict[str, str],
) -> None:
    """The child holds the interpreter lock, ignores signals, and has a child of its own."""
    parent = interrupted_parent(number, "announce_and_hang", marker, tmp_path, environment)
    assert parent.returncode == -number
    assert soon(lambda: not processes_with(marker))
    assert os.listdir(scratch) == []


def test_an_interrupt_of_the_parent_is_a_keyboard_interrupt(
    marker: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    interrupted_parent(signal.SIGINT, "announce_and_hang", marker, tmp_path, environment)
    assert (tmp_path / "errors").read_text().rstrip().endswith("KeyboardInterrupt")
