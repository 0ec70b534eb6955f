"""What pytest-benchmark prints and writes, with memory and without: nothing of it is lost.

The clock of these sessions ticks alike in all of them, so that their tables are the same to the
digit. It does not run on while nobody looks: so every benchmark is pedantic, without calibration.
"""

import json
import re

import pytest

from .sessions import needs

CLOCK = "--benchmark-timer=ticking.clock"
MEMORY = ("--benchmark-memory", "--benchmark-memory-repeats=1")

SUITE = """
    import pytest

    @pytest.mark.benchmark(group="sort")
    @pytest.mark.parametrize("n", [1000, 30])
    def test_sorted(benchmark, n):
        benchmark.pedantic(sorted, args=(range(n),), rounds=5)

    @pytest.mark.parametrize("n", [1000, 30])
    def test_sum(benchmark, n):
        benchmark.pedantic(sum, args=(range(n),), rounds=4, iterations=2)

    def test_int(benchmark):
        benchmark.pedantic(int, rounds=2)

    class TestClass:
        def test_method(self, benchmark):
            benchmark.pedantic(int, rounds=3)
"""


def printed(session):
    """What pytest-benchmark printed: the lines after the dots of progress."""
    lines = session.body.split("\n")
    legends = [number for number, line in enumerate(lines) if line.startswith("  Memory: ")]
    kept = [line for number, line in enumerate(lines) if number not in legends]
    progress = max(number for number, line in enumerate(kept) if line.endswith("[100%]"))
    end = next(number for number, line in enumerate(kept) if re.search(r"===.* passed", line))
    return kept[progress + 1 : end]


def without_memory(session):
    """The same, with what stands right of the times cut off."""
    lines = printed(session)
    for table in session.tables():
        (start,) = [number for number, line in enumerate(lines) if line == table.lines[0]]
        length = len(table.lines)
        assert lines[start : start + length] == table.lines
        lines[start : start + length] = table.without_memory()
    return lines


OPTIONS = {
    "defaults": [],
    "group by name": ["--benchmark-group-by=name"],
    "group by function": ["--benchmark-group-by=func"],
    "group by parameter": ["--benchmark-group-by=group,param"],
    "group by full name": ["--benchmark-group-by=fullname"],
    "sort by name": ["--benchmark-sort=name"],
    "sort by full name": ["--benchmark-sort=fullname"],
    "sort by mean": ["--benchmark-sort=mean"],
    "sort by max": ["--benchmark-sort=max"],
    "one column": ["--benchmark-columns=min"],
    "columns in another order": ["--benchmark-columns=ops,rounds,max,mean"],
    "short names": ["--benchmark-name=short"],
    "long names": ["--benchmark-name=long"],
    "trial names": ["--benchmark-name=trial"],
}


PLAIN = {}


@pytest.fixture
def plain(run):
    """What pytest-benchmark alone prints; the same in every session, so that one is enough."""

    def printed_by_itself(options):
        key = tuple(options)
        if key not in PLAIN:
            PLAIN[key] = printed(run(SUITE, CLOCK, *options, plugins=("benchmark", "quick_info")))
        return PLAIN[key]

    return printed_by_itself


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_left_of_the_separator_stands_what_pytest_benchmark_prints(run, plain, options):
    session = run(SUITE, CLOCK, *options, *MEMORY)
    session.assert_outcomes(passed=6)
    assert len(session.tables()) > 0
    assert without_memory(session) == plain(options)


@pytest.mark.parametrize("name", ["defaults", "group by function", "sort by name", "long names"])
def test_a_split_table_comes_after_what_pytest_benchmark_prints(run, plain, name):
    flags = *OPTIONS[name], *MEMORY, "--benchmark-memory-table=split"
    session = run(SUITE, CLOCK, *flags)
    lines = plain(OPTIONS[name])
    assert printed(session)[: len(lines)] == lines


def test_a_verbose_table_is_what_pytest_benchmark_prints(run):
    alone = run(SUITE, CLOCK, "--benchmark-verbose")
    session = run(SUITE, CLOCK, "--benchmark-verbose", *MEMORY)
    session.assert_outcomes(passed=6)
    assert len(session.tables()) == 2
    assert [table.without_memory() for table in session.tables()] == [
        table.lines for table in alone.tables()
    ]


def test_a_quiet_session_prints_no_table_at_all(run, plain):
    session = run(SUITE, CLOCK, "--benchmark-quiet", *MEMORY)
    session.assert_outcomes(passed=6)
    assert session.tables() == []
    assert printed(session) == plain(["--benchmark-quiet"])


def test_the_legend_of_pytest_benchmark_is_kept(run):
    session = run(SUITE, *MEMORY)
    assert session.lines.count("Legend:") == 1
    assert any(line.startswith("  Outliers: 1 Standard Deviation") for line in session.lines)
    assert "  OPS: Operations Per Second, computed as 1 / Mean" in session.lines


def test_without_memory_the_plugin_changes_nothing_that_is_printed(run, plain):
    assert printed(run(SUITE, CLOCK)) == plain([])


FAILING = """
    def test_failing():
        raise RuntimeError("on purpose")

    def test_warning():
        import warnings
        warnings.warn("on purpose")
"""


def test_the_table_stays_where_pytest_benchmark_puts_it_among_the_summaries(run):
    plain, session = run(SUITE + FAILING), run(SUITE + FAILING, *MEMORY)
    session.assert_outcomes(passed=7, failed=1, warnings=1)
    parts = ["= FAILURES =", "= warnings summary =", " benchmark: 4 tests ", "= short test summary"]
    orders = [sorted(parts, key=each.out.index) for each in (plain, session)]
    assert orders[0] == orders[1]


def test_a_benchmark_that_failed_in_a_later_round_is_shown_as_without_memory(run):
    suite = """
        def test_broken(benchmark):
            # Good in {good} calls: those of the memory passes, and one round.
            calls = iter([1] * {good})
            benchmark.pedantic(lambda: next(calls), rounds=3)

        def test_good(benchmark):
            benchmark.pedantic(int, rounds=3)
    """
    flags = *MEMORY, "--benchmark-memory-warmup=0"
    alone = run(suite.format(good=1), CLOCK)
    session = run(suite.format(good=2), CLOCK, *flags)
    session.assert_outcomes(failed=1, passed=1)
    assert alone.table().names == ["test_good", "test_broken"]
    assert session.table().without_memory() == alone.table().lines
    assert session.benchmarks.keys() == alone.benchmarks.keys() == {"test_good"}


def test_the_histogram_is_still_written(run, pytester):
    needs("pygal", "pygaljs")
    session = run(SUITE, *MEMORY, "--benchmark-histogram=histogram", subprocess=True)
    session.assert_outcomes(passed=6)
    pictures = [path.name for path in pytester.path.glob("histogram*.svg")]
    assert sorted(pictures) == ["histogram-sort.svg", "histogram.svg"]
    assert len(session.tables()) == 2


def test_the_profile_of_the_time_is_still_printed(run):
    session = run(SUITE, *MEMORY, "--benchmark-cprofile=tottime")
    session.assert_outcomes(passed=6)
    assert "cProfile (time in s)" in session.out
    assert (
        session.lines.count("ncalls\ttottime\tpercall\tcumtime\tpercall\tfilename:lineno(function)")
        == 6
    )
    assert len(session.tables()) == 2


def test_the_profile_of_the_time_is_in_the_run_file_without_the_memory_passes(run):
    session = run(SUITE, *MEMORY, "--benchmark-cprofile=ncalls")
    functions = session.benchmarks["test_sorted[1000]"]["cprofile"]
    assert functions
    assert not any("memray" in function["function_name"] for function in functions)


def test_the_run_file_differs_from_pytest_benchmark_s_by_extra_info_alone(run):
    plain = run(SUITE, CLOCK)
    session = run(SUITE, CLOCK, *MEMORY)
    assert plain.benchmarks.keys() == session.benchmarks.keys()
    for name, entry in session.benchmarks.items():
        assert entry | {"extra_info": {}} == plain.benchmarks[name]


def test_saving_the_data_saves_every_round(run):
    session = run(SUITE, CLOCK, *MEMORY, "--benchmark-save-data")
    assert len(session.benchmarks["test_sorted[30]"]["stats"]["data"]) == 5


def test_the_command_of_pytest_benchmark_reads_a_run_with_memory(run, pytester):
    run(SUITE, *MEMORY)
    (saved,) = (pytester.path / ".benchmarks").rglob("*.json")
    result = pytester.run("python", "-m", "pytest_benchmark", "compare", str(saved))
    assert result.ret == 0
    result.stdout.fnmatch_lines(["test_int *"])


def test_the_csv_of_the_command_of_pytest_benchmark_is_made_of_a_run_with_memory(run, pytester):
    # With parameters throughout: version 4.0 fails where only some benchmarks have them.
    run(
        """
        import pytest

        @pytest.mark.parametrize("n", [10, 1000])
        def test_sum(benchmark, n):
            benchmark(sum, range(n))
        """,
        *MEMORY,
    )
    (saved,) = (pytester.path / ".benchmarks").rglob("*.json")
    result = pytester.run(
        "python", "-m", "pytest_benchmark", "compare", str(saved), "--csv=out.csv"
    )
    assert result.ret == 0
    assert "test_sum[1000]" in (pytester.path / "out.csv").read_text()


def test_the_flag_csv_belongs_to_the_command_of_pytest_benchmark_alone(run):
    session = run(SUITE, *MEMORY, "--benchmark-csv=out.csv")
    assert session.ret == pytest.ExitCode.USAGE_ERROR


def test_hooks_that_change_what_is_written_see_the_memory(run, pytester):
    pytester.makeconftest("""
        def pytest_benchmark_update_json(config, benchmarks, output_json):
            for entry in output_json["benchmarks"]:
                entry["extra_info"]["peak"] = max(entry["extra_info"]["benchmem"]["peak_bytes"])
    """)
    session = run("""
        def test_it(benchmark_memory):
            benchmark_memory(bytearray, 1_000_000)
    """)
    extra_info = session.benchmarks["test_it"]["extra_info"]
    assert extra_info["peak"] == max(extra_info["benchmem"]["peak_bytes"])


def test_a_hook_that_groups_benchmarks_groups_their_memory(run, pytester):
    pytester.makeconftest("""
        import pytest

        @pytest.hookimpl(tryfirst=True)
        def pytest_benchmark_group_stats(config, benchmarks, group_by):
            return [("all of them", list(benchmarks))]
    """)
    session = run(SUITE, *MEMORY)
    assert "benchmark 'all of them': 6 tests" in session.table().lines[0]
    assert len(session.table().rows) == 6


def test_the_run_file_is_valid_json_of_one_object(run):
    session = run(SUITE, *MEMORY)
    assert isinstance(json.loads(session.run_file.read_text()), dict)
