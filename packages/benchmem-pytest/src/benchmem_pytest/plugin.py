"""The hooks of the plugin; each calls the module that does the work."""

from collections.abc import Generator
from typing import Any

import pytest

from benchmem_core.errors import ArgumentError
from benchmem_pytest.failures import (
    forget_failures,
    list_expected_breaches,
    raise_caught,
    settle_report,
)
from benchmem_pytest.fixture import MemoryBenchmark, benchmark_memory, wrap_benchmark
from benchmem_pytest.flags import MEMORY, add_options, check_options
from benchmem_pytest.markers import MARKER, SCALING_KEYWORDS, SCALING_MARKER, note_siblings
from benchmem_pytest.options import (
    MARKER_KEYWORDS,
    is_comparison_requested,
    read_gate_options,
    read_recorder_options,
    store_options,
)
from benchmem_pytest.session import get_session
from benchmem_pytest.unjudged import warn_of_unjudged, will_measure

__all__ = ["benchmark_memory"]


class BenchmarkOverride:
    """A plugin for `--benchmark-memory`: the `benchmark` fixture measures memory too."""

    @pytest.fixture
    def benchmark(self, request: pytest.FixtureRequest, benchmark: Any) -> MemoryBenchmark:
        """Override pytest-benchmark's fixture by one that measures memory before it times."""
        return wrap_benchmark(request, benchmark)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flags."""
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Check the options and describe the markers.

    With `--benchmark-memory`, let `benchmark` measure memory too.
    """
    config.addinivalue_line(
        "markers",
        f"{MARKER}({', '.join(MARKER_KEYWORDS)}): set how memory is measured, and the ceilings "
        "that the benchmark must stay below.",
    )
    config.addinivalue_line(
        "markers",
        f"{SCALING_MARKER}({', '.join(SCALING_KEYWORDS)}): set how fast a metric may grow with the "
        "parameter `x`, as in `peak='O(n log n)'`.",
    )
    check_options(config)
    if MEMORY.read(config):
        if not hasattr(config.option, "benchmark_disable"):
            raise pytest.UsageError(
                "--benchmark-memory needs pytest-benchmark, which is not loaded "
                "(`-p no:benchmark`?)"
            )
        config.pluginmanager.register(BenchmarkOverride(), "benchmem-override")


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem() -> Generator[None, object, object]:
    """Note the tests that a function becomes, before pytest deselects some."""
    collected = yield
    note_siblings(collected)
    return collected


def pytest_collection_finish(session: pytest.Session) -> None:
    """Import the engine and find the families with a bound, if tests will run."""
    config = session.config
    if config.option.collectonly or (
        session.testsfailed and not config.option.continue_on_collection_errors
    ):
        return
    if will_measure(session):
        _load_engine()
        # Rules in an ini option need no baseline in a session that measures nothing.
        if read_gate_options(config)[1] and not is_comparison_requested(config):
            _open_gate(config)
    state = get_session(config)
    if state.gate is not None:
        state.gate.expect_benchmarks(session.items)
    if any(item.get_closest_marker(SCALING_MARKER) for item in session.items):
        from benchmem_pytest.scaling import open_scaling

        state.scaling = open_scaling(session.items)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Refuse a wrong `benchmem` or `benchmem_scaling` marker."""
    forget_failures(item)
    scaling = get_session(item.config).scaling
    try:
        store_options(item)
        if scaling is not None:
            scaling.check(item)
    except ArgumentError as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Fail a test that caught its failure, and a family that grew, when its last size has run.

    Warn about ceilings that were not judged.
    """
    result = yield
    raise_caught(item)
    warn_of_unjudged(item)
    if scaling := get_session(item.config).scaling:
        scaling.finish(item)
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Report the failures that a test hides; note the sizes that failed or were skipped."""
    report = yield
    settle_report(item, report)
    if scaling := get_session(item.config).scaling:
        scaling.note(report)
    return report


def pytest_sessionstart(session: pytest.Session) -> None:
    """Read the run to compare with, before this session saves its own.

    Check the folder of captures too, before any test runs.
    """
    config = session.config
    if is_comparison_requested(config):
        _open_gate(config)
    if read_gate_options(config)[1] or read_recorder_options(config).is_wanted:
        from benchmem_pytest.call_sites import open_recorder

        get_session(config).recorder = open_recorder(config)


@pytest.hookimpl(optionalhook=True)
def pytest_benchmark_update_json(config: pytest.Config, output_json: dict[str, object]) -> None:
    """Record the outcome of the gate in every file that this session writes.

    All tests have run when pytest-benchmark writes, so the outcome is final.
    """
    gate = get_session(config).gate
    if gate is not None and gate.thresholds:
        from benchmem_io.runs import record_outcome

        record_outcome(output_json, failed=gate.fails)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a session that hid growth, or whose gate judged no benchmark."""
    state = get_session(session.config)
    fails = any(part is not None and part.fails for part in (state.gate, state.scaling))
    if exitstatus == pytest.ExitCode.OK and fails:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_terminal_summary(
    terminalreporter: "pytest.TerminalReporter", config: pytest.Config
) -> Generator[None, None, None]:
    """Show memory beside pytest-benchmark's table, and the verdicts of the gate."""
    from benchmem_pytest.terminal import (
        print_ceilings,
        print_gate,
        print_scaling,
        print_section,
        summarize,
    )

    state = get_session(config)
    gate = state.gate
    try:
        return (yield from summarize(terminalreporter, config, gate.baseline if gate else None))
    finally:
        print_ceilings(
            terminalreporter, list_expected_breaches(terminalreporter.getreports("xfailed"))
        )
        if gate is not None and not config.option.collectonly:
            print_gate(terminalreporter, gate.lines())
        if state.recorder is not None:
            print_section(terminalreporter, "memory profiles", state.recorder.lines(gate))
        if state.scaling is not None:
            lines = state.scaling.lines(with_good=config.get_verbosity() >= 0)
            print_scaling(terminalreporter, lines)


def _open_gate(config: pytest.Config) -> None:
    from benchmem_pytest.gate import open_gate

    get_session(config).gate = open_gate(config)


def _load_engine() -> None:
    """Import the engine before a test can patch the functions that it uses."""
    from benchmem_core.engine import preload

    preload()
