"""Processes that add to one folder at once, or are killed while they do."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from typing import Any

import pytest

from benchmem_core import CaptureError
from benchmem_core.captures.frames import read_high_water
from benchmem_core.profiles.store import INDEX, SUFFIX, ProfileFolder, name_capture
from tests.core.conftest import PATIENCE, Script
from tests.core.leftovers import soon

from .entries import add


def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait(PATIENCE)
    return process.pid


def test_what_a_killed_process_left_is_cleared(folder: ProfileFolder) -> None:
    pid = ended_process()
    for name in (name_capture("a"), INDEX):
        (folder.path / f".{name}.{pid}.part").write_text("half")
    folder.prepare()
    assert os.listdir(folder.path) == []


def test_what_a_running_process_writes_is_kept(folder: ProfileFolder) -> None:
    part = folder.path / f".{name_capture('a')}.{os.getpid()}.part"
    part.write_text("half")
    folder.prepare()
    assert os.listdir(folder.path) == [part.name]


def test_files_of_others_are_kept(folder: ProfileFolder) -> None:
    names = ["notes.part", ".hidden", ".a.part", f"a.{ended_process()}.part", "page.html"]
    for name in names:
        (folder.path / name).write_text("text")
    folder.prepare()
    assert sorted(os.listdir(folder.path)) == sorted(names)


ADDS = """
    import sys
    from benchmem_core import Measurement, MemoryResult
    from benchmem_core.profiles.store import ProfileFolder

    folder = ProfileFolder(sys.argv[1])
    result = MemoryResult((Measurement(1, 1, 1),))
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(sys.argv[3])):
        folder.add(f"{sys.argv[2]}[{number}]", result, native=False, run={})
"""


@contextlib.contextmanager
def adding(folder: ProfileFolder, names: str, number: int, env: Any) -> Iterator[list[Any]]:
    """Have one process for each name add so many ids, all at the same time."""
    processes = []
    try:
        for name in names:
            command = [sys.executable, "-c", textwrap.dedent(ADDS), str(folder.path), name]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            processes.append(
                subprocess.Popen([*command, str(number)], env=env, text=True, bufsize=1, **pipes)
            )
        assert [each.stdout.readline() for each in processes] == ["ready\n"] * len(names)
        for each in processes:
            each.stdin.write("go\n")
        yield processes
    finally:
        for each in processes:
            each.kill()
            each.communicate(timeout=PATIENCE)


def test_processes_that_add_at_the_same_time_lose_nothing(
    folder: ProfileFolder, environment: dict[str, str]
) -> None:
    with adding(folder, "abc", 40, environment) as processes:
        assert [each.wait(PATIENCE) for each in processes] == [0, 0, 0]
    expected = {f"{name}[{number}]" for name in "abc" for number in range(40)}
    assert set(folder.profiles()) == expected
    assert os.listdir(folder.path) == [INDEX]


@pytest.mark.parametrize("delay", [0.0, 0.01, 0.04])
def test_a_process_killed_while_it_adds_leaves_a_whole_index(
    folder: ProfileFolder, environment: dict[str, str], delay: float
) -> None:
    add(folder, "before")
    with adding(folder, "a", 1_000_000, environment) as (process,):
        assert soon(lambda: len(folder.profiles()) > 5)
        time.sleep(delay)
        process.kill()
    found = list(folder.profiles())
    assert found == ["before", *(f"a[{number}]" for number in range(len(found) - 1))]
    folder.prepare()
    add(folder, "after")
    assert os.listdir(folder.path) == [INDEX]


def test_a_process_killed_at_half_of_the_index_leaves_the_old_one(
    folder: ProfileFolder, run_script: Script
) -> None:
    add(folder, "before")
    code = """
        import os, signal, sys
        from benchmem_core import Measurement, MemoryResult
        from benchmem_core.profiles.store import ProfileFolder
        from benchmem_core.system import System

        def die(part, output):
            os.truncate(part, os.path.getsize(part) // 2)
            os.kill(os.getpid(), signal.SIGKILL)

        System.replace = staticmethod(die)
        result = MemoryResult((Measurement(1, 1, 1),))
        ProfileFolder(sys.argv[1]).add("a", result, native=False, run={})
    """
    run_script(code, str(folder.path), status=-signal.SIGKILL)
    assert list(folder.profiles()) == ["before"]
    assert len(os.listdir(folder.path)) == 2
    folder.prepare()
    assert os.listdir(folder.path) == [INDEX]


def test_a_process_killed_at_half_of_a_capture_leaves_none_that_looks_whole(
    folder: ProfileFolder, run_script: Script
) -> None:
    code = """
        import os, signal, sys
        from benchmem_core.engine.measure import trace_workload
        from benchmem_core.profiles.store import ProfileFolder
        from benchmem_core.system import System
        from benchmem_core.engine.workload import PassOptions, Workload

        def copy_half(source, target, length=0):
            content = source.read()
            target.write(content[: len(content) // 2])
            target.flush()
            os.kill(os.getpid(), signal.SIGKILL)

        System.copy = staticmethod(copy_half)
        kept = ProfileFolder(sys.argv[1]).capture("a")
        trace_workload(Workload(list), PassOptions(), keep_bin=kept)
    """
    run_script(code, str(folder.path), status=-signal.SIGKILL)
    assert not [name for name in os.listdir(folder.path) if name.endswith(SUFFIX)]
    (part,) = folder.path.iterdir()
    with pytest.raises(CaptureError):
        read_high_water(part)
    folder.prepare()
    assert os.listdir(folder.path) == []
