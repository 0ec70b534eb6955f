"""The hooks: what pytest calls, each a few lines that say which module does the work."""

from collections.abc import Generator

import pytest

from benchmem_core.errors import ArgumentError
from benchmem_pytest.fixture import benchmark_memory
from benchmem_pytest.options import add_options, set_options
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
        "max_allocated, max_allocations, max_rss): how the memory of this benchmark is measured, "
        "and the ceilings it must stay under.",
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


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Generator[None, None, None]:
    """Show memory beside pytest-benchmark's table."""
    from benchmem_pytest.terminal import summarize

    return (yield from summarize(terminalreporter, config))
