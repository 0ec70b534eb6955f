"""The hooks: what pytest calls, each a few lines that say which module does the work."""

from collections.abc import Generator

import pytest

from benchmem_core.errors import ArgumentError
from benchmem_pytest.fixture import benchmark_memory
from benchmem_pytest.flags import add_options
from benchmem_pytest.options import (
    EXPLAINING,
    GATE,
    explain_options,
    gate_options,
    set_options,
)
from benchmem_pytest.unjudged import warn_of_unjudged

__all__ = ["benchmark_memory"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flags."""
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Describe the marker; with `--benchmark-memory`, let `benchmark` measure memory too."""
    config.addinivalue_line(
        "markers",
        "benchmem(repeats, warmup, isolate, calls, profile_native, allocators, timeout, max_peak, "
        "max_allocated, max_allocations, max_rss, max_retained): how the memory of this benchmark "
        "is measured, and the ceilings it must stay under.",
    )
    if config.getoption("benchmark_memory"):
        if not hasattr(config.option, "benchmark_disable"):
            raise pytest.UsageError(
                "--benchmark-memory needs pytest-benchmark, which is not loaded "
                "(`-p no:benchmark`?)"
            )
        from benchmem_pytest import auto

        config.pluginmanager.register(auto, "benchmem-auto")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Refuse a wrong `benchmem` marker."""
    try:
        set_options(item)
    except ArgumentError as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Say which ceilings were not judged."""
    result = yield
    warn_of_unjudged(item)
    return result


def pytest_sessionstart(session: pytest.Session) -> None:
    """Read the run that this session is compared with, before it saves its own.

    Where captures are kept is looked at too, before any test runs.
    """
    config = session.config
    if gate_options(config)[0] is not None:
        from benchmem_pytest.gate import open_gate

        config.pluginmanager.register(open_gate(config), GATE)
    if gate_options(config)[1] or explain_options(config).is_wanted:
        from benchmem_pytest.explaining import open_explaining

        config.pluginmanager.register(open_explaining(config), EXPLAINING)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a session whose gate could judge none of what was measured."""
    gate = session.config.pluginmanager.get_plugin(GATE)
    if exitstatus == pytest.ExitCode.OK and gate is not None and gate.judged_nothing:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Generator[None, None, None]:
    """Show memory beside pytest-benchmark's table, and what the gate says."""
    from benchmem_pytest.terminal import print_gate, print_section, summarize

    gate = config.pluginmanager.get_plugin(GATE)
    explaining = config.pluginmanager.get_plugin(EXPLAINING)
    try:
        return (yield from summarize(terminalreporter, config, gate.baseline if gate else None))
    finally:
        if gate is not None:
            print_gate(terminalreporter, gate.lines())
        if explaining is not None:
            print_section(terminalreporter, "memory profiles", explaining.lines())
