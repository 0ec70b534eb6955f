"""What a test patches is its own: passes go on, with the same numbers, and leave nothing behind."""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import freezegun
import pytest
import time_machine
from pyfakefs.fake_filesystem_unittest import Patcher

from benchmem_core import CaptureError, MemoryResult, measure_memory
from benchmem_core.captures.frames import read_high_water
from tests.core import isolated_actions as actions
from tests.core.conftest import Script

FAILING = OSError("patched")
FUNCTIONS = [
    "builtins.open",
    "datetime.datetime",
    "io.open",
    "os.access",
    "os.close",
    "os.getcwd",
    "os.getpid",
    "os.open",
    "os.path.abspath",
    "os.path.exists",
    "os.pipe",
    "os.pidfd_open",
    "os.posix_spawn",
    "os.remove",
    "os.replace",
    "os.stat",
    "os.unlink",
    "os.waitpid",
    "pathlib.Path",
    "pathlib.Path.exists",
    "pathlib.Path.mkdir",
    "select.poll",
    "shutil.copyfileobj",
    "subprocess.Popen",
    "subprocess.run",
    "tempfile.TemporaryFile",
    "tempfile.gettempdir",
    "tempfile.mkstemp",
    "time.monotonic",
    "time.sleep",
    "time.time",
]


HOLD = partial(actions.hold, 123_456)


def work() -> bytearray:
    return bytearray(123_456)


def numbers(result: MemoryResult) -> tuple[int, int, int]:
    return result.peak_bytes, result.allocations, result.total_bytes


def measured(kept: Path) -> tuple[Any, ...]:
    """Everything that an engine's pass can be asked for in this process."""
    return (
        numbers(measure_memory(work, 2, retained=True)),
        numbers(measure_memory(work, max_time=5, sites=2)),
        numbers(measure_memory(work, 1, keep_bin=os.fspath(kept))),
    )


def are_alike(found: Any, expected: Any) -> bool:
    """Whether numbers agree, but for a few small objects.

    Those are of other threads of a test's worker, and of whoever watches the collector: a patched
    clock makes hypothesis allocate more.
    """
    if isinstance(expected, tuple):
        return len(found) == len(expected) and all(map(are_alike, found, expected))
    return bool(abs(found - expected) <= 5000)


@pytest.fixture(scope="module")
def unpatched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, ...]:
    """Measure without patches."""
    return measured(tmp_path_factory.mktemp("unpatched") / "c.bin")


@pytest.mark.usefixtures("temporary_directory")
@pytest.mark.parametrize("target", FUNCTIONS)
@pytest.mark.parametrize("way", ["mock", "failing"])
def test_passes_go_on_under_a_patched_function(
    tmp_path: Path, unpatched: tuple[Any, ...], target: str, way: str
) -> None:
    kept = tmp_path / "kept" / "c.bin"
    with mock.patch(target, side_effect=FAILING if way == "failing" else None):
        found = measured(kept)
    assert are_alike(found, unpatched)
    (peak, *_) = found[-1]
    assert read_high_water(kept).peak_bytes == peak
    assert os.listdir(tempfile.gettempdir()) == []
    assert os.listdir(tmp_path / "kept") == ["c.bin"]


@pytest.mark.usefixtures("temporary_directory")
def test_an_isolated_pass_goes_on_when_everything_is_patched() -> None:
    expected = numbers(measure_memory(HOLD, 1, isolate=True))
    with contextlib.ExitStack() as stack:
        for target in FUNCTIONS:
            stack.enter_context(mock.patch(target, side_effect=FAILING))
        found = measure_memory(HOLD, 1, isolate=True, timeout=50)
    assert are_alike(numbers(found), expected)


@pytest.mark.parametrize(
    "patches",
    [
        Patcher,
        lambda: freezegun.freeze_time("2020-02-02"),
        lambda: time_machine.travel(0, tick=False),
    ],
    ids=["pyfakefs", "freezegun", "time-machine"],
)
def test_passes_go_on_under_a_library_that_patches(
    tmp_path: Path, temporary_directory: Path, unpatched: tuple[Any, ...], patches: Any
) -> None:
    kept = tmp_path / "kept" / "c.bin"
    expected = unpatched, numbers(measure_memory(HOLD, 1, isolate=True))
    with patches():
        found = measured(kept), numbers(measure_memory(HOLD, 1, isolate=True))
    assert are_alike(found, expected)
    assert kept.exists()
    assert os.listdir(temporary_directory) == []


FIRST = """
    import contextlib, sys
    from unittest import mock
    from benchmem_core import measure_memory

    def patches(name):
        if name == "pyfakefs":
            from pyfakefs.fake_filesystem_unittest import Patcher
            return Patcher()
        if name == "freezegun":
            import freezegun
            return freezegun.freeze_time("2020-02-02")
        stack = contextlib.ExitStack()
        for each in ("builtins.open", "os.open", "time.monotonic", "tempfile.gettempdir"):
            stack.enter_context(mock.patch(each))
        return stack

    with patches(sys.argv[1]):
        first = measure_memory(lambda: bytearray(100_000)).peak_bytes
    second = measure_memory(lambda: bytearray(100_000), 2, sites=1)
    assert first == second.peak_bytes, (first, second)

    import memray

    assert memray is sys.modules["memray"]
    with memray.Tracker("after.bin"):
        pass
    memray.FileReader("after.bin").close()
"""


@pytest.mark.parametrize("patches", ["pyfakefs", "freezegun", "mocks"])
def test_the_first_measurement_of_all_may_be_under_patches(
    run_script: Script, patches: str
) -> None:
    run_script(FIRST, patches)


def test_patches_are_back_after_each_pass() -> None:
    with mock.patch("builtins.open") as opened, mock.patch("os.stat") as stat:
        measure_memory(work, 2)
        assert open is opened
        assert os.stat is stat
    assert not opened.called


OPEN_FILES = """
    import os, resource, sys
    from benchmem_core import CaptureError, IsolationError, measure_memory
    from isolated_actions import nothing

    measure_memory(nothing, 1, isolate=bool(sys.argv[1:]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    held = []
    try:
        while True:
            held.append(os.dup(0))
    except OSError:
        pass
    outcomes = []
    while held:
        try:
            measure_memory(nothing, 1, isolate=bool(sys.argv[1:]))
        except (CaptureError, IsolationError) as error:
            assert "Too many open files" in str(error), error
            assert "memray`" not in str(error), error
            assert "full" not in str(error), error
            assert "ulimit" in str(error), error
            outcomes.append(str(error))
        else:
            break
        os.close(held.pop())
    assert outcomes and held, (outcomes, held)
"""


@pytest.mark.parametrize("arguments", [(), ("isolate",)], ids=["here", "isolated"])
def test_too_many_open_files_are_called_that(
    run_script: Script, arguments: tuple[str, ...]
) -> None:
    run_script(OPEN_FILES, *arguments)


class TestAwaitables:
    """Something of another event loop is one line that says what to do."""

    @pytest.fixture
    def other(self) -> Any:
        loop = asyncio.new_event_loop()
        yield loop
        loop.close()

    @staticmethod
    def assert_names_the_loop(action: Callable[[], object]) -> None:
        with pytest.raises(RuntimeError) as caught:
            measure_memory(action, 1)
        text = str(caught.value)
        assert type(caught.value).__name__ == "EventLoopError"
        assert "another event loop" in text
        assert "create it in the action" in text
        assert "\n" not in text

    def test_a_future(self, other: asyncio.AbstractEventLoop) -> None:
        future = other.create_future()
        self.assert_names_the_loop(lambda: future)

    def test_a_task(self, other: asyncio.AbstractEventLoop) -> None:
        async def nothing() -> None:
            await asyncio.sleep(0)

        task = other.create_task(nothing())
        self.assert_names_the_loop(lambda: task)
        other.run_until_complete(task)

    def test_a_lock(self, other: asyncio.AbstractEventLoop) -> None:
        lock = asyncio.Lock()

        async def bind() -> None:
            await lock.acquire()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(lock.acquire(), 0.001)

        async def wait() -> None:
            await lock.acquire()

        other.run_until_complete(bind())
        self.assert_names_the_loop(wait)

    def test_where_a_loop_runs_already(self, other: asyncio.AbstractEventLoop) -> None:
        future = other.create_future()

        async def notebook() -> None:
            self.assert_names_the_loop(lambda: future)

        asyncio.run(notebook())

    def test_another_error_stays_as_it_is(self) -> None:
        async def fail() -> None:
            raise RuntimeError("a different loop was expected")

        with pytest.raises(RuntimeError, match=r"^a different loop was expected$") as caught:
            measure_memory(fail, 1)
        assert type(caught.value) is RuntimeError


def test_memray_failing_to_start_is_not_blamed_on_another_tracker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import memray

    class Tracker(memray.Tracker):  # type: ignore[misc]
        def __enter__(self) -> None:
            raise RuntimeError("Failed to write output header")

    monkeypatch.setattr(memray, "Tracker", Tracker)
    with pytest.raises(CaptureError, match="Failed to write output header") as caught:
        measure_memory(work, 1)
    assert "pytest-memray" not in str(caught.value)
