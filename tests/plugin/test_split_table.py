"""`--benchmark-memory-table=split`: a table of its own."""

import re

SPLIT = "--benchmark-memory-table=split"

SUITE = """
    import pytest

    def test_big(benchmark_memory):
        benchmark_memory.pedantic(bytearray, args=(8_000_000,), rounds=3)

    def test_small(benchmark_memory):
        benchmark_memory.pedantic(bytearray, args=(1_000_000,), rounds=3)

    def test_time(benchmark):
        benchmark.pedantic(int, rounds=3)
"""


def cells(row):
    return re.split(r"\s{2,}", row)


def test_the_table_of_times_is_pytest_benchmark_s_own(run):
    clock = "--benchmark-timer=ticking.clock"
    times, _ = run(SUITE, SPLIT, clock).tables()
    (plain,) = run(SUITE.replace("benchmark_memory", "benchmark"), clock).tables()
    assert times.lines == plain.lines


def test_the_table_of_memory_has_the_same_rows_in_the_same_order(run):
    times, memory = run(SUITE, SPLIT).tables()
    assert memory.names == times.names


def test_the_numbers_stand_under_their_headings(run):
    _, memory = run(SUITE, SPLIT).tables()
    assert cells(memory.header) == ["Name", "Peak min", "Peak mean", "Peak max"]
    rows = {name: cells(row)[1:] for name, row in zip(memory.names, memory.rows, strict=True)}
    assert rows["test_big"] == ["7.63 MiB"] * 3
    assert rows["test_time"] == ["-"] * 3
    for head in "Peak min", "Peak mean", "Peak max":
        end = memory.header.index(head) + len(head)
        assert all(row[end - 1] != " " and row[end : end + 2].strip() == "" for row in memory.rows)


def test_a_single_pass_is_shown_in_one_column(run):
    _, memory = run(SUITE, SPLIT, "--benchmark-memory-repeats=1").tables()
    assert cells(memory.header) == ["Name", "Peak"]


def test_its_lines_are_as_long_as_each_other(run):
    _, memory = run(SUITE, SPLIT).tables()
    assert len({len(line) for line in memory.lines}) == 1


def test_every_group_has_a_table_of_its_own(run):
    session = run(SUITE, SPLIT, "--benchmark-group-by=func")
    titles = [table.lines[0].strip("- ") for table in session.tables()]
    assert titles == [
        "benchmark 'test_big': 1 tests",
        "benchmark 'test_small': 1 tests",
        "benchmark 'test_time': 1 tests",
        "memory 'test_big': 1 tests",
        "memory 'test_small': 1 tests",
        "memory 'test_time': 1 tests",
    ]


def test_both_legends_are_there(run):
    session = run(SUITE, SPLIT)
    assert session.lines.count("Legend:") == 2
    assert any(line.startswith("  Outliers: ") for line in session.lines)
    assert any(line.startswith("  Memory: ") for line in session.lines)


def test_names_are_formatted_as_those_of_the_times(run):
    times, memory = run(SUITE, SPLIT, "--benchmark-name=long").tables()
    assert memory.names == times.names
    assert "test_suite.py::test_big" in memory.names


def test_it_stands_right_after_the_times(run):
    session = run(
        SUITE
        + """
    def test_failing():
        raise RuntimeError
""",
        SPLIT,
    )
    order = [
        session.out.index(part)
        for part in (" benchmark: ", "  OPS: Operations", " memory: ", "  Memory: ", "short test")
    ]
    assert order == sorted(order)


def test_a_quiet_session_prints_none(run):
    session = run(SUITE, SPLIT, "--benchmark-quiet")
    session.assert_outcomes(passed=3)
    assert session.tables() == []
    assert "Legend" not in session.out


def test_without_memory_there_is_none(run):
    session = run(SUITE.replace("benchmark_memory", "benchmark"), SPLIT)
    (times,) = session.tables()
    assert " benchmark: 3 tests " in times.lines[0]
