"""Actions for isolated passes: a child process finds them by the name of this module."""

import multiprocessing
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

MEGABYTE = 1_000_000
LONG = 1000
"""Seconds; nothing here is waited for so long."""

held: list[bytearray] = []
journal: list[str] = []


def nothing() -> None:
    pass


def hold(size: int) -> None:
    """Allocate bytes that stay."""
    held.append(bytearray(size))


def prepare() -> None:
    journal.append("setup")
    hold(20 * MEGABYTE)


def grow() -> None:
    """Hold one more megabyte than before; a setup runs once, before all calls."""
    assert journal == ["setup"]
    hold(MEGABYTE)


def strings(number: int) -> list[str]:
    return [f"string {each}" for each in range(number)]


async def coroutine(size: int) -> None:
    hold(size)


# --- ends badly -------------------------------------------------------------------------------


def kill(signum: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.kill(os.getpid(), signum)


def hang() -> None:
    time.sleep(LONG)


def hang_with_the_interpreter_lock() -> None:
    re.match(r"(a+)+$", "a" * 64 + "b")


def hang_and_ignore_signals() -> None:
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(each, signal.SIG_IGN)
    hang_with_the_interpreter_lock()


def raise_value_error(text: str) -> None:
    raise ValueError(text)


class TwoPartError(Exception):
    """Does not survive pickling: it is rebuilt from its text alone."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


class StubbornError(Exception):
    """Refuses to be pickled."""

    def __reduce__(self) -> str:
        raise TypeError("not this one")


def raise_two_part_error() -> None:
    raise TwoPartError("one part ", "and another")


def raise_stubborn_error(size: int) -> None:
    raise StubbornError("x" * size + "the end")


def raise_stop_iteration() -> None:
    raise StopIteration("enough")


def fail_once(flag: str) -> None:
    """Fail the first time, and leave a note in a file."""
    path = Path(flag)
    if not path.exists():
        path.touch()
        raise LookupError("first")


# --- leaves something running -----------------------------------------------------------------


def print_much(size: int) -> None:
    print("x" * size)
    print("y" * size, file=sys.stderr)


def start_grandchild(note: str) -> None:
    """Leave a process behind that holds all pipes open; `note` gets its id."""
    child = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({LONG})"])
    Path(note).write_text(str(child.pid))


def start_forked_grandchild(note: str) -> None:
    """The same by way of fork, which inherits every open file."""
    child = multiprocessing.get_context("fork").Process(target=hang)
    child.start()
    Path(note).write_text(str(child.pid))


def start_thread() -> None:
    threading.Thread(target=hang).start()


def announce_and_hang(note: str) -> None:
    """Leave a grandchild, say so in a file, and hang for good."""
    start_grandchild(note)
    hang_and_ignore_signals()
