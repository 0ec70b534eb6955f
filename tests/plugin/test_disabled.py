"""pytest-benchmark's switches, and pytest's own, with memory in the suite."""

import pytest

SUITE = """
    import pytest

    def test_fixture(benchmark_memory):
        calls = []
        assert benchmark_memory(lambda: calls.append(1) or "returned") == "returned"
        print("calls:", len(calls))

    def test_plain(benchmark):
        benchmark(int)

    def test_no_benchmark():
        pass
"""


def test_disabled_benchmarks_call_the_function_once(run):
    session = run(SUITE, "-s", "--benchmark-disable")
    session.assert_outcomes(passed=3, warnings=0)
    assert "test_suite.py calls: 1" in session.out
    assert "calls: 1\n" in session.out


def test_disabled_benchmarks_are_not_measured(run):
    session = run(
        """
        def test_it(benchmark_memory):
            assert benchmark_memory(int, 3) == 3
            assert benchmark_memory.enabled is False
            assert benchmark_memory.extra_info == {}
        """,
        "--benchmark-disable",
    )
    session.assert_outcomes(passed=1)


def test_disabled_benchmarks_are_measured_when_a_test_asks(run):
    session = run(
        """
        import pytest

        def test_peak(benchmark_memory):
            calls = []
            assert benchmark_memory.peak_bytes is None
            benchmark_memory(lambda: calls.append(bytearray(100_000)))
            assert len(calls) == 1
            assert 100_000 < benchmark_memory.peak_bytes < 200_000
            asked = len(calls)
            assert benchmark_memory.peak_bytes == benchmark_memory.result.peak_bytes
            assert len(calls) == asked > 1

        @pytest.mark.benchmem(repeats=3)
        def test_pedantic(benchmark_memory):
            benchmark_memory.pedantic(bytearray, setup=lambda: ((100_000,), {}), rounds=5)
            assert benchmark_memory.result.repeats == 3
            assert 100_000 < benchmark_memory.peak_bytes < 200_000
        """,
        "--benchmark-disable",
    )
    session.assert_outcomes(passed=2, warnings=0)


def test_disabled_pedantic_runs_setup_and_function_once(run):
    session = run(
        """
        def test_it(benchmark_memory):
            calls = []

            def setup():
                calls.append("setup")
                return (3,), {}

            benchmark_memory.pedantic(calls.append, setup=setup, rounds=5)
            assert calls == ["setup", 3]
        """,
        "--benchmark-disable",
    )
    session.assert_outcomes(passed=1)


@pytest.mark.parametrize("layout", ["combined", "split"])
def test_disabled_benchmarks_print_no_table(run, layout):
    flags = "--benchmark-disable", "--benchmark-memory", f"--benchmark-memory-table={layout}"
    session = run(SUITE, *flags)
    session.assert_outcomes(passed=3)
    assert session.tables() == []
    assert "Legend" not in session.out


def test_disabled_wins_over_the_flag(run):
    session = run(
        """
        def test_it(benchmark):
            calls = []
            benchmark(lambda: calls.append(1))
            assert calls == [1]
        """,
        "--benchmark-memory",
        "--benchmark-disable",
    )
    session.assert_outcomes(passed=1)


def test_enabled_wins_over_disabled(run):
    session = run(SUITE, "--benchmark-disable", "--benchmark-enable")
    assert "benchmem" in session.benchmarks["test_fixture"]["extra_info"]


def test_skipped_benchmarks_are_not_called(run, pytester):
    session = run(
        """
        def test_it(benchmark_memory):
            benchmark_memory(lambda: open("ran", "w").close())

        def test_no_benchmark():
            pass
        """,
        "--benchmark-skip",
    )
    session.assert_outcomes(passed=1, skipped=1)
    assert not (pytester.path / "ran").exists()


def test_skipped_benchmarks_are_skipped_under_the_flag_too(run):
    session = run(SUITE, "--benchmark-skip", "--benchmark-memory")
    session.assert_outcomes(passed=1, skipped=2)
    assert session.tables() == []


@pytest.mark.parametrize("flags", [[], ["--benchmark-memory"]])
def test_benchmark_only_runs_the_memory_benchmarks(run, flags):
    session = run(SUITE, "--benchmark-only", *flags)
    session.assert_outcomes(passed=2, skipped=1)
    assert "benchmem" in session.benchmarks["test_fixture"]["extra_info"]


@pytest.mark.parametrize("flags", [[], ["--benchmark-memory"]])
def test_a_session_without_a_benchmark_prints_nothing_of_it(run, flags):
    suite = """
        def test_no_benchmark():
            pass
    """
    session = run(suite, *flags, save=False)
    session.assert_outcomes(passed=1, warnings=0)
    assert "memory" not in session.body.lower()
    assert "benchmark:" not in session.body


def test_a_session_without_a_test_prints_nothing_of_it(run):
    session = run("", "--benchmark-memory", save=False)
    assert session.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    assert "memory" not in session.body.lower()


def test_only_deselected_benchmarks_print_nothing(run):
    session = run(SUITE, "--benchmark-memory", "-k", "no_benchmark", save=False)
    session.assert_outcomes(passed=1, deselected=2)
    assert session.tables() == []


def test_exitfirst_stops_before_the_next_measurement(run):
    session = run(
        """
        def test_broken(benchmark_memory):
            benchmark_memory(divmod, 1, 0)

        def test_next(benchmark_memory):
            benchmark_memory(int)
        """,
        "-x",
    )
    session.assert_outcomes(failed=1)
    assert session.benchmarks == {}
    assert session.tables() == []


def test_last_failed_measures_only_what_failed(run, pytester):
    suite = """
        from pathlib import Path

        def test_broken(benchmark_memory):
            benchmark_memory(lambda: Path("repaired").read_text())

        def test_good(benchmark_memory):
            benchmark_memory(int)
    """
    assert set(run(suite).benchmarks) == {"test_good"}
    (pytester.path / "repaired").touch()
    session = run(suite, "--lf")
    session.assert_outcomes(passed=1)
    assert set(session.benchmarks) == {"test_broken"}


# By its own name, with everything installed loaded as it is for a person.
BLOCKED = {"plugins": ("no:benchmark",), "autoload": True, "save": False, "subprocess": True}


def test_without_pytest_benchmark_other_tests_run_as_ever(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmem(max_peak=None)
        def test_no_benchmark():
            pass
        """,
        **BLOCKED,
    )
    session.assert_outcomes(passed=1, warnings=0)


def test_without_pytest_benchmark_the_fixture_names_what_is_missing(run):
    session = run(
        """
        def test_it(benchmark_memory):
            benchmark_memory(int)
        """,
        plugins=("benchmem",),
        save=False,
    )
    session.assert_outcomes(errors=1)
    assert "fixture 'benchmark' not found" in session.out


def test_without_pytest_benchmark_a_ceiling_is_warned_of(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmem(max_peak=1)
        def test_it():
            pass
        """,
        plugins=("benchmem",),
        save=False,
    )
    session.assert_outcomes(passed=1, warnings=1)
    assert "`max_peak`" in session.out


def test_without_pytest_benchmark_the_flag_is_a_usage_error(run, pytester):
    session = run(
        """
        def test_it():
            open("ran", "w").close()
        """,
        "--benchmark-memory",
        **BLOCKED,
    )
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    (line,) = [line for line in session.result.errlines if line]
    assert "--benchmark-memory needs pytest-benchmark" in line
    assert not (pytester.path / "ran").exists()
