"""The flags, each by its effect."""

import pytest

# Warmup, passes, and one timed round.
COUNTED = """
    import pytest

    def test_it(benchmark_memory):
        calls = []
        benchmark_memory.pedantic(lambda: calls.append(1))
        print("calls:", len(calls))
"""

# It never repeats a number, and every pass is a new lowest peak.
SHRINKING = """
    sizes = iter(range(900_000, 0, -1_000))

    def test_it(benchmark_memory):
        benchmark_memory(lambda: bytearray(next(sizes, 1_000)))
"""

SMALL_OBJECTS = """
    def test_it(benchmark_memory):
        benchmark_memory(lambda: [object() for _ in range(10_000)])
"""

TABLE_SUITE = """
    def test_it(benchmark_memory):
        benchmark_memory(bytearray, 8_000_000)
"""


def test_by_default_a_deterministic_function_is_measured_in_two_passes_after_a_warmup(run):
    session = run(COUNTED, "-s")
    assert "calls: 4" in session.out
    assert len(session.blob("test_it")["peak_bytes"]) == 2


@pytest.mark.parametrize("repeats", [1, 5])
def test_repeats_is_the_exact_number_of_passes(run, repeats):
    session = run(COUNTED, "-s", f"--benchmark-memory-repeats={repeats}")
    assert f"calls: {1 + repeats + 1}" in session.out
    assert len(session.blob("test_it")["peak_bytes"]) == repeats


@pytest.mark.parametrize("warmup", [0, 3])
def test_warmup_is_the_number_of_untracked_runs_before_the_passes(run, warmup):
    flags = f"--benchmark-memory-warmup={warmup}", "--benchmark-memory-repeats=2"
    session = run(COUNTED, "-s", *flags)
    assert f"calls: {warmup + 2 + 1}" in session.out


def test_without_a_bound_on_time_sampling_goes_on_while_there_are_new_lowest_peaks(run):
    assert len(run(SHRINKING).blob("test_it")["peak_bytes"]) == 10


def test_max_time_ends_adaptive_sampling(run):
    session = run(SHRINKING, "--benchmark-memory-max-time=0")
    assert len(session.blob("test_it")["peak_bytes"]) == 2


def test_max_time_does_not_cut_repeats_short(run):
    flags = "--benchmark-memory-max-time=0", "--benchmark-memory-repeats=4"
    assert len(run(SHRINKING, *flags).blob("test_it")["peak_bytes"]) == 4


def test_python_allocators_count_every_object(run):
    blob = run(SMALL_OBJECTS, "--benchmark-memory-allocators=python").blob("test_it")
    assert min(blob["allocations"]) >= 10_000
    assert 240_000 < min(blob["peak_bytes"]) < 260_000


def test_python_allocators_are_the_default(run):
    session = run(SMALL_OBJECTS)
    assert min(session.blob("test_it")["allocations"]) >= 10_000
    assert session.benchmarks["test_it"]["extra_info"]["benchmem_meta"]["allocators"] == "python"


def test_system_allocators_count_what_reaches_the_system(run):
    blob = run(SMALL_OBJECTS, "--benchmark-memory-allocators=system").blob("test_it")
    assert max(blob["allocations"]) < 1_000


def test_the_flags_of_measuring_apply_to_plain_benchmark_too(run):
    session = run(
        """
        def test_it(benchmark):
            benchmark(int)
        """,
        "--benchmark-memory",
        "--benchmark-memory-repeats=3",
    )
    assert len(session.blob("test_it")["peak_bytes"]) == 3


def test_columns_are_shown_in_the_order_given(run):
    flags = "--benchmark-memory-columns=allocations,peak,allocated", "--benchmark-memory-repeats=1"
    table = run(TABLE_SUITE, *flags).table()
    assert table.heads == ["Allocations", "Peak", "Allocated"]
    allocations, peak, allocated = table.cells["test_it"]
    assert allocations.isdecimal()
    assert (peak, allocated) == ("7.63 MiB", "7.63 MiB")


def test_a_column_that_was_not_measured_is_empty(run):
    flags = "--benchmark-memory-columns=peak,rss", "--benchmark-memory-repeats=1"
    assert run(TABLE_SUITE, *flags).table().cells["test_it"] == ["7.63 MiB", "-"]


def test_a_column_named_twice_is_shown_once(run):
    flags = "--benchmark-memory-columns=peak,peak", "--benchmark-memory-repeats=1"
    assert run(TABLE_SUITE, *flags).table().heads == ["Peak"]


def test_blanks_around_a_column_are_no_part_of_its_name(run):
    flags = "--benchmark-memory-columns=peak, allocations", "--benchmark-memory-repeats=1"
    assert run(TABLE_SUITE, *flags).table().heads == ["Peak", "Allocations"]


def test_stats_are_shown_in_the_order_given(run):
    sizes = "sizes = iter([1 << 20, 2 << 20, 6 << 20])"
    session = run(
        f"""
        {sizes}

        def test_it(benchmark_memory):
            benchmark_memory(lambda: bytearray(next(sizes, 1)))
        """,
        "--benchmark-memory-repeats=3",
        "--benchmark-memory-warmup=0",
        "--benchmark-memory-stats=max,median,mean,min,stddev",
    )
    table = session.table()
    assert table.heads == ["Peak max", "Peak median", "Peak mean", "Peak min", "Peak stddev"]
    # stddev is the sample's, as pytest-benchmark's.
    assert table.cells["test_it"] == ["6.00 MiB", "2.00 MiB", "3.00 MiB", "1.00 MiB", "2.65 MiB"]


def test_the_layout_of_the_table_is_combined_by_default(run):
    explicit = run(TABLE_SUITE, "--benchmark-memory-table=combined")
    assert run(TABLE_SUITE).table().heads == explicit.table().heads == PEAK_HEADS


PEAK_HEADS = ["Peak min", "Peak mean", "Peak max"]


def test_the_layout_split_prints_a_table_of_its_own(run):
    times, memory = run(TABLE_SUITE, "--benchmark-memory-table=split").tables()
    assert " benchmark: 1 tests " in times.lines[0]
    assert " memory: 1 tests " in memory.lines[0]


def test_flags_may_stand_in_the_configuration_file(run, pytester):
    pytester.makeini("""
        [pytest]
        addopts = --benchmark-memory --benchmark-memory-repeats=3
    """)
    session = run("""
        def test_it(benchmark):
            benchmark(int)
    """)
    assert len(session.blob("test_it")["peak_bytes"]) == 3


FLAGS = {
    "--benchmark-memory",
    "--benchmark-memory-repeats",
    "--benchmark-memory-warmup",
    "--benchmark-memory-max-time",
    "--benchmark-memory-allocators",
    "--benchmark-memory-table",
    "--benchmark-memory-columns",
    "--benchmark-memory-stats",
    "--benchmark-memory-compare",
    "--benchmark-memory-compare-fail",
    "--benchmark-memory-sites",
    "--benchmark-memory-profile",
    "--benchmark-memory-profile-native",
}


def test_help_lists_the_flags_that_work_and_no_other(run):
    session = run(None, "--help")
    assert session.ret == 0
    names = (
        word.rstrip(",").partition("=")[0]
        for line in session.lines
        if line.startswith("  --benchmark-memory")
        for word in line.split()[:1]
    )
    assert set(names) == FLAGS


LATER = {
    "--benchmark-memory-only",
    "--benchmark-memory-json=out.json",
}


@pytest.mark.parametrize("flag", sorted(LATER))
def test_a_flag_that_would_do_nothing_does_not_exist(run, flag):
    session = run(TABLE_SUITE, flag)
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert f"unrecognized arguments: {flag}" in session.err
