"""`--benchmark-memory`: the plain `benchmark` fixture measures memory, with no change to a test."""

import pytest

from .sessions import needs

SUITE = """
    def action():
        return [bytearray(10_000) for _ in range(100)]

    def test_plain(benchmark):
        benchmark(action)

    def test_fixture(benchmark_memory):
        benchmark_memory(action)
"""


def test_plain_benchmark_gives_the_number_of_the_fixture(run):
    session = run(SUITE, "--benchmark-memory")
    session.assert_outcomes(passed=2)
    assert session.blob("test_plain")["peak_bytes"][0] > 1_000_000
    assert session.blob("test_plain") == session.blob("test_fixture")


def test_without_the_flag_plain_benchmark_is_not_measured(run):
    session = run(SUITE)
    assert session.benchmarks["test_plain"]["extra_info"] == {}
    assert "benchmem" in session.benchmarks["test_fixture"]["extra_info"]


def test_the_fixture_is_measured_once_under_the_flag(run):
    session = run(
        """
        def test_it(benchmark_memory):
            calls = []
            benchmark_memory.pedantic(lambda: calls.append(1))
            assert len(calls) == 1 + 3 + 1
        """,
        "--benchmark-memory",
        "--benchmark-memory-repeats=3",
    )
    session.assert_outcomes(passed=1)


def test_both_fixtures_are_one_object_under_the_flag(run):
    session = run(
        """
        def test_it(benchmark, benchmark_memory):
            assert benchmark is benchmark_memory
            benchmark(int)
        """,
        "--benchmark-memory",
    )
    session.assert_outcomes(passed=1)


def test_plain_pedantic_is_measured(run):
    session = run(
        """
        def test_it(benchmark):
            size = benchmark.pedantic(lambda data: len(data), setup=lambda: ((b"abc",), {}))
            assert size == 3
        """,
        "--benchmark-memory",
    )
    session.assert_outcomes(passed=1)
    assert len(session.blob("test_it")["peak_bytes"]) == 2


def test_the_benchmark_is_still_an_instance_of_pytest_benchmark_s_fixture(run):
    session = run(
        """
        from pytest_benchmark.fixture import BenchmarkFixture

        def test_it(benchmark):
            assert isinstance(benchmark, BenchmarkFixture)
            benchmark(int)
        """,
        "--benchmark-memory",
    )
    session.assert_outcomes(passed=1)


def test_extra_info_and_group_of_the_test_are_kept(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmark(group="marked")
        def test_it(benchmark):
            benchmark.extra_info["size"] = 3
            benchmark(int)
        """,
        "--benchmark-memory",
    )
    entry = session.benchmarks["test_it"]
    assert (entry["group"], entry["extra_info"]["size"]) == ("marked", 3)


def test_a_suite_that_overrides_benchmark_is_measured(run, pytester):
    pytester.makeconftest("""
        import pytest

        @pytest.fixture
        def benchmark(benchmark):
            benchmark.extra_info["suite"] = "mine"
            return benchmark
    """)
    session = run(
        """
        def test_it(benchmark):
            benchmark(bytearray, 1_000_000)
        """,
        "--benchmark-memory",
    )
    session.assert_outcomes(passed=1)
    assert session.benchmarks["test_it"]["extra_info"]["suite"] == "mine"
    assert session.blob("test_it")["peak_bytes"][0] >= 1_000_000


def test_a_benchmark_asked_for_by_name_is_measured(run):
    session = run(
        """
        def test_it(request):
            request.getfixturevalue("benchmark")(bytearray, 1_000_000)
        """,
        "--benchmark-memory",
    )
    session.assert_outcomes(passed=1)
    assert session.blob("test_it")["peak_bytes"][0] >= 1_000_000


def test_an_unused_benchmark_is_warned_of_as_without_the_plugin(run):
    session = run(
        """
        def test_it(benchmark):
            pass
        """,
        "--benchmark-memory",
    )
    session.assert_outcomes(passed=1, warnings=1)


@pytest.mark.parametrize("weave", ["benchmark_weave", "benchmark.weave", "benchmark.patch"])
def test_a_woven_function_is_measured(run, weave):
    needs("aspectlib")
    session = run(
        f"""
        import sys

        def action():
            return bytearray(1_000_000)

        def test_it({weave.partition(".")[0]}):
            {weave}(f"{{__name__}}.action")
            assert len(sys.modules[__name__].action()) == 1_000_000
        """,
        "--benchmark-memory",
    )
    session.assert_outcomes(passed=1)
    assert session.blob("test_it")["peak_bytes"][0] >= 1_000_000


@pytest.mark.parametrize("weave", ["weave", "patch"])
def test_a_function_woven_by_benchmark_memory_is_measured(run, weave):
    needs("aspectlib")
    session = run(f"""
        import sys

        def action():
            return bytearray(1_000_000)

        def test_it(benchmark_memory):
            benchmark_memory.{weave}(f"{{__name__}}.action")
            assert len(sys.modules[__name__].action()) == 1_000_000
    """)
    session.assert_outcomes(passed=1)
    assert session.blob("test_it")["peak_bytes"][0] >= 1_000_000


def test_what_was_woven_is_undone_after_the_test(run):
    needs("aspectlib")
    session = run(
        """
        import sys

        def action():
            return "plain"

        original = action

        def test_it(benchmark_weave):
            benchmark_weave(f"{__name__}.action")
            assert sys.modules[__name__].action() == "plain"

        def test_after():
            assert sys.modules[__name__].action is original
        """,
        "--benchmark-memory",
    )
    session.assert_outcomes(passed=2)
