"""The columns of memory beside pytest-benchmark's table."""

PEAKS = ["Peak min", "Peak mean", "Peak max"]

SUITE = """
    def test_big(benchmark_memory):
        benchmark_memory(bytearray, 8_000_000)

    def test_small(benchmark_memory):
        benchmark_memory(bytearray, 1_000_000)

    def test_tiny(benchmark_memory):
        benchmark_memory(bytearray, 500)
"""


def test_several_passes_are_shown_by_lowest_mean_and_highest_peak(run):
    session = run(
        """
        sizes = iter([1 << 20, 2 << 20, 6 << 20])

        def test_it(benchmark_memory):
            benchmark_memory(lambda: bytearray(next(sizes, 1)))
        """,
        "--benchmark-memory-repeats=3",
        "--benchmark-memory-warmup=0",
    )
    assert session.table().heads == PEAKS
    assert session.table().cells["test_it"] == ["1.00 MiB", "3.00 MiB", "6.00 MiB"]


def test_a_single_pass_is_shown_in_one_column(run):
    table = run(SUITE, "--benchmark-memory-repeats=1").table()
    assert table.heads == ["Peak"]
    assert table.cells["test_big"] == ["7.63 MiB"]


def test_one_benchmark_with_several_passes_gives_all_rows_three_columns(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmem(repeats=1)
        def test_one(benchmark_memory):
            benchmark_memory(bytearray, 1_000_000)

        def test_two(benchmark_memory):
            benchmark_memory(bytearray, 1_000_000)
        """
    )
    assert session.table().heads == PEAKS
    assert len(set(session.table().cells["test_one"])) == 1


def test_bytes_are_scaled_in_every_cell(run):
    cells = run(SUITE, "--benchmark-memory-repeats=1").table().cells
    assert cells["test_big"] == ["7.63 MiB"]
    assert cells["test_small"][0].endswith(" KiB")
    assert cells["test_small"][0].startswith("976.")
    assert cells["test_tiny"][0].endswith(" B")


def test_a_row_without_memory_has_an_empty_cell(run):
    session = run(
        """
        def test_memory(benchmark_memory):
            benchmark_memory(bytearray, 8_000_000)

        def test_time(benchmark):
            benchmark(int)
        """,
        "--benchmark-memory-repeats=1",
    )
    assert session.table().cells == {"test_memory": ["7.63 MiB"], "test_time": ["-"]}


def test_the_lines_of_a_table_are_as_long_as_each_other(run):
    table = run(SUITE).table()
    # pytest-benchmark ends its header and rows with blanks under some columns, memory never.
    assert len({len(line) for line in table.lines}) == 1


def test_the_separator_stands_in_one_column(run):
    table = run(SUITE).table()
    assert len({line.index("│") for line in [table.header, *table.rows]}) == 1


def test_the_title_names_the_memory(run):
    assert " memory " in run(SUITE).table().lines[0]


def test_the_legend_says_what_was_counted(run):
    python = run(SUITE)
    (line,) = [line for line in python.lines if line.startswith("  Memory: ")]
    assert "every Python object" in line
    assert "allocators: python" in line
    system = run(SUITE, "--benchmark-memory-allocators=system")
    (line,) = [line for line in system.lines if line.startswith("  Memory: ")]
    assert "allocators: system" in line


MIXED = """
    import pytest

    def test_python(benchmark_memory):
        benchmark_memory(bytearray, 8_000_000)

    @pytest.mark.benchmem(allocators="system")
    def test_system(benchmark_memory):
        benchmark_memory(bytearray, 8_000_000)
"""


def test_a_number_of_the_other_mode_is_marked(run):
    cells = run(MIXED, "--benchmark-memory-repeats=1").table().cells
    assert cells == {"test_python": ["7.63 MiB"], "test_system": ["7.63 MiB*"]}


def test_the_mode_of_the_flag_is_the_one_that_is_not_marked(run):
    flags = "--benchmark-memory-repeats=1", "--benchmark-memory-allocators=system"
    cells = run(MIXED.replace('"system"', '"python"'), *flags).table().cells
    assert cells == {"test_python": ["7.63 MiB"], "test_system": ["7.63 MiB*"]}


def test_the_legend_explains_the_mark(run):
    (line,) = [line for line in run(MIXED).lines if line.startswith("  Memory: ")]
    assert "*: what reached the system's allocator" in line


def test_rss_is_shown_by_default_where_it_was_measured(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmem(isolate=True)
        def test_isolated(benchmark_memory):
            benchmark_memory(bytearray, 8_000_000)

        def test_in_process(benchmark_memory):
            benchmark_memory(bytearray, 8_000_000)
        """,
        "--benchmark-memory-repeats=1",
    )
    table = session.table()
    assert table.heads == ["Peak", "RSS"]
    assert table.cells["test_in_process"] == ["7.63 MiB", "-"]
    peak, rss = table.cells["test_isolated"]
    assert peak == "7.63 MiB"
    assert rss.endswith(" MiB")


def test_rss_is_not_shown_by_default_where_it_was_not_measured(run):
    assert "RSS" not in run(SUITE).table().header


def test_no_benchmark_with_memory_leaves_the_table_as_it_is(run):
    session = run("""
        def test_it(benchmark):
            benchmark(int)
    """)
    assert "│" not in session.out
    assert "memory" not in session.body.lower()


def test_every_group_has_its_memory(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmark(group="big")
        def test_big(benchmark_memory):
            benchmark_memory(bytearray, 8_000_000)

        @pytest.mark.benchmark(group="small")
        def test_small(benchmark_memory):
            benchmark_memory(bytearray, 500)
        """,
        "--benchmark-memory-repeats=1",
    )
    big, small = session.tables()
    assert big.cells == {"test_big": ["7.63 MiB"]}
    assert list(small.cells) == ["test_small"]
    assert small.cells["test_small"][0].endswith(" B")


def test_the_best_of_a_group_is_green_and_the_worst_red_where_colours_are_on(run):
    flags = "--benchmark-memory-repeats=1", "--color=yes"
    session = run(SUITE, *flags)
    assert "\x1b[32m\x1b[1m" in session.out
    lines = [line for line in session.lines if line.startswith(("test_big", "test_tiny"))]
    (big,) = [line.partition("│")[2] for line in lines if line.startswith("test_big")]
    (tiny,) = [line.partition("│")[2] for line in lines if line.startswith("test_tiny")]
    assert "\x1b[31m" in big
    assert "\x1b[32m" in tiny


def test_a_pipe_gets_no_colours(run):
    session = run(SUITE, subprocess=True)
    assert session.table().rows
    assert "\x1b" not in session.out


def test_where_the_bar_cannot_be_encoded_the_table_is_ascii(run, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    session = run(SUITE, "--benchmark-memory-repeats=1", subprocess=True)
    session.assert_outcomes(passed=3)
    assert session.out.isascii()
    table = session.table("|")
    assert table.heads == ["Peak"]
    assert table.cells["test_big"] == ["7.63 MiB"]


def test_where_the_bar_cannot_be_encoded_a_split_table_is_ascii(run, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    session = run(SUITE, "--benchmark-memory-table=split", subprocess=True)
    session.assert_outcomes(passed=3)
    assert session.out.isascii()
    assert len(session.tables()) == 2
