"""Whatever ends a sweep in whatever stage: only what is in flight is lost, and nothing stays."""

import contextlib
import os
import pty
import signal
import sys

import pytest

from tests.sweep import needs
from tests.sweep.stalling import BENCHMEM, PATIENCE
from tests.sweep.sweeping import git, make_repository

pytestmark = [
    pytest.mark.slow,
    needs.plugin,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

MODULE = """\
import os, time
SIZE = {size}
if os.environ["STALL"] == "isolation":
    open(os.environ["STALLED"], "w").close()
    time.sleep(600)
"""
# The second commit's suite stands still as soon as the first one's result is there.
SUITE = """\
import os, subprocess, time
import tiny

def test_make(benchmark):
    if os.environ["STALL"] == "suite" and tiny.SIZE == 2:
        while not os.path.exists(os.environ["FIRST"]):
            time.sleep(0.02)
        subprocess.Popen(["sleep", "600"], start_new_session=True)
        open(os.environ["STALLED"], "w").close()
        time.sleep(600)
    benchmark(bytearray, tiny.SIZE)
"""
# What the command line of uv has in each stage; the last two stand still by themselves.
STAGES = ["venv --quiet", "pip install", "commits/", "isolation", "suite"]


@pytest.fixture
def start(stalling, folder, installed_python):
    def started(stage="nothing", *options, terminal=None):
        arguments = ("sweep", "--git=HEAD~1..HEAD", "--suite=suite", "--import-check=tiny")
        arguments += ("--memory-only", "--jobs=2", *options)
        return stalling.start(
            BENCHMEM,
            *arguments,
            python=installed_python,
            stall=stage,
            cwd=folder,
            terminal=terminal,
        )

    return started


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "repository"
    ids = make_repository(folder, [MODULE.format(size=1), MODULE.format(size=2)])
    (folder / "suite").mkdir()
    (folder / "suite" / "test_tiny.py").write_text(SUITE)
    monkeypatch.setenv("FIRST", str(folder / f".benchmarks/sweep/{ids[0][:10]}.json"))
    return folder


def run_files(folder):
    return [path.name for path in (folder / ".benchmarks/sweep").iterdir() if path.is_file()]


@pytest.mark.parametrize("stage", STAGES)
def test_an_interrupt_loses_only_what_is_in_flight(start, stalling, folder, temporary, stage):
    process = start(stage)
    stalling.stalled(process)
    process.send_signal(signal.SIGTERM if stage == "isolation" else signal.SIGINT)
    # Impatience changes nothing.
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode == 1
    assert said.splitlines()[-1].startswith(
        "Error: interrupted: finished cells are kept, and `--resume`"
    )
    assert "Traceback" not in said
    assert os.listdir(temporary) == []
    assert stalling.at_work() == []
    assert len(git(folder, "worktree", "list").splitlines()) == 1
    assert len(run_files(folder)) == (stage == "suite")


def test_what_a_kill_leaves_goes_with_the_next_sweep_which_goes_on(
    start, stalling, folder, temporary
):
    for stage in STAGES:
        process = start(stage, "--resume")
        stalling.stalled(process)
        # Of the one that was killed before nothing is left.
        assert len(os.listdir(temporary)) == 1
        process.kill()
        process.wait(PATIENCE)
        assert stalling.at_work() != []
    process = start("nothing", "--resume")
    said = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode == 0
    assert said.count(": done before\n") == 1
    assert said.count(": running the suite\n") == 1
    assert os.listdir(temporary) == []
    assert stalling.at_work() == []
    assert len(git(folder, "worktree", "list").splitlines()) == 1
    assert len(run_files(folder)) == 2


def test_a_terminal_shows_a_line_for_each_cell_and_its_ctrl_c_ends_in_order(
    start, stalling, temporary
):
    ours, theirs = pty.openpty()
    process = start("suite", terminal=theirs)
    os.close(theirs)
    shown = b""
    while not stalling.mark.exists() or b"running the suite" not in shown:
        assert process.poll() is None
        shown += os.read(ours, 4096)
    os.write(ours, b"\x03")
    with contextlib.suppress(OSError):
        # Linux says so where nobody has the other side open any more.
        while more := os.read(ours, 4096):
            shown += more
    os.close(ours)
    assert process.wait(PATIENCE) == 1
    text = shown.decode()
    for word in ("making the environment", "running the suite", "done"):
        assert word in text
    assert "\x1b[" in text
    # Lines are written over, and not one below the other with a time.
    assert "s] " not in text
    assert "Error: interrupted: " in text
    assert os.listdir(temporary) == []
    assert stalling.at_work() == []
