"""`max_*`: absolute limits on the worst pass."""

import re

import pytest

# One pass each; nothing before them, so that the sizes are those of the passes.
SIZES = """
    import pytest

    sizes = iter({sizes})

    @pytest.mark.benchmem(repeats={repeats}, warmup=0, {ceiling})
    def test_it(benchmark_memory):
        benchmark_memory(lambda: bytearray(next(sizes, 1)))
"""


def sized(sizes, ceiling):
    return SIZES.format(sizes=sizes, repeats=len(sizes), ceiling=ceiling)


def complaints(session):
    return [line for line in session.lines if line.startswith("`") and "above the ceiling" in line]


def test_a_breach_fails_the_test_with_both_numbers(run):
    session = run(sized([8_000_000], "max_peak='5MiB'"))
    session.assert_outcomes(failed=1)
    (line,) = complaints(session)
    assert line.startswith("`peak` reached 7.63 MiB (8,000,")
    assert "ceiling `max_peak` of 5.00 MiB (5,242,880 bytes)" in line


def test_below_the_ceiling_the_test_passes(run):
    session = run(sized([8_000_000], "max_peak='8MiB'"))
    session.assert_outcomes(passed=1, warnings=0)


def test_the_worst_pass_is_judged(run):
    session = run(sized([2_000_000, 9_000_000, 2_000_000], "max_peak='5MB'"))
    session.assert_outcomes(failed=1)
    assert "8.58 MiB" in complaints(session)[0]


def test_exactly_at_the_ceiling_the_test_passes(run):
    peak = run(sized([1_000_000], "")).blob("test_it")["peak_bytes"][0]
    run(sized([1_000_000], f"max_peak={peak}")).assert_outcomes(passed=1)
    session = run(sized([1_000_000], f"max_peak={peak - 1}"))
    session.assert_outcomes(failed=1)
    (line,) = complaints(session)
    assert f"({peak:,} bytes)" in line
    assert f"({peak - 1:,} bytes)" in line


def test_a_benchmark_over_its_ceiling_is_still_in_the_run_file_and_the_table(run):
    session = run(sized([8_000_000], "max_peak=1"))
    session.assert_outcomes(failed=1)
    assert session.blob("test_it")["peak_bytes"][0] > 8_000_000
    assert session.table().cells["test_it"] == ["7.63 MiB"]


def test_a_breach_shows_no_traceback(run):
    session = run(sized([8_000_000], "max_peak=1"))
    assert "Traceback" not in session.out
    assert "benchmark_memory(lambda" not in session.out


FORMS = {
    "1024": 1024,
    "1024.0": 1024,
    "0": 0,
    "'1024'": 1024,
    "'1024B'": 1024,
    "'1024 B'": 1024,
    "'1KiB'": 1024,
    "' 1 KiB '": 1024,
    "'1.5KiB'": 1536,
    "'.5 MiB'": 524_288,
    "'2MiB'": 2_097_152,
    "'0.001GiB'": 1_073_741,
    "'1kB'": 1000,
    "'1.5 MB'": 1_500_000,
    "'0.002GB'": 2_000_000,
}


def test_every_form_of_a_size_is_understood(run):
    params = ", ".join(f"pytest.param(0, marks=B(max_peak={form}))" for form in FORMS)
    session = run(f"""
        import pytest

        B = pytest.mark.benchmem

        @B(repeats=1, warmup=0)
        @pytest.mark.parametrize("n", [{params}])
        def test_it(benchmark_memory, n):
            benchmark_memory.pedantic(bytearray, args=(8_000_000,))
    """)
    session.assert_outcomes(failed=len(FORMS))
    limits = [line.partition("`max_peak` of ")[2] for line in complaints(session)]
    for limit, form, expected in zip(limits, FORMS, FORMS.values(), strict=True):
        assert limit.endswith(f"({expected:,} bytes)"), form


CHURN = """
    import itertools

    import pytest

    def action():
        for _ in itertools.repeat(None, 10):
            bytearray(1_000_000)

    @pytest.mark.benchmem({ceiling})
    def test_it(benchmark_memory):
        benchmark_memory(action)
"""


def test_max_allocated_limits_all_that_was_allocated(run):
    run(CHURN.format(ceiling="max_peak='2MB'")).assert_outcomes(passed=1)
    session = run(CHURN.format(ceiling="max_allocated='5MB'"))
    session.assert_outcomes(failed=1)
    (line,) = complaints(session)
    assert line.startswith("`allocated` reached 9.54 MiB (10,00")
    assert "`max_allocated` of 4.77 MiB (5,000,000 bytes)" in line


def test_max_allocations_limits_the_number_of_allocations(run):
    count = max(run(CHURN.format(ceiling="")).blob("test_it")["allocations"])
    # Another session may need some more for its own frames.
    run(CHURN.format(ceiling=f"max_allocations={count + 10}")).assert_outcomes(passed=1)
    session = run(CHURN.format(ceiling="max_allocations=9"))
    session.assert_outcomes(failed=1)
    (line,) = complaints(session)
    (reached,) = re.findall(r"^`allocations` reached (\d+) in", line)
    assert abs(int(reached) - count) <= 10
    assert line.endswith("`max_allocations` of 9")


def test_max_rss_limits_the_resident_memory_of_an_isolated_pass(run):
    session = run("""
        import pytest

        pytestmark = pytest.mark.benchmem(isolate=True, repeats=1)

        @pytest.mark.benchmem(max_rss="1MiB")
        def test_over(benchmark_memory):
            benchmark_memory(bytearray, 1_000_000)

        @pytest.mark.benchmem(max_rss="10GiB")
        def test_under(benchmark_memory):
            benchmark_memory(bytearray, 1_000_000)
    """)
    session.assert_outcomes(failed=1, passed=1)
    (line,) = complaints(session)
    assert line.startswith("`rss` reached ")
    assert "`max_rss` of 1.00 MiB (1,048,576 bytes)" in line


def test_every_ceiling_that_was_breached_is_named(run):
    session = run(CHURN.format(ceiling="max_peak=1, max_allocated=2, max_allocations=10_000"))
    session.assert_outcomes(failed=1)
    assert [line.split()[0] for line in complaints(session)] == ["`peak`", "`allocated`"]


def test_pedantic_is_judged_too(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(max_peak="1MiB")
        def test_it(benchmark_memory):
            benchmark_memory.pedantic(bytearray, args=(2_000_000,), rounds=2)
    """)
    session.assert_outcomes(failed=1)
    assert session.benchmarks["test_it"]["stats"]["rounds"] == 2


def test_plain_benchmark_is_judged_under_the_flag(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmem(max_peak="1MiB")
        def test_it(benchmark):
            benchmark(bytearray, 2_000_000)
        """,
        "--benchmark-memory",
    )
    session.assert_outcomes(failed=1)


def test_a_breach_is_an_expected_failure_where_one_is_expected(run):
    session = run("""
        import pytest

        @pytest.mark.xfail(strict=True)
        @pytest.mark.benchmem(max_peak="1MiB")
        def test_it(benchmark_memory):
            benchmark_memory(bytearray, 2_000_000)
    """)
    session.assert_outcomes(xfailed=1)


BREACH_AND_NEXT = """
    import pytest

    @pytest.mark.benchmem(max_peak=1)
    def test_breach(benchmark_memory):
        benchmark_memory(bytearray, 1_000_000)

    def test_next(benchmark_memory):
        benchmark_memory(int)
"""


def test_a_breach_stops_the_session_under_exitfirst(run):
    session = run(BREACH_AND_NEXT, "-x")
    session.assert_outcomes(failed=1)
    assert set(session.benchmarks) == {"test_breach"}


@pytest.mark.parametrize("flag", ["--lf", "--last-failed"])
def test_a_breach_is_run_again_under_last_failed(run, flag):
    run(BREACH_AND_NEXT).assert_outcomes(failed=1, passed=1)
    run(BREACH_AND_NEXT, flag).assert_outcomes(failed=1)


@pytest.mark.parametrize("ceiling", ["'10000'", "1e4"])
def test_a_ceiling_of_allocations_may_be_a_text_or_a_whole_float(run, ceiling):
    run(CHURN.format(ceiling=f"max_allocations={ceiling}")).assert_outcomes(passed=1)
