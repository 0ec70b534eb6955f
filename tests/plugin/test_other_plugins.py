"""Beside other plugins, other kinds of tests and stricter settings."""

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


def test_under_xdist_every_test_passes(run):
    needs("xdist")
    flags = "--benchmark-memory", "-p", "xdist", "-n", "2"
    session = run(SUITE, *flags, save=False, subprocess=True)
    session.assert_outcomes(passed=2)
    assert session.tables() == []


def test_under_xdist_without_distribution_memory_is_measured(run):
    needs("xdist")
    session = run(SUITE, "-p", "xdist", "-n", "0")
    session.assert_outcomes(passed=2)
    assert "benchmem" in session.benchmarks["test_memory"]["extra_info"]


@pytest.mark.slow
@pytest.mark.parametrize("isolate", [False, True])
def test_under_coverage_the_number_is_the_same(run, isolate):
    needs("pytest_cov")
    marker = f"pytestmark = pytest.mark.benchmem(isolate={isolate}, repeats={2 - isolate})"
    suite = f"    import pytest\n\n    {marker}\n{SUITE}"
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


@pytest.mark.slow
def test_everything_that_is_installed_may_be_loaded(run):
    session = run(SUITE, plugins=("quick_info",), autoload=True, subprocess=True)
    session.assert_outcomes(passed=2)
    assert "benchmem" in session.benchmarks["test_memory"]["extra_info"]


def test_a_timeout_of_pytest_timeout_ends_a_pass_and_leaves_no_tracker(run):
    needs("pytest_timeout")
    session = run(
        """
        import time

        import pytest

        @pytest.mark.timeout(0.5)
        def test_slow(benchmark_memory):
            benchmark_memory(time.sleep, 30)

        def test_next(benchmark_memory):
            benchmark_memory(int)
        """,
        "-p",
        "timeout",
        subprocess=True,
    )
    session.assert_outcomes(failed=1, passed=1)
    assert "Timeout" in session.out
    assert set(session.benchmarks) == {"test_next"}


def test_tests_of_other_kinds_run_as_ever(run, pytester):
    pytester.makepyfile(
        documented="""
        def double(number):
            '''Double it.

            >>> double(2)
            4
            '''
            return 2 * number
        """
    )
    session = run(
        """
        import unittest

        import pytest

        class TestOld(unittest.TestCase):
            @pytest.mark.benchmem(repeats=2)
            def test_it(self):
                self.assertTrue(True)
        """,
        "--doctest-modules",
        "--benchmark-memory",
        "documented.py",
        "test_suite.py",
    )
    session.assert_outcomes(passed=2, warnings=0)


def test_nothing_is_warned_of_where_every_warning_is_an_error(run):
    session = run(
        SUITE,
        "-W",
        "error",
        "--strict-markers",
        "--strict-config",
        "--benchmark-memory",
        subprocess=True,
    )
    session.assert_outcomes(passed=2, warnings=0)
    assert session.ret == 0
