"""What happens when the function, its setup or the measurement itself fails."""

import pytest

from .sessions import needs

# Where it fails, and how often it is called before: in the warmup run, in the first pass, in the
# second, in the first timed call (pedantic, so that the calls can be counted).
STAGES = {"warmup": 0, "first pass": 1, "second pass": 2, "timing": 3}

FAILING = """
    import pytest

    class Broken(Exception):
        pass

    calls = []

    def action():
        if len(calls) == {stage}:
            raise Broken("as it is")
        calls.append(1)

    def test_broken(benchmark_memory):
        benchmark_memory.pedantic(action)

    def test_good(benchmark_memory):
        benchmark_memory(int)
"""


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_an_exception_of_the_function_fails_the_test_as_it_is(run, stage):
    session = run(FAILING.format(stage=stage))
    session.assert_outcomes(failed=1, passed=1)
    assert "Broken: as it is" in session.out


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_what_failed_is_not_in_the_run_file(run, stage):
    session = run(FAILING.format(stage=stage))
    assert set(session.benchmarks) == {"test_good"}


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_what_failed_is_not_warned_of_as_unused(run, stage):
    session = run(FAILING.format(stage=stage))
    session.assert_outcomes(failed=1, passed=1, warnings=0)
    assert "not used" not in session.out


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_the_traceback_shows_the_test_and_the_function_and_nothing_of_ours(run, stage):
    session = run(FAILING.format(stage=stage), "--tb=short")
    traceback = session.out.partition("FAILURES")[2].partition("short test summary")[0]
    assert "in test_broken" in traceback
    assert "in action" in traceback
    assert "benchmem_pytest" not in traceback
    assert "benchmem_core" not in traceback


def test_an_exception_of_setup_fails_the_test_as_it_is(run):
    session = run("""
        def prepare():
            raise LookupError("no data")

        def test_broken(benchmark_memory):
            benchmark_memory.pedantic(int, setup=prepare)
    """)
    session.assert_outcomes(failed=1)
    assert "LookupError: no data" in session.out
    assert session.benchmarks == {}


def test_a_test_may_expect_the_exception(run):
    session = run("""
        import pytest

        def test_it(benchmark_memory):
            with pytest.raises(ZeroDivisionError):
                benchmark_memory(divmod, 1, 0)
            assert benchmark_memory.result is None
    """)
    session.assert_outcomes(passed=1, warnings=0)
    assert session.benchmarks == {}


def test_after_a_failure_the_fixture_has_an_error_and_is_used(run):
    session = run("""
        import pytest

        def test_it(benchmark_memory):
            assert benchmark_memory.has_error is False
            with pytest.raises(ZeroDivisionError):
                benchmark_memory(divmod, 1, 0)
            assert benchmark_memory.has_error is True
            with pytest.raises(Exception, match="can only be used once"):
                benchmark_memory(divmod, 1, 1)
    """)
    session.assert_outcomes(passed=1)


@pytest.mark.parametrize("end", ["pytest.fail, 'on purpose'", "sys.exit, 'on purpose'"])
def test_a_function_that_ends_its_test_does_just_that(run, end):
    session = run(f"""
        import sys

        import pytest

        def test_it(benchmark_memory):
            benchmark_memory({end})
    """)
    session.assert_outcomes(failed=1, warnings=0)
    assert "on purpose" in session.out


def test_a_function_that_skips_skips_the_test(run):
    session = run("""
        import pytest

        def test_it(benchmark_memory):
            benchmark_memory(pytest.skip, "not today")
    """)
    session.assert_outcomes(skipped=1, warnings=0)


def test_an_expected_failure_is_one(run):
    session = run("""
        import pytest

        @pytest.mark.xfail(raises=ZeroDivisionError, strict=True)
        def test_it(benchmark_memory):
            benchmark_memory(divmod, 1, 0)
    """)
    session.assert_outcomes(xfailed=1)


def test_a_test_after_a_failed_one_is_measured_as_ever(run):
    session = run("""
        def fail():
            kept = bytearray(10_000_000)
            raise RuntimeError

        def test_broken(benchmark_memory):
            benchmark_memory(fail)

        def test_good(benchmark_memory):
            benchmark_memory(bytearray, 1_000_000)
    """)
    assert session.blob("test_good")["peak_bytes"][0] < 1_001_000


def test_nothing_is_left_in_the_temporary_directory(run, empty_tmpdir):
    session = run(
        """
        import pytest

        def test_broken(benchmark_memory):
            benchmark_memory(divmod, 1, 0)

        @pytest.mark.benchmem(isolate=True)
        def test_broken_isolated(benchmark_memory):
            benchmark_memory(divmod, 1, 0)

        def test_good(benchmark_memory):
            benchmark_memory(int)
        """,
        subprocess=True,
    )
    session.assert_outcomes(failed=2, passed=1)
    assert list(empty_tmpdir.rglob("*")) == []


def test_a_tracker_of_pytest_memray_is_named(run):
    needs("pytest_memray")
    session = run(
        """
        def test_it(benchmark_memory):
            benchmark_memory(int)
        """,
        "--memray",
        "-p",
        "memray",
        subprocess=True,
    )
    session.assert_outcomes(failed=1)
    assert "another memray tracker is active" in session.out
    assert "`--memray`" in session.out


def test_a_measurement_inside_a_measurement_is_refused(run):
    session = run("""
        from benchmem_core import measure_peak

        def test_it(benchmark_memory):
            benchmark_memory(measure_peak, int)
    """)
    session.assert_outcomes(failed=1)
    assert "another memray tracker is active" in session.out


def test_without_memray_a_memory_pass_is_a_clear_error_and_timing_works(run, pytester):
    pytester.makeconftest("""
        import sys
        sys.modules["memray"] = None
    """)
    session = run(
        """
        def test_memory(benchmark_memory):
            benchmark_memory(int)

        def test_time(benchmark):
            benchmark(int)
        """,
        subprocess=True,
    )
    session.assert_outcomes(failed=1, passed=1)
    assert "it runs with CPython on macOS" in session.out
    assert set(session.benchmarks) == {"test_time"}
