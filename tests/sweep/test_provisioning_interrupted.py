"""Whatever ends a program that provisions, nothing of it stays for longer than the next call."""

import os
import signal
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

PROVISION = """\
import sys
sys.modules["uv"] = None
from pathlib import Path
from benchmem_sweep import provision
for venv in provision(["six==1.16.0", "six==1.17.0"]):
    print(venv.version, venv.failed_at, flush=True)
    {body}
"""
STALL = "Path(__import__('os').environ['STALLED']).touch(); __import__('time').sleep(600)"


def started(stalling, stage):
    body = STALL if stage == "body" else "pass"
    process = stalling.start(PROVISION.format(body=body), stall=stage)
    stalling.stalled(process)
    return process


@pytest.mark.parametrize("stage", ["venv --quiet", "pip install", "body"])
def test_an_interrupt_leaves_nothing(stalling, temporary, stage):
    process = started(stalling, stage)
    assert len(os.listdir(temporary)) == 1
    process.send_signal(signal.SIGINT)
    process.wait(30)
    assert process.returncode == -signal.SIGINT
    assert os.listdir(temporary) == []
    assert stalling.at_work() == []


def test_what_a_kill_leaves_goes_with_the_next_call(stalling, temporary):
    for stage in ("venv --quiet", "pip install", "body"):
        process = started(stalling, stage)
        # Of the one that was killed before nothing is left.
        assert len(os.listdir(temporary)) == 1
        process.kill()
        process.wait(30)
        assert len(os.listdir(temporary)) == 1
        assert len(stalling.at_work()) == (stage != "body")
    process = stalling.start(PROVISION.format(body="pass"))
    assert process.communicate(timeout=60)[0] == "six==1.16.0 None\nsix==1.17.0 None\n"
    assert os.listdir(temporary) == []
    assert stalling.at_work() == []


def test_two_programs_do_not_take_each_others_folders(stalling, temporary):
    process = started(stalling, "body")
    other = stalling.start(PROVISION.format(body="pass"))
    assert other.communicate(timeout=60)[0] == "six==1.16.0 None\nsix==1.17.0 None\n"
    assert len(os.listdir(temporary)) == 1
    process.send_signal(signal.SIGINT)
    process.wait(30)


def test_a_program_that_exits_with_an_open_iterator_leaves_nothing(stalling, temporary):
    process = stalling.start(PROVISION.format(body="sys.exit(3)"))
    process.communicate(timeout=60)
    assert process.returncode == 3
    assert os.listdir(temporary) == []


def test_a_fork_does_not_remove_what_is_not_its_own(stalling, temporary):
    # Python 3.12 and later warn of a fork beside threads, which is not what is asked here.
    body = (
        "import os, warnings; warnings.simplefilter('ignore'); "
        "pid = os.fork(); pid or sys.exit(0); os.waitpid(pid, 0); "
        "print(Path(venv.python).exists(), flush=True)"
    )
    process = stalling.start(PROVISION.format(body=body))
    said = process.communicate(timeout=60)[0]
    assert said == "six==1.16.0 None\nTrue\nsix==1.17.0 None\nTrue\n"


def test_folders_of_others_with_the_same_beginning_stay(stalling, temporary):
    theirs = temporary / "pytest-benchmem-theirs"
    theirs.mkdir()
    (theirs / "file").write_text("")
    process = stalling.start(PROVISION.format(body="break"))
    process.communicate(timeout=60)
    assert os.listdir(temporary) == [theirs.name]
    (theirs / "file").unlink()
    theirs.rmdir()
