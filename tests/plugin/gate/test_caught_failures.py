"""A regression counts, whatever the test does with the exception; a ceiling may be expected."""

import re
import xml.etree.ElementTree as ET

import pytest

from tests.plugin.baselines import rules, save_baseline

# Each grows from 1,000 bytes, by the rule, and does something with the exception.
CAUGHT = {
    "suppressed": """
        def test_it(benchmark):
            with contextlib.suppress(BaseException):
                benchmark(bytearray, 100_000)
    """,
    "caught": """
        def test_it(benchmark):
            try:
                benchmark(bytearray, 100_000)
            except BaseException:
                pass
    """,
    "expected by pytest.raises": """
        def test_it(benchmark):
            with pytest.raises(pytest.fail.Exception):
                benchmark(bytearray, 100_000)
    """,
    "skipped instead": """
        def test_it(benchmark):
            try:
                benchmark(bytearray, 100_000)
            except BaseException:
                pytest.skip("not today")
    """,
    "left by a return": """
        def test_it(benchmark):
            try:
                benchmark(bytearray, 100_000)
            finally:
                return
    """,
    "in a thread": """
        def test_it(benchmark):
            def work():
                with contextlib.suppress(BaseException):
                    benchmark.pedantic(bytearray, (100_000,))
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
    """,
    "in a fixture": """
        @pytest.fixture
        def measured(benchmark):
            with contextlib.suppress(BaseException):
                benchmark(bytearray, 100_000)

        def test_it(measured):
            pass
    """,
    "in the teardown of a fixture": """
        @pytest.fixture
        def measured(benchmark):
            yield
            with contextlib.suppress(BaseException):
                benchmark(bytearray, 100_000)

        def test_it(measured):
            pass
    """,
    "in a unittest": """
        class Tests(unittest.TestCase):
            @pytest.fixture(autouse=True)
            def _take(self, benchmark):
                self.benchmark = benchmark

            def test_it(self):
                with self.assertRaises(pytest.fail.Exception):
                    self.benchmark(bytearray, 100_000)
    """,
}
EXPECTED = {
    "xfail": """
        @pytest.mark.xfail
        def test_it(benchmark):
            benchmark(bytearray, 100_000)
    """,
    "strict": """
        @pytest.mark.xfail(strict=True, reason="known")
        def test_it(benchmark):
            benchmark(bytearray, 100_000)
    """,
    "of a class": """
        @pytest.mark.xfail
        class Tests:
            def setup_method(self):
                self.size = 100_000

            def test_it(self, benchmark):
                benchmark(bytearray, self.size)
    """,
    "said in the test": """
        def test_it(benchmark):
            try:
                benchmark(bytearray, 100_000)
            except BaseException:
                pytest.xfail("known")
    """,
    "in a fixture": """
        @pytest.fixture
        def measured(benchmark):
            benchmark(bytearray, 100_000)

        @pytest.mark.xfail
        def test_it(measured):
            pass
    """,
    "suppressed too": """
        @pytest.mark.xfail
        def test_it(benchmark):
            with contextlib.suppress(BaseException):
                benchmark(bytearray, 100_000)
    """,
    "unittest.expectedFailure": """
        class Tests(unittest.TestCase):
            @pytest.fixture(autouse=True)
            def _take(self, benchmark):
                self.benchmark = benchmark

            @unittest.expectedFailure
            def test_it(self):
                self.benchmark(bytearray, 100_000)
    """,
}
IMPORTS = "\n        import contextlib, threading, unittest\n        import pytest\n"
IDS = ("test_it", "Tests::test_it")
PASSES = "--benchmark-memory-repeats=1"


def ceiled(test):
    """A test with a ceiling that it exceeds."""
    return re.sub(
        r"(\n +)(@pytest.mark.xfail|class Tests|def test_it|@pytest.fixture\n        def)",
        r"\1pytestmark = pytest.mark.benchmem(max_peak=50_000)\1\2",
        IMPORTS + test,
        count=1,
    )


@pytest.fixture
def gated(run, pytester):
    """A session by rules, of tests that took 1,000 bytes in the saved run."""

    def gate(test, *flags):
        save_baseline(pytester, *IDS)
        return run(IMPORTS + test, *rules("peak:10%"), PASSES, *flags)

    return gate


@pytest.mark.parametrize("test", [*CAUGHT.values(), *EXPECTED.values()], ids=[*CAUGHT, *EXPECTED])
def test_a_session_that_prints_a_regression_exits_1_whatever_the_test_did(gated, test):
    session = gated(test)
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert "gate `peak:10%`: 1 regression, 0 not judged, 0 good" in session.out
    assert "xfailed" not in session.out
    assert "skipped" not in session.lines[-1]


@pytest.mark.parametrize("test", CAUGHT.values(), ids=CAUGHT)
def test_a_ceiling_that_the_test_caught_fails_it_and_says_so(run, test):
    session = run(ceiled(test), "--benchmark-memory", PASSES)
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert "above the ceiling `max_peak` of 48.83 KiB" in session.out
    assert "    the test caught this failure, and fails all the same" in session.lines


@pytest.mark.parametrize("test", EXPECTED.values(), ids=EXPECTED)
def test_a_ceiling_under_xfail_is_the_expected_failure_and_is_listed(run, test):
    session = run(ceiled(test), "--benchmark-memory", PASSES)
    assert session.ret == 0
    session.assert_outcomes(xfailed=1)
    (line,) = (each for each in session.lines if each.startswith("exceeded as expected: "))
    assert "test_it`: `peak` reached " in line
    assert line.endswith("above the ceiling `max_peak` of 48.83 KiB (50,000 bytes)")


def test_growth_under_xfail_says_why_the_test_fails(gated):
    session = gated(EXPECTED["strict"])
    session.assert_outcomes(failed=1)
    assert "    the test is marked xfail, and a regression fails it all the same" in session.lines


def test_growth_counts_where_a_ceiling_was_expected(run, pytester):
    save_baseline(pytester, *IDS)
    session = run(ceiled(EXPECTED["xfail"]), *rules("peak:10%"), PASSES)
    session.assert_outcomes(failed=1)


def test_a_failure_of_another_kind_is_not_taken_for_the_expected_one(run):
    raises = EXPECTED["xfail"].replace("xfail", "xfail(raises=ValueError)")
    run(ceiled(raises), "--benchmark-memory", PASSES).assert_outcomes(failed=1)


def test_an_xfail_without_growth_is_as_before(gated):
    session = gated("""
        @pytest.mark.xfail
        def test_it(benchmark):
            benchmark(bytearray, 10)
            assert False
    """)
    assert session.ret == 0
    session.assert_outcomes(xfailed=1)


NEXT = """
        def test_next():
            pass
"""


@pytest.mark.parametrize("test", [CAUGHT["suppressed"], EXPECTED["xfail"]], ids=["caught", "xfail"])
def test_a_caught_regression_stops_the_session_and_is_run_again(gated, test):
    session = gated(test + NEXT, "-x", "-p", "cacheprovider")
    session.assert_outcomes(failed=1)
    again = gated(test + NEXT, "--lf", "-p", "cacheprovider")
    again.assert_outcomes(failed=1)


@pytest.mark.parametrize("test", [CAUGHT["caught"], EXPECTED["strict"]], ids=["caught", "xfail"])
def test_junit_has_a_failure_with_both_numbers(gated, pytester, test):
    gated(test, "-p", "junitxml", "--junitxml=report.xml")
    (case,) = ET.parse(pytester.path / "report.xml").iter("testcase")
    (failure,) = case
    assert failure.tag == "failure"
    assert "peak grew by " in failure.get("message", "") + (failure.text or "")


def test_a_plugin_that_takes_the_failure_out_of_the_report_does_not_change_the_exit_code(
    gated, pytester
):
    pytester.makeconftest("""
        import pytest

        @pytest.hookimpl(wrapper=True, tryfirst=True)
        def pytest_runtest_makereport():
            report = yield
            report.outcome = "passed"
            return report
    """)
    session = gated(EXPECTED["xfail"].replace("@pytest.mark.xfail", ""))
    session.assert_outcomes(passed=1)
    assert session.ret == pytest.ExitCode.TESTS_FAILED


def test_a_test_that_leaves_pytest_with_0_does_not_hide_growth(gated):
    session = gated(CAUGHT["caught"] + NEXT.replace("pass", "pytest.exit('done', returncode=0)"))
    assert session.ret == pytest.ExitCode.TESTS_FAILED


def test_what_was_found_is_forgotten_when_a_test_is_run_again(gated, pytester):
    pytester.makeconftest("""
        from _pytest.runner import runtestprotocol

        def pytest_runtest_protocol(item, nextitem):
            runtestprotocol(item, log=False, nextitem=nextitem)
            item._initrequest()
            runtestprotocol(item, log=True, nextitem=nextitem)
            return True
    """)
    session = gated("""
        sizes = iter([100_000, 10, 10])

        def test_it(benchmark):
            with contextlib.suppress(BaseException):
                benchmark.pedantic(bytearray, setup=lambda: ((SIZE,), {}))

        @pytest.fixture(autouse=True)
        def _size():
            global SIZE
            SIZE = next(sizes)
    """)
    assert session.ret == 0
    session.assert_outcomes(passed=1)
