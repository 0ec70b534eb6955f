"""What a call leaves allocated: the series, the column, the rule and the ceiling."""

import re

import pytest

SUITE = """
    CACHE = []

    def leak(n):
        CACHE.append(bytearray(n))
        return bytearray(1_000_000)

    def test_leak(benchmark):
        benchmark(leak, LEAKED)

    def test_clean(benchmark):
        benchmark(lambda: [bytearray(1000) for _ in range(1000)])
"""


def suite(leaked):
    return SUITE.replace("LEAKED", str(leaked))


COLUMNS = "--benchmark-memory-columns=peak,retained"


def test_the_column_has_what_stays_and_not_what_is_returned_or_dropped(run):
    session = run(suite(50_000), "--benchmark-memory", COLUMNS, "--benchmark-memory-stats=min")
    cells = session.table().cells
    assert cells["test_leak"][1].startswith(("48.", "49."))
    # An empty bytearray is larger since 3.15.
    assert cells["test_clean"] in (["1.02 MiB", "0 B"], ["1.05 MiB", "0 B"])
    assert all(50_000 <= each < 50_300 for each in session.blob("test_leak")["retained_bytes"])


def test_without_being_asked_for_it_is_not_measured(run):
    blob = run(suite(50_000), "--benchmark-memory").blob("test_leak")
    assert list(blob) == ["peak_bytes", "allocations", "total_bytes"]


def test_a_rule_has_it_measured_and_judged(run):
    run(suite(50_000), "--benchmark-memory", COLUMNS)
    rule = "--benchmark-memory-compare-fail=retained:10KiB"
    session = run(suite(90_000), "--benchmark-memory", rule)
    session.assert_outcomes(passed=1, failed=1)
    assert re.search(r"retained grew by 79\.[89]%", session.out)


def test_a_rule_whose_baseline_lacks_it_is_not_judged(run):
    run(suite(50_000), "--benchmark-memory")
    session = run(
        suite(50_000), "--benchmark-memory", "--benchmark-memory-compare-fail=retained:10%"
    )
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert (
        "`retained:10%` could not be judged: no retained is recorded in `0001_run`" in session.out
    )


def test_a_ceiling_has_it_measured_and_fails_the_test_with_both_numbers(run):
    session = run("""
        import pytest

        CACHE = []

        def leak(n):
            CACHE.append(bytearray(n))

        @pytest.mark.benchmem(max_retained="10KiB")
        @pytest.mark.parametrize("n", [5_000, 50_000])
        def test_leak(benchmark_memory, n):
            benchmark_memory(leak, n)
    """)
    session.assert_outcomes(passed=1, failed=1)
    assert re.search(r"`retained` reached \d\d\.\d\d KiB \(", session.out)
    assert "above the ceiling `max_retained` of 10.00 KiB (10,240 bytes)" in session.out


def test_it_is_measured_in_isolated_passes_too(run, pytester):
    pytester.makepyfile(
        work="""
        CACHE = []

        def leak():
            CACHE.append(bytearray(70_000))
        """
    )
    session = run(
        """
        import pytest
        from work import leak

        @pytest.mark.benchmem(isolate=True, repeats=1)
        def test_it(benchmark_memory):
            benchmark_memory(leak)
        """,
        COLUMNS,
    )
    (retained,) = session.blob("test_it")["retained_bytes"]
    assert 70_000 <= retained < 75_000


def test_the_command_shows_and_judges_it(run, command_output):
    run(suite(50_000), "--benchmark-memory", COLUMNS)
    run(suite(90_000), "--benchmark-memory", COLUMNS)
    shown = command_output("compare", "0001", "--columns", "retained", "--stat", "min")
    assert "Retained min" in shown.stdout
    judged = command_output("compare", "0001", "0002", "--fail-on", "retained:10KiB")
    assert judged.returncode == 1
    assert re.search(r"retained grew by 79\.[89]%", judged.stdout)
