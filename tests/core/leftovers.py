"""What a measurement might leave behind: processes, open files, temporary files."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmem_core import measure_memory

FEW_SECONDS = 15
"""How long something may take to go away. It takes milliseconds, except on a busy machine."""


def soon(condition: Callable[[], bool]) -> bool:
    """Wait a few seconds for a condition to come true."""
    deadline = time.monotonic() + FEW_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def processes_with(variable: str) -> list[int]:
    """The processes that have this text in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environ = (folder / "environ").read_bytes()
        except OSError:
            continue
        if variable.encode() in environ and is_running(int(folder.name)):
            found.append(int(folder.name))
    return found


def children() -> set[int]:
    """The children of this process, zombies included."""
    tasks = Path("/proc/self/task")
    return {int(pid) for each in tasks.iterdir() for pid in (each / "children").read_text().split()}


def open_files() -> set[tuple[str, str]]:
    """The open file descriptors of this process and what they are."""
    found = set()
    for each in os.listdir("/proc/self/fd"):
        # The descriptor that lists them is gone by now.
        with contextlib.suppress(OSError):
            found.add((each, os.readlink(f"/proc/self/fd/{each}")))
    return found


@contextmanager
def nothing_left(temporary_directory: Path) -> Iterator[None]:
    """Fail if the block leaves a child, an open file, or something in the temporary directory."""
    # memray opens a pipe the first time, and keeps it.
    measure_memory(bytearray, 1, warmup=0)
    before = children(), open_files()
    yield
    assert children() - before[0] == set()
    assert open_files() - before[1] == set()
    assert os.listdir(temporary_directory) == []
