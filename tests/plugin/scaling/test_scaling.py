"""`@pytest.mark.benchmem_scaling(...)`: a family that grows too fast fails, and no other."""

import re

import pytest

from .scaling_suites import family, section


def test_a_linear_peak_keeps_a_linear_bound(run):
    session = run(family("peak='O(n)'"))
    session.assert_outcomes(passed=4, warnings=0)
    (line,) = section(session)
    # What `bytearray` itself takes beside its bytes depends on the interpreter.
    assert re.fullmatch(
        r"holds: `test_suite\.py::test_it`: peak over `n` 100 to 3000: 97\.\d\d KiB to 2\.86 MiB, "
        r"within O\(n\)",
        line,
    )


def test_a_quadratic_peak_fails_the_last_size_of_a_linear_bound(run):
    session = run(family("peak='O(n)'", "n * n"))
    session.assert_outcomes(passed=3, failed=1)
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert any(re.match(r"_+ test_it\[3000\] _+", line) for line in session.lines)
    (line,) = section(session)
    assert line == (
        "exceeded: `test_suite.py::test_it`: peak over `n` 100 to 3000: above O(n): a further n "
        "costs 400 B up to 300, 1.27 KiB up to 1000, 3.91 KiB up to 3000: it keeps rising, like "
        "n^1.0"
    )


def test_the_failure_has_the_prices_and_what_each_size_cost(run):
    session = run(family("peak='O(n)'", "n * n"))
    start = next(i for i, line in enumerate(session.lines) if "grows faster" in line)
    head, *rows = session.lines[start : start + 5]
    assert head.startswith(
        "`peak` of `test_suite.py::test_it` grows faster than its bound `O(n)` over `n` 100 to "
        "3000: a further n costs 400 B up to 300, "
    )
    assert [row.split(":")[0] for row in rows] == [f"    n={n}" for n in (100, 300, 1000, 3000)]
    assert rows[-1].endswith(": 8.58 MiB")
    assert "Traceback" not in session.out


def test_a_logarithm_too_many_cannot_be_told_and_is_allowed_where_it_is_asked_for(run):
    sizes = [1000, 2000, 4000, 8000, 16_000]
    cost = "int(n * math.log2(n))"
    session = run(family("peak='O(n)'", cost, sizes))
    session.assert_outcomes(passed=5, warnings=1)
    assert session.ret == 0
    (line,) = section(session)
    assert line == (
        "not judged: `test_suite.py::test_it`: peak over `n` 1000 to 16000 against O(n): the price "
        "rises slowly (12 B, 13 B, 14 B, 15 B): more than O(n) explains, too little to prove it. "
        "Allow O(n log n), or add sizes over two decades"
    )
    (warning,) = [line for line in session.lines if "UnjudgedScalingWarning: " in line]
    assert warning.endswith(line.removeprefix("not judged: "))
    run(family("peak='O(n log n)'", cost, sizes)).assert_outcomes(passed=5, warnings=0)


def test_a_warning_of_what_cannot_be_judged_can_be_made_an_error(run):
    suite = family(
        "peak='O(n)'", "min(n, 1000) + 50 * n * (n > 5000)", [1000, 2000, 4000, 8000, 16_000]
    )
    session = run(suite, "-W", "error::benchmem_core.errors.BenchmemWarning")
    session.assert_outcomes(passed=4, failed=1)


def test_growth_that_only_begins_is_not_judged(run):
    sizes = [1000, 2000, 4000, 8000, 16_000]
    session = run(family("peak='O(n)'", "10_000 + 4 * max(n - 4000, 0)", sizes))
    session.assert_outcomes(passed=5, warnings=1)
    (line,) = section(session)
    assert line == (
        "not judged: `test_suite.py::test_it`: peak over `n` 1000 to 16000 against O(n): flat up "
        "to 4000, growth only after it. Add sizes above 16000"
    )


def test_no_line_names_a_class_that_fits_best(run):
    bounds = "peak='O(1)', allocated='O(n)', time='O(n^3)'"
    for cost in ("1000 * n", "n * n", "int(n * math.log2(n))"):
        session = run(family(bounds, cost))
        assert len(section(session)) == 3
        assert "best fit" not in session.out


def test_lists_and_sorting_keep_their_bounds_although_small_integers_are_never_allocated(run):
    session = run("""
        import sys
        import pytest

        # CPython keeps the integers up to 256, and since 3.15 up to 1024.
        SCALE = 4 if sys.version_info >= (3, 15) else 1

        def listed(n):
            return list(range(n))

        def ordered(n):
            return sorted(range(n, 0, -1))

        @pytest.mark.benchmem_scaling(peak="O(n)", allocated="O(n)", allocations="O(n)")
        @pytest.mark.parametrize("n", [each * SCALE for each in (100, 1000, 4000, 16_000, 64_000)])
        @pytest.mark.parametrize("function", [listed, ordered])
        def test_it(benchmark_memory, function, n):
            benchmark_memory.pedantic(function, args=(n,))
    """)
    session.assert_outcomes(passed=10)
    assert len([line for line in section(session) if line.startswith("holds: ")]) == 6


def test_an_object_more_is_no_growth(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem_scaling(peak="O(1)", allocations="O(1)", retained="O(1)")
        @pytest.mark.parametrize("n", [10, 30, 100, 1000])
        def test_it(benchmark_memory, n):
            benchmark_memory.pedantic(lambda: n + 1)
    """)
    session.assert_outcomes(passed=4)
    peak, allocations, retained = section(session)
    assert "no growth to speak of, within O(1)" in peak
    assert re.search(r"allocations over `n` 10 to 1000: \d+( to \d+)?, no growth", allocations)
    assert "retained over `n` 10 to 1000: 0 B, no growth" in retained


def test_a_bound_holds_where_the_larger_sizes_keep_it(run):
    session = run(family("peak='O(n)'", "min(n, 100) * n", [10, 20, 50, 100, 200, 500, 1000]))
    session.assert_outcomes(passed=7)
    (line,) = section(session)
    assert line.startswith("holds: ")
    assert "peak over `n` 10 to 1000: " in line


LEAK = """
    import pytest

    CACHE = []

    def leak(n):
        CACHE.append(bytearray(n * n))

    @pytest.mark.benchmem_scaling(retained={bound!r})
    @pytest.mark.parametrize("n", [10, 100, 1000, 3000])
    def test_it(benchmark_memory, n):
        benchmark_memory.pedantic(leak if n > {nothing_up_to} else int, args=(n,))
"""


@pytest.mark.parametrize("nothing_up_to", [0, 10])
def test_what_is_retained_is_measured_and_judged(run, nothing_up_to):
    def outcome(bound):
        return run(LEAK.format(bound=bound, nothing_up_to=nothing_up_to))

    outcome("O(n^2)").assert_outcomes(passed=4)
    session = outcome("O(n)")
    session.assert_outcomes(passed=3, failed=1)
    assert "`retained` of `test_suite.py::test_it` grows faster" in session.out
    assert len(session.blob("test_it[10]")["retained_bytes"]) > 0


def test_rss_is_judged_in_isolated_passes(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(isolate=True, repeats=1)
        @pytest.mark.benchmem_scaling(rss="O(n)")
        @pytest.mark.parametrize("n", [100, 300, 900, 2700])
        def test_it(benchmark_memory, n):
            benchmark_memory.pedantic(bytearray, args=(n,))
    """)
    session.assert_outcomes(passed=4)
    assert "holds: `test_suite.py::test_it`: rss over `n` 100 to 2700: " in section(session)[0]


# The clock goes on while the benchmark works, and never else.
TIMED = """
    import pytest

    now = 0.0

    def clock():
        return now

    def work(n):
        global now
        now += 1e-6 * n ** {power}

    @pytest.mark.benchmark(timer=clock)
    @pytest.mark.benchmem_scaling(time="O(n)")
    @pytest.mark.parametrize("n", [10, 100, 1000, 10_000])
    def test_it({fixture}, n):
        {fixture}.pedantic(work, args=(n,), rounds=2)
"""


@pytest.mark.parametrize("fixture", ["benchmark", "benchmark_memory"])
def test_time_is_judged_with_and_without_memory(run, fixture):
    session = run(TIMED.format(power=1, fixture=fixture))
    session.assert_outcomes(passed=4, warnings=0)
    (line,) = section(session)
    assert line == (
        "holds: `test_suite.py::test_it`: time over `n` 10 to 10000: 10.00 us to 10.00 ms, within "
        "O(n)"
    )
    session = run(TIMED.format(power=2, fixture=fixture))
    session.assert_outcomes(passed=3, failed=1)
    assert "    n=10000: 100.00 s" in session.lines


def test_plain_benchmark_is_judged_under_the_flag(run):
    suite = family("peak='O(n)'", "n * n").replace("benchmark_memory", "benchmark")
    run(suite, "--benchmark-memory").assert_outcomes(passed=3, failed=1)


def test_every_bound_that_is_exceeded_is_named(run):
    session = run(family("peak='O(n)', allocated='O(log n)', allocations='O(1)'", "n * n"))
    session.assert_outcomes(passed=3, failed=1)
    heads = [line for line in session.lines if "grows faster" in line and line.startswith("`")]
    assert [line.split()[0] for line in heads] == ["`peak`", "`allocated`"]
    assert [line.split(":")[0] for line in section(session)] == ["exceeded", "exceeded", "holds"]


def test_the_order_of_the_sizes_is_of_no_matter(run):
    session = run(family("peak='O(n)'", "n * n", [1000, 100, 3000, 300]))
    session.assert_outcomes(passed=3, failed=1)
    assert any(re.match(r"_+ test_it\[300\] _+", line) for line in session.lines)
    assert "over `n` 100 to 3000" in section(session)[0]


def test_a_failing_family_is_still_in_the_run_file_and_the_table(run):
    session = run(family("peak='O(n)'", "n * n"))
    assert session.blob("test_it[3000]")["peak_bytes"][0] > 9_000_000
    assert session.table().cells["test_it[3000]"][0] == "8.58 MiB"


def test_a_failing_family_is_an_expected_failure_where_one_is_expected(run):
    suite = family("peak='O(n)'", "n * n", [100, 300, 1000])
    suite = suite.replace("1000]", "1000, pytest.param(3000, marks=pytest.mark.xfail)]")
    session = run(suite)
    session.assert_outcomes(passed=3, xfailed=1)
    assert session.ret == 0
    (line,) = section(session)
    assert line.startswith("exceeded as expected: `test_suite.py::test_it`: peak over `n` ")


def test_a_bound_that_another_plugin_hides_counts_for_the_exit_code(run, pytester):
    pytester.makeconftest("""
        import pytest

        @pytest.hookimpl(wrapper=True, tryfirst=True)
        def pytest_runtest_makereport():
            report = yield
            report.outcome = "passed"
            return report
    """)
    session = run(family("peak='O(n)'", "n * n"))
    session.assert_outcomes(passed=4)
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert section(session)[0].startswith("exceeded: ")


def test_a_failing_family_stops_the_session_under_exitfirst(run):
    following = "\n    def test_next(benchmark_memory):\n        benchmark_memory(int)\n"
    session = run(family("peak='O(n)'", "n * n") + following, "-x")
    session.assert_outcomes(passed=3, failed=1)


def test_bounds_that_hold_are_not_shown_to_those_who_want_it_quiet(run):
    assert section(run(family("peak='O(n)'"), "-q")) == []
    (line,) = section(run(family("peak='O(n)'", "n * n"), "-q"))
    assert line.startswith("exceeded: ")


def test_a_suite_without_bounds_has_no_section(run):
    session = run("""
        def test_it(benchmark_memory):
            benchmark_memory(int)
    """)
    assert "memory scaling" not in session.out
