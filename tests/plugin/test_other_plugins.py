"""Beside pytest-xdist and pytest-cov."""

import json

import pytest

from .sessions import needs

SUITE = """
    def action():
        total = []
        for number in range(300):
            if number % 2:
                total.append(str(number))
            else:
                total.append(repr(number))
        return total

    def test_memory(benchmark_memory):
        assert len(benchmark_memory(action)) == 300

    def test_time(benchmark):
        assert len(benchmark(action)) == 300
"""


@pytest.mark.parametrize("flags", [[], ["--benchmark-memory"]])
def test_under_xdist_every_test_passes(run, flags):
    needs("xdist")
    session = run(SUITE, *flags, "-p", "xdist", "-n", "2", save=False, subprocess=True)
    session.assert_outcomes(passed=2)
    assert session.tables() == []


def test_under_xdist_without_distribution_memory_is_measured(run):
    needs("xdist")
    session = run(SUITE, "-p", "xdist", "-n", "0")
    session.assert_outcomes(passed=2)
    assert "benchmem" in session.benchmarks["test_memory"]["extra_info"]


@pytest.mark.parametrize("isolate", [False, True])
def test_under_coverage_the_number_is_the_same(run, isolate):
    needs("pytest_cov")
    suite = SUITE.replace(
        "    def test_memory",
        f"    import pytest\n\n    @pytest.mark.benchmem(isolate={isolate})\n    def test_memory",
    )
    plain = run(suite, subprocess=True)
    session = run(suite, "-p", "pytest_cov", "--cov=test_suite", subprocess=True)
    session.assert_outcomes(passed=2)
    assert "test_suite.py" in session.out.partition("coverage:")[2]
    peak, peak_alone = (min(each.blob("test_memory")["peak_bytes"]) for each in (session, plain))
    assert peak == peak_alone


def test_coverage_still_sees_what_the_timed_calls_run(run, pytester):
    needs("pytest_cov")
    flags = "-p", "pytest_cov", "--cov=test_suite", "--cov-report=json:coverage.json"
    run(SUITE, *flags, subprocess=True).assert_outcomes(passed=2)
    report = json.loads((pytester.path / "coverage.json").read_text())
    assert report["files"]["test_suite.py"]["missing_lines"] == []


def test_everything_that_is_installed_may_be_loaded(run):
    session = run(SUITE, plugins=("quick_info",), autoload=True, subprocess=True)
    session.assert_outcomes(passed=2)
    assert "benchmem" in session.benchmarks["test_memory"]["extra_info"]
