"""What the tests of the plugin share: run pytest on a small suite, for real."""

import gc
import importlib
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from .sessions import Session

FAST = ("--benchmark-max-time=0.001", "--benchmark-min-rounds=1")

# pytest-benchmark asks the machine for its model, and git for the commit: not of interest here.
QUICK_INFO = """
    def pytest_benchmark_generate_machine_info():
        return {"node": "here"}

    def pytest_benchmark_generate_commit_info():
        return {"id": "none"}
"""

# The durations that it gives repeat in every session, and so does what is printed of them.
TICKING = """
    import itertools
    import os

    steps = itertools.cycle((3e-6, 11e-6, 5e-6, 7e-6, 2e-6))
    slowness = float(os.environ.get("SLOWNESS", "1"))
    now = 0.0

    def clock():
        global now
        now += next(steps) * slowness
        return now
"""


# What changes a session's output or plugins, and may be set where these tests run.
ENVIRONMENT = (
    "BUILD_NUMBER",
    "CI",
    "PYTEST_ADDOPTS",
    "PYTEST_PLUGINS",
    "PYTEST_XDIST_WORKER",
    "PYTEST_XDIST_WORKER_COUNT",
    "PYTHONWARNINGS",
)


@pytest.fixture(scope="session", autouse=True)
def loaded_once() -> None:
    """Import what sessions in this process would each import again, and forget when they end."""
    for module in (
        "asyncio.runners",
        "benchmem_core.engine.isolation",
        "benchmem_core.engine.measure",
        "benchmem_io.complexity.reasons",
        "benchmem_pytest.call_sites",
        "benchmem_pytest.columns",
        "benchmem_pytest.gate.session",
        "benchmem_pytest.scaling.session",
        "benchmem_pytest.terminal",
        "email.parser",
        "memray.reporters.module_tools",
    ):
        importlib.import_module(module)


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Session]:
    """Return a function that runs pytest on a suite with nothing but the two plugins."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    pytester.makepyfile(quick_info=QUICK_INFO, ticking=TICKING)
    pytester.syspathinsert()

    def run_pytest(
        source: str | None,
        *arguments: str,
        plugins: tuple[str, ...] = ("benchmark", "benchmem", "quick_info"),
        autoload: bool = False,
        subprocess: bool = False,
        save: bool = True,
    ) -> Session:
        """Run pytest.

        Args:
            source: A test module; `None` leaves the folder as it is.
            *arguments: For pytest.
            plugins: What is loaded by name.
            autoload: Whether every installed plugin is loaded too.
            subprocess: Whether it runs in a process of its own.
            save: Whether a run file is written.
        """
        if source is not None:
            pytester.makepyfile(test_suite=source)
        saved = pytester.path / ".benchmarks"
        before = set(saved.rglob("*.json"))
        if autoload:
            monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
        else:
            monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        command = [part for plugin in plugins for part in ("-p", plugin)]
        if "benchmark" in plugins or (autoload and "no:benchmark" not in plugins):
            command += FAST
            if save:
                command.append("--benchmark-save=run")
        run_it = pytester.runpytest_subprocess if subprocess else pytester.runpytest_inprocess
        # The filters that make a warning an error here are not for the session that is tested.
        with warnings.catch_warnings(record=True):
            warnings.resetwarnings()
            # Or each benchmark would collect what the tests before have made.
            gc.freeze()
            try:
                result = run_it(*command, *arguments)
            finally:
                # What the session leaves goes while its warnings are recorded.
                gc.collect()
        return Session(result, max(set(saved.rglob("*.json")) - before, default=None))

    return run_pytest


@pytest.fixture
def empty_tmpdir(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary directory for child processes, to look into afterwards."""
    path = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(path))
    return path


@pytest.fixture
def command_output(
    pytester: pytest.Pytester,
) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Return a function that runs the `benchmem` command in the session's folder."""

    def run_command(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "benchmem_core", *arguments],
            cwd=pytester.path,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run_command
