"""`benchmark_memory.pedantic(...)`: every argument of pytest-benchmark's, around the passes too."""

import inspect

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

HAS_TEARDOWN = "teardown" in inspect.signature(BenchmarkFixture.pedantic).parameters


@pytest.fixture
def run(run):
    """Exactly two passes, whatever else allocates in this process."""

    def run_with_two_passes(source, *arguments, **options):
        return run(source, "--benchmark-memory-repeats=2", *arguments, **options)

    return run_with_two_passes


# Not named `setup`: pytest 8.0 calls a function of that name in a module by itself.
CALLS = """
    import pytest

    calls = []

    def prepare():
        calls.append("setup")

    def target(*args, **kwargs):
        calls.append(("target", args, kwargs))
        return "returned"

    def teardown(*args, **kwargs):
        calls.append(("teardown", args, kwargs))
"""


def test_pedantic_returns_what_the_function_returned(run):
    session = run(
        CALLS
        + """
    def test_it(benchmark_memory):
        assert benchmark_memory.pedantic(target) == "returned"
    """
    )
    session.assert_outcomes(passed=1)


def test_pedantic_with_iterations_returns_what_the_function_returned(run):
    session = run(
        CALLS
        + """
    def test_it(benchmark_memory):
        assert benchmark_memory.pedantic(target, iterations=3) == "returned"
    """
    )
    session.assert_outcomes(passed=1)


def test_args_and_kwargs_reach_every_call(run):
    session = run(
        CALLS
        + """
    def test_it(benchmark_memory):
        benchmark_memory.pedantic(target, args=(1, 2), kwargs={"key": 3})
        # Once to warm up, two passes, one timed round.
        assert calls == [("target", (1, 2), {"key": 3})] * 4
    """
    )
    session.assert_outcomes(passed=1)


def test_the_arguments_of_pedantic_may_be_positional_as_in_pytest_benchmark(run):
    session = run(
        CALLS
        + """
    def test_it(benchmark_memory):
        benchmark_memory.pedantic(target, (1,), {"key": 3})
        assert calls == [("target", (1,), {"key": 3})] * 4
    """
    )
    session.assert_outcomes(passed=1)


def test_setup_runs_before_every_pass_and_every_round(run):
    session = run(
        CALLS
        + """
    @pytest.mark.benchmem(repeats=2, warmup=1)
    def test_it(benchmark_memory):
        benchmark_memory.pedantic(target, setup=prepare, rounds=3, warmup_rounds=1)
        assert calls == ["setup", ("target", (), {})] * (1 + 2 + 1 + 3)
    """
    )
    session.assert_outcomes(passed=1)


def test_setup_may_return_the_arguments(run):
    session = run(
        CALLS
        + """
    def test_it(benchmark_memory):
        made = iter(range(100))
        benchmark_memory.pedantic(target, setup=lambda: ((next(made),), {"key": "x"}), rounds=2)
        assert calls == [("target", (number,), {"key": "x"}) for number in range(1 + 2 + 2)]
    """
    )
    session.assert_outcomes(passed=1)


def test_setup_that_returns_nothing_leaves_the_arguments_given(run):
    session = run(
        CALLS
        + """
    def test_it(benchmark_memory):
        benchmark_memory.pedantic(target, args=(5,), setup=prepare)
        assert calls == ["setup", ("target", (5,), {})] * 4
    """
    )
    session.assert_outcomes(passed=1)


def test_what_setup_allocates_is_not_counted(run):
    session = run("""
        def prepare():
            return (bytearray(50_000_000),), {}

        def test_it(benchmark_memory):
            benchmark_memory.pedantic(lambda data: bytearray(1_000_000), setup=prepare)
            assert 1_000_000 <= benchmark_memory.peak_bytes < 1_010_000
    """)
    session.assert_outcomes(passed=1)


def test_what_setup_frees_is_not_counted(run):
    session = run("""
        kept = []

        def prepare():
            kept[:] = [bytearray(50_000_000)]
            kept.clear()

        def test_it(benchmark_memory):
            benchmark_memory.pedantic(bytearray, args=(1_000_000,), setup=prepare)
            assert 1_000_000 <= benchmark_memory.peak_bytes < 1_010_000
    """)
    session.assert_outcomes(passed=1)


def test_rounds_warmup_rounds_and_iterations_are_those_of_the_timing(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(repeats=1, warmup=0)
        def test_it(benchmark_memory):
            calls = []
            benchmark_memory.pedantic(
                lambda: calls.append(1), rounds=5, warmup_rounds=2, iterations=10
            )
            # One pass; the rounds; and the call that pytest-benchmark makes for the result.
            assert len(calls) == 1 + (2 + 5) * 10 + 1
    """)
    session.assert_outcomes(passed=1)
    stats = session.benchmarks["test_it"]["stats"]
    assert (stats["rounds"], stats["iterations"]) == (5, 10)


# pytest-benchmark before 5.1 has no `teardown` in `pedantic`: it refuses the argument, and so does
# does this one.
def test_teardown_runs_after_every_pass_and_round_with_the_same_arguments(run):
    session = run(
        CALLS
        + f"""
    @pytest.mark.benchmem(repeats=2, warmup=1)
    def test_it(benchmark_memory):
        made = iter(range(100))

        def measure():
            benchmark_memory.pedantic(
                target, setup=lambda: ((next(made),), {{}}), teardown=teardown, rounds=2
            )

        if {HAS_TEARDOWN}:
            measure()
            assert calls == [
                (name, (number,), {{}})
                for number in range(1 + 2 + 2)
                for name in ("target", "teardown")
            ]
        else:
            with pytest.raises(TypeError, match="teardown"):
                measure()
    """
    )
    session.assert_outcomes(passed=1)


def test_what_teardown_allocates_is_not_counted(run):
    session = run(
        f"""
        import pytest

        def test_it(benchmark_memory):
            def measure():
                benchmark_memory.pedantic(
                    bytearray, args=(1_000_000,), teardown=lambda _: bytearray(50_000_000)
                )

            if {HAS_TEARDOWN}:
                measure()
                assert 1_000_000 <= benchmark_memory.peak_bytes < 1_010_000
            else:
                with pytest.raises(TypeError, match="teardown"):
                    measure()
        """
    )
    session.assert_outcomes(passed=1)


REFUSED = {
    "iterations with setup": "int, setup=lambda: None, iterations=2",
    "args with arguments of setup": "int, args=(1,), setup=lambda: ((2,), {})",
    "kwargs with arguments of setup": "dict, kwargs={'a': 1}, setup=lambda: ((), {})",
    "no rounds": "int, rounds=0",
    "no iterations": "int, iterations=0",
    "iterations that are no number": "int, iterations='3'",
    "fewer warmup rounds than none": "int, warmup_rounds=-1",
}


@pytest.mark.parametrize("arguments", REFUSED.values(), ids=REFUSED)
def test_pedantic_refuses_what_pytest_benchmark_refuses_in_its_words(run, arguments):
    session = run(f"""
        import pytest

        refusals = []

        @pytest.mark.parametrize("fixture", ["benchmark", "benchmark_memory"])
        def test_it(fixture, request):
            fixture = request.getfixturevalue(fixture)
            with pytest.raises((TypeError, ValueError)) as caught:
                fixture.pedantic({arguments})
            refusals.append((type(caught.value), str(caught.value)))

        def test_same():
            first, second = refusals
            assert first == second
    """)
    session.assert_outcomes(passed=3)


def test_pedantic_that_is_refused_is_not_in_the_run_file(run):
    session = run("""
        def test_refused(benchmark_memory):
            benchmark_memory.pedantic(int, args=(1,), setup=lambda: ((2,), {}))

        def test_good(benchmark_memory):
            benchmark_memory.pedantic(int)
    """)
    session.assert_outcomes(passed=1, failed=1)
    assert set(session.benchmarks) == {"test_good"}
