"""`--benchmark-compare` with memory: a baseline's row shows the baseline's memory."""

import pytest

CLOCK = "--benchmark-timer=ticking.clock"

SUITE = """
    import os

    import pytest

    SIZE = int(os.environ["SIZE"])

    @pytest.mark.benchmem(repeats=1)
    def test_it(benchmark_memory):
        benchmark_memory.pedantic(bytearray, args=(SIZE,), rounds=3)
"""

TIMED = SUITE.replace("benchmark_memory", "benchmark")


@pytest.fixture
def baseline(run, monkeypatch):
    """A saved run that is heavier than what comes after it."""

    def save(*flags, suite=SUITE, size=8_000_000):
        monkeypatch.setenv("SIZE", str(size))
        session = run(suite, CLOCK, *flags, "--benchmark-save=base", save=False)
        session.assert_outcomes(passed=1)
        monkeypatch.setenv("SIZE", "1000000")
        return session

    return save


def compare(run, *flags, suite=SUITE):
    return run(suite, CLOCK, "--benchmark-compare", *flags, save=False)


def test_the_row_of_the_baseline_shows_the_baseline_s_memory(run, baseline):
    baseline()
    cells = compare(run).table().cells
    assert cells["test_it (0001_base)"] == ["7.63 MiB"]
    assert cells["test_it (NOW)"][0].startswith("976.")


def test_a_baseline_is_named_by_its_number(run, baseline):
    baseline()
    baseline(size=3 << 20)
    session = run(SUITE, CLOCK, "--benchmark-compare=0001", save=False)
    assert session.table().cells["test_it (0001_base)"] == ["7.63 MiB"]


def test_each_of_several_baselines_shows_its_own_memory(run, baseline):
    baseline()
    baseline(size=3 << 20)
    session = run(SUITE, CLOCK, "--benchmark-compare=000*", save=False)
    cells = session.table().cells
    assert cells["test_it (0001_base)"] == ["7.63 MiB"]
    assert cells["test_it (0002_base)"] == ["3.00 MiB"]


def test_a_baseline_without_memory_has_an_empty_cell(run, baseline):
    baseline(suite=TIMED)
    cells = compare(run).table().cells
    assert cells["test_it (0001_base)"] == ["-"]
    assert cells["test_it (NOW)"] != ["-"]


def test_the_memory_of_a_baseline_is_shown_where_this_run_measured_none(run, baseline):
    baseline()
    cells = compare(run, suite=TIMED).table().cells
    assert cells == {"test_it (0001_base)": ["7.63 MiB"], "test_it (NOW)": ["-"]}


def test_a_baseline_of_the_other_mode_is_marked(run, baseline):
    baseline("--benchmark-memory-allocators=system")
    session = compare(run)
    assert session.table().cells["test_it (0001_base)"] == ["7.63 MiB*"]
    assert "*: what reached the system's allocator" in session.out


def test_a_baseline_of_an_older_version_was_measured_in_the_system_s_mode(run, baseline, pytester):
    baseline()
    (saved,) = (pytester.path / ".benchmarks").rglob("*.json")
    text = saved.read_text()
    assert '"benchmem_meta"' in text
    saved.write_text(text.replace('"benchmem_meta"', '"something_else"'))
    assert compare(run).table().cells["test_it (0001_base)"] == ["7.63 MiB*"]


def test_a_baseline_with_damaged_memory_has_an_empty_cell(run, baseline, pytester):
    baseline()
    (saved,) = (pytester.path / ".benchmarks").rglob("*.json")
    saved.write_text(saved.read_text().replace('"allocations"', '"lost"'))
    assert compare(run).table().cells["test_it (0001_base)"] == ["-"]


def test_a_split_table_shows_the_baseline_too(run, baseline):
    baseline()
    times, memory = compare(run, "--benchmark-memory-table=split").tables()
    assert memory.names == times.names
    (row,) = [row for row in memory.rows if row.startswith("test_it (0001_base)")]
    assert row.endswith("7.63 MiB")


def test_the_times_are_those_that_pytest_benchmark_prints(run, baseline):
    baseline()
    with_memory = compare(run).table()
    plain = compare(run, "-p", "no:benchmem", suite=TIMED.replace(MARK, "")).table()
    assert with_memory.without_memory() == plain.lines


MARK = "@pytest.mark.benchmem(repeats=1)"


@pytest.mark.parametrize("layout", ["combined", "split"])
def test_a_regression_in_time_still_ends_the_session(run, baseline, monkeypatch, layout):
    baseline()
    monkeypatch.setenv("SLOWNESS", "3")
    flags = "--benchmark-compare", "--benchmark-compare-fail=min:5%"
    plain = run(TIMED, CLOCK, *flags, save=False, subprocess=True)
    assert plain.ret != 0
    table = f"--benchmark-memory-table={layout}"
    session = run(SUITE, CLOCK, *flags, table, save=False, subprocess=True)
    assert session.ret == plain.ret
    assert "Performance has regressed" in session.out + session.err
    assert "test_it (0001_base)" in session.tables()[-1].names


def test_a_run_that_is_no_slower_passes(run, baseline):
    baseline()
    session = compare(run, "--benchmark-compare-fail=min:5%")
    session.assert_outcomes(passed=1)
    assert session.ret == 0


def test_compare_fail_without_a_baseline_is_refused_as_by_pytest_benchmark(run, monkeypatch):
    monkeypatch.setenv("SIZE", "1000")
    flag = "--benchmark-compare-fail=min:5%"
    plain = run(TIMED, flag, save=False, subprocess=True)
    session = run(SUITE, flag, save=False, subprocess=True)
    assert session.ret == plain.ret != 0
    message = "--benchmark-compare-fail requires valid --benchmark-compare"
    assert message in plain.out + plain.err
    assert message in session.out + session.err
