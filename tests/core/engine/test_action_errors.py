"""What the action raises leaves as it is, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmem_core import measure_memory
from benchmem_core.engine.measure import measure_workload
from benchmem_core.engine.sampling import Sampling
from benchmem_core.engine.workload import PassOptions, Workload
from tests.core.conftest import PATIENCE, Script


class OwnError(Exception):
    pass


class OwnBaseError(BaseException):
    pass


FAILURES = [
    OwnError("failed"),
    OwnBaseError("failed"),
    StopIteration("enough"),
    GeneratorExit(),
    SystemExit(3),
    KeyboardInterrupt(),
    RuntimeError("like memray's own"),
    OSError(28, "like a full disk"),
    ModuleNotFoundError("like a missing memray", name="other"),
    MemoryError(),
]


@pytest.fixture(params=FAILURES, ids=lambda failure: type(failure).__name__)
def failure(request: pytest.FixtureRequest) -> BaseException:
    exception: BaseException = request.param
    return exception.with_traceback(None)


def failing(failure: BaseException, on_call: int = 1) -> Callable[[], None]:
    calls = 0

    def action() -> None:
        nonlocal calls
        calls += 1
        if calls == on_call:
            raise failure

    return action


def assert_works() -> None:
    assert measure_memory(lambda: bytearray(1_000_000), 1).peak_bytes > 1_000_000


@pytest.mark.parametrize("repeats", [None, 3])
@pytest.mark.parametrize("on_call", [1, 2, 3], ids=["warmup", "first pass", "second pass"])
def test_an_exception_from_the_action_leaves_as_it_is(
    failure: BaseException, on_call: int, repeats: int | None, temporary_directory: Path
) -> None:
    with pytest.raises(type(failure)) as caught:
        measure_memory(failing(failure, on_call), repeats)
    assert caught.value is failure
    assert os.listdir(temporary_directory) == []
    assert_works()


@pytest.mark.parametrize("on_call", [1, 2, 3], ids=["warmup", "first pass", "second pass"])
def test_an_exception_from_the_setup_leaves_as_it_is(
    failure: BaseException, on_call: int, temporary_directory: Path
) -> None:
    with pytest.raises(type(failure)) as caught:
        measure_memory(lambda: None, 2, setup=failing(failure, on_call))
    assert caught.value is failure
    assert os.listdir(temporary_directory) == []
    assert_works()


@pytest.mark.parametrize("on_call", [1, 2, 3], ids=["warmup", "first pass", "second pass"])
def test_an_exception_from_the_teardown_leaves_as_it_is(
    failure: BaseException, on_call: int
) -> None:
    workload = Workload(lambda: None, teardown=failing(failure, on_call))
    with pytest.raises(type(failure)) as caught:
        measure_workload(workload, Sampling(2), PassOptions(warmup=1))
    assert caught.value is failure
    assert_works()


def test_the_traceback_shows_the_action() -> None:
    with pytest.raises(OwnError) as caught:
        measure_memory(failing(OwnError("failed"), 2), 1)
    assert caught.traceback[-1].name == "action"


def test_an_interrupt_in_a_pass_leaves_as_it_is(temporary_directory: Path) -> None:
    def action() -> None:
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        measure_memory(action, 2, warmup=0)
    assert os.listdir(temporary_directory) == []
    assert_works()


INTERRUPTED = """
    import sys, time
    from pathlib import Path
    from benchmem_core import measure_memory

    def wait():
        Path(sys.argv[2]).touch()
        deadline = time.monotonic() + 100
        while time.monotonic() < deadline:
            [bytearray(100) for _ in range(100)] if sys.argv[1] == "busy" else time.sleep(1)

    try:
        measure_memory(wait, 1, warmup=0)
    except KeyboardInterrupt:
        assert measure_memory(lambda: bytearray(1_000_000), 1).peak_bytes > 1_000_000
        print("interrupted")
"""


@pytest.mark.parametrize("state", ["busy", "asleep"])
def test_a_signal_from_outside_interrupts_a_pass(
    state: str, tmp_path: Path, scratch: Path, environment: dict[str, str]
) -> None:
    script, started = tmp_path / "interrupted.py", tmp_path / "started"
    script.write_text(f"if True:\n{INTERRUPTED}")
    process = subprocess.Popen(
        [sys.executable, str(script), state, str(started)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            deadline = time.monotonic() + PATIENCE
            while not started.exists() and process.poll() is None:
                assert time.monotonic() < deadline
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert output == "interrupted\n"
    assert process.returncode == 0
    assert os.listdir(scratch) == []


def test_a_terminated_process_leaves_nothing_behind(run_script: Script, scratch: Path) -> None:
    run_script(
        """
        import os, signal
        from benchmem_core import measure_memory

        measure_memory(lambda: os.kill(os.getpid(), signal.SIGKILL), 1, warmup=0)
        """,
        status=-signal.SIGKILL,
    )
    assert os.listdir(scratch) == []
