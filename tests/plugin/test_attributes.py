"""What the fixture has beside its call: pytest-benchmark's attributes, and those of memory."""


def test_extra_info_set_on_the_fixture_is_in_the_run_file(run):
    session = run("""
        def test_it(benchmark_memory):
            benchmark_memory.extra_info["size"] = 3
            benchmark_memory(int)
            benchmark_memory.extra_info["after"] = "x"
    """)
    assert session.benchmarks["test_it"]["extra_info"].items() >= {"size": 3, "after": "x"}.items()


def test_extra_info_can_be_replaced_before_the_call(run):
    session = run("""
        def test_it(benchmark_memory):
            benchmark_memory.extra_info = {"size": 3}
            benchmark_memory(int)
    """)
    assert set(session.benchmarks["test_it"]["extra_info"]) == {
        "size",
        "benchmem",
        "benchmem_meta",
    }


def test_the_group_set_on_the_fixture_is_in_the_run_file_and_the_table(run):
    session = run("""
        def test_it(benchmark_memory):
            benchmark_memory.group = "slices"
            assert benchmark_memory.group == "slices"
            benchmark_memory(int)
    """)
    assert session.benchmarks["test_it"]["group"] == "slices"
    assert "benchmark 'slices': 1 tests" in session.table().lines[0]


def test_the_result_is_a_memory_result_of_every_pass(run):
    session = run("""
        from benchmem_core import MemoryResult

        def test_it(benchmark_memory):
            benchmark_memory(bytearray, 1_000_000)
            result = benchmark_memory.result
            assert type(result) is MemoryResult
            assert result.repeats == len(result.samples) == 2
            assert result.allocators == "python"
            assert result.as_dict() == benchmark_memory.extra_info["benchmem"]
            assert benchmark_memory.peak_bytes == result.peak_bytes
    """)
    session.assert_outcomes(passed=1)


def test_result_and_peak_are_none_before_the_call(run):
    session = run("""
        def test_it(benchmark_memory):
            assert benchmark_memory.result is None
            assert benchmark_memory.peak_bytes is None
            benchmark_memory(int)
    """)
    session.assert_outcomes(passed=1)


def test_the_statistics_of_the_time_are_pytest_benchmark_s(run):
    session = run("""
        def test_it(benchmark_memory):
            assert benchmark_memory.stats is None
            benchmark_memory.pedantic(int, rounds=4)
            assert benchmark_memory.stats.stats.rounds == 4
            assert benchmark_memory.stats.stats.min >= 0
    """)
    session.assert_outcomes(passed=1)


def test_every_public_attribute_of_pytest_benchmark_s_fixture_is_there(run):
    session = run(
        """
        import pytest

        @pytest.mark.parametrize("n", [7])
        def test_it(benchmark, benchmark_memory, n):
            names = [name for name in dir(benchmark) if not name.startswith("_")]
            assert {"enabled", "disabled", "name", "fullname", "param", "params"} <= set(names)
            for name in names:
                assert hasattr(benchmark_memory, name), name
            for name in "enabled", "disabled", "name", "fullname", "param", "params", "has_error":
                assert getattr(benchmark_memory, name) == getattr(benchmark, name)
            assert (benchmark_memory.params, benchmark_memory.enabled) == ({"n": 7}, True)
            benchmark_memory(int)
        """
    )
    session.assert_outcomes(passed=1)


def test_an_attribute_that_does_not_exist_is_an_attribute_error(run):
    session = run("""
        def test_it(benchmark_memory):
            benchmark_memory(int)
            assert not hasattr(benchmark_memory, "peek_bytes")
    """)
    session.assert_outcomes(passed=1)


def test_it_is_an_instance_of_pytest_benchmark_s_fixture(run):
    session = run("""
        from pytest_benchmark.fixture import BenchmarkFixture

        def test_it(benchmark_memory):
            assert isinstance(benchmark_memory, BenchmarkFixture)
            benchmark_memory(int)
    """)
    session.assert_outcomes(passed=1)


def test_the_marker_of_pytest_benchmark_still_decides_how_it_is_timed(run):
    session = run("""
        import pytest

        @pytest.mark.benchmark(group="marked", min_rounds=7, max_time=0.0001)
        def test_it(benchmark_memory):
            benchmark_memory(bytearray, 1_000_000)
    """)
    entry = session.benchmarks["test_it"]
    assert entry["group"] == "marked"
    assert entry["stats"]["rounds"] >= 7
    assert entry["options"]["min_rounds"] == 7
