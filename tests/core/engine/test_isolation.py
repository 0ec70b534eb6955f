"""Isolated passes that end well: each in a fresh process, cold."""

import functools
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from benchmem_core import (
    ArgumentError,
    BenchmemWarning,
    IsolationError,
    MemoryResult,
    measure_memory,
)
from tests.core import isolated_actions as actions
from tests.core.conftest import Script
from tests.core.isolated_actions import MEGABYTE
from tests.core.leftovers import nothing_left, open_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no memray")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(autouse=True)
def clean(temporary_directory: Path) -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    with nothing_left(temporary_directory):
        yield


@pytest.fixture(scope="module")
def result() -> MemoryResult:
    """Two passes of three calls that each keep a megabyte, after a setup that keeps twenty."""
    return measure_memory(actions.grow, 2, isolate=True, calls=3, warmup=2, setup=actions.prepare)


def test_passes_are_cold(result: MemoryResult) -> None:
    """Neither warmup runs nor the pass before have added to what the module holds."""
    for sample in result.samples:
        assert 3 * MEGABYTE < sample.peak_bytes < 3.5 * MEGABYTE


def test_calls_are_counted_within_a_pass(result: MemoryResult) -> None:
    assert result.total_bytes > 3 * MEGABYTE


def test_the_setup_is_not_tracked(result: MemoryResult) -> None:
    assert result.total_bytes < 20 * MEGABYTE


def test_the_resident_high_water_is_that_of_the_child(result: MemoryResult) -> None:
    """An interpreter with memray and 23 megabytes more."""
    for rss in result.series("rss_bytes"):
        assert 23 * MEGABYTE < rss < 200 * MEGABYTE
    assert result.as_dict()["rss_bytes"] == result.series("rss_bytes")


def test_nothing_ran_in_this_process(result: MemoryResult) -> None:
    assert result.repeats == 2
    assert actions.journal == []
    assert actions.held == []


def test_in_process_passes_have_no_resident_high_water() -> None:
    assert measure_memory(actions.nothing, 1).rss_bytes is None


def test_the_resident_high_water_is_not_that_of_a_large_parent(run_script: Script) -> None:
    done = run_script("""
        import isolated_actions
        from benchmem_core import measure_memory

        if __name__ == "__main__":
            large = bytearray(b"x") * 300_000_000
            print(measure_memory(isolated_actions.nothing, 1, isolate=True).rss_bytes)
    """)
    assert int(done.stdout) < 150 * MEGABYTE


def test_the_allocator_mode_reaches_the_child() -> None:
    action = partial(actions.strings, 20_000)
    result = measure_memory(action, 1, isolate=True, allocators="system")
    assert result.allocators == "system"
    assert result.allocations < 5_000


def test_numbers_are_those_of_a_pass_in_this_process() -> None:
    action = partial(actions.strings, 20_000)
    isolated = measure_memory(action, 1, isolate=True)
    here = measure_memory(action)
    assert abs(isolated.peak_bytes - here.peak_bytes) < 0.01 * here.peak_bytes


def test_a_coroutine_function_is_awaited_in_the_child() -> None:
    result = measure_memory(partial(actions.coroutine, MEGABYTE), 1, isolate=True)
    assert MEGABYTE < result.peak_bytes < 1.1 * MEGABYTE


@pytest.mark.parametrize("role", ["action", "setup"])
def test_a_lambda_is_refused_with_advice(role: str) -> None:
    called: list[int] = []
    callables: dict[str, Any] = {"action": actions.nothing, role: lambda: called.append(1)}
    with pytest.raises(ArgumentError) as caught:
        measure_memory(**callables, repeats=1, isolate=True)
    message = str(caught.value)
    assert "pickle" in message
    assert "lambda" in message
    assert "functools.partial(" in message
    assert "\n" not in message
    assert not called


def test_a_closure_is_refused_with_advice() -> None:
    size = 5

    def closure() -> None:
        actions.hold(size)

    with pytest.raises(ArgumentError, match=r"closure.*pickle.*functools\.partial\("):
        measure_memory(closure, 1, isolate=True)


def test_arguments_that_do_not_pickle_are_refused() -> None:
    with pytest.raises(ArgumentError, match="pickle"):
        measure_memory(partial(actions.hold, (each for each in "x")), 1, isolate=True)  # type: ignore[arg-type]


def test_a_large_payload_warns_that_loading_it_is_measured() -> None:
    action = functools.partial(len, bytes(1_100_000))
    with pytest.warns(BenchmemWarning, match="1,100,.* deserializ.* measured") as caught:
        result = measure_memory(action, 1, isolate=True)
    assert result.repeats == 1
    assert len(caught) == 1
    assert caught[0].filename == __file__


def test_a_payload_up_to_a_mebibyte_does_not_warn() -> None:
    action = functools.partial(len, bytes(1_000_000))
    assert measure_memory(action, 1, isolate=True).repeats == 1


def test_a_timeout_may_be_very_long() -> None:
    seconds_in_ten_years = 3.15e8
    result = measure_memory(actions.nothing, 1, isolate=True, timeout=seconds_in_ten_years)
    assert result.repeats == 1


def test_a_search_path_may_hold_what_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The import system ignores it."""
    monkeypatch.setattr(sys, "path", [*sys.path, Path("/nowhere")])
    assert measure_memory(actions.nothing, 1, isolate=True).repeats == 1


@on_linux
def test_many_passes_leave_no_open_file() -> None:
    before = open_files()
    measure_memory(actions.nothing, 3, isolate=True)
    assert open_files() - before == set()


SCRIPT = """
from benchmem_core import measure_memory

class OwnError(Exception):
    pass

def hold():
    return bytearray(1_000_000)

def fail():
    raise OwnError("from the script")

if __name__ == "__main__":
    assert measure_memory(hold, 1, isolate=True).peak_bytes > 1_000_000
    try:
        measure_memory(fail, 1, isolate=True)
    except OwnError as error:
        print(error)
"""


def test_functions_and_exceptions_of_a_script_are_found(run_script: Script) -> None:
    assert run_script(SCRIPT).stdout == "from the script\n"


def test_a_script_without_a_main_guard_does_not_start_processes_without_end(
    run_script: Script,
) -> None:
    done = run_script(
        """
        import sys
        from benchmem_core import IsolationError, measure_memory

        def hold():
            return bytearray(1_000_000)

        print("loaded", file=sys.stderr)
        try:
            measure_memory(hold, 1, isolate=True)
        except IsolationError as error:
            print(error)
        """
    )
    assert done.stderr.count("loaded") <= 3


def test_a_module_that_only_this_process_has_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    module = type(sys)("made_here")
    exec("def action():\n    pass\n", vars(module))
    monkeypatch.setitem(sys.modules, "made_here", module)
    with pytest.raises(IsolationError, match=r"could not load it .*made_here"):
        measure_memory(module.action, 1, isolate=True)


SHARED_MEMORY = """
import os
import isolated_actions
from benchmem_core import IsolationError, measure_memory

if __name__ == "__main__":
    measure_memory(isolated_actions.nothing, 1, isolate=True)
    try:
        measure_memory(isolated_actions.hang, 1, isolate=True, timeout=0.5)
    except IsolationError:
        print(os.listdir("/dev/shm"))
"""


@on_linux
def test_nothing_is_left_in_shared_memory(tmp_path: Path, environment: dict[str, str]) -> None:
    """With a /dev/shm of its own, for others use the common one."""
    script = tmp_path / "script.py"
    script.write_text(SHARED_MEMORY)
    mount = "mount -t tmpfs tmpfs /dev/shm"
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
    if subprocess.run([*command, mount], capture_output=True, check=False).returncode:
        pytest.skip("mounting is not permitted here")
    done = subprocess.run(
        [*command, f'{mount} && exec "$0" "$1"', sys.executable, str(script)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
