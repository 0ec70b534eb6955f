"""`benchmark_memory(function, *args, **kwargs)`."""

# A tracker cannot start inside another: so an action can tell whether it is being measured.
TRACKED = """
    import os
    import sys

    import memray
    import pytest

    def tracked():
        destination = memray.FileDestination(os.devnull, overwrite=True)
        try:
            with memray.Tracker(destination=destination):
                return False
        except RuntimeError:
            return True
"""


def test_the_fixture_returns_what_the_function_returned(run):
    session = run("""
        def test_it(benchmark_memory):
            assert benchmark_memory(divmod, 17, 5) == (3, 2)
    """)
    session.assert_outcomes(passed=1)


def test_the_fixture_passes_keyword_arguments_on(run):
    session = run("""
        def test_it(benchmark_memory):
            assert benchmark_memory(sorted, [1, 3, 2], reverse=True) == [3, 2, 1]
    """)
    session.assert_outcomes(passed=1)


def test_keywords_named_like_the_fixture_s_own_reach_the_function(run):
    session = run("""
        def action(self, name, repeats):
            return self, name, repeats

        def test_it(benchmark_memory):
            kept = {"self": 1, "name": 2, "repeats": 3}
            kept.pop("self")
            assert benchmark_memory(action, 1, **kept) == (1, 2, 3)
    """)
    session.assert_outcomes(passed=1)


def test_the_peak_is_what_the_function_holds_at_its_height(run):
    session = run("""
        def test_it(benchmark_memory):
            benchmark_memory(bytearray, 8_000_000)
            assert 8_000_000 <= benchmark_memory.peak_bytes < 8_001_000
    """)
    session.assert_outcomes(passed=1)


def test_the_peak_is_the_engine_s_own_number(run):
    session = run("""
        import functools
        from benchmem_core import measure_peak

        def action(size):
            return [bytes(size) for _ in range(100)]

        def test_it(benchmark_memory):
            benchmark_memory(action, 10_000)
            assert benchmark_memory.peak_bytes == measure_peak(functools.partial(action, 10_000))
    """)
    session.assert_outcomes(passed=1)


def test_the_memory_passes_run_before_the_timing(run):
    session = run(
        TRACKED
        + """
    @pytest.mark.benchmem(repeats=2)
    def test_it(benchmark_memory):
        order = []
        benchmark_memory(lambda: order.append(tracked()))
        warmup, passes, timed = order[:1], order[1:3], order[3:]
        assert (warmup, passes) == ([False], [True, True])
        assert timed and not any(timed)
    """
    )
    session.assert_outcomes(passed=1)


def test_no_hook_is_installed_while_the_function_is_timed(run):
    session = run(
        TRACKED
        + """
    def test_it(benchmark_memory):
        hooks = []
        benchmark_memory.pedantic(
            lambda: hooks.append((tracked(), sys.getprofile(), sys.gettrace())), rounds=3
        )
        assert hooks[-3:] == [(False, None, None)] * 3
    """
    )
    session.assert_outcomes(passed=1)


def test_the_user_s_profile_function_is_back_after_the_measurement(run):
    session = run(
        """
        import sys

        def profiler(frame, event, argument):
            pass

        def test_it(benchmark_memory):
            sys.setprofile(profiler)
            try:
                benchmark_memory.pedantic(int)
                assert sys.getprofile() is profiler
            finally:
                sys.setprofile(None)
        """,
        subprocess=True,
    )
    session.assert_outcomes(passed=1)


def test_a_second_use_is_refused_as_pytest_benchmark_refuses_it(run):
    session = run("""
        import pytest
        from pytest_benchmark.fixture import FixtureAlreadyUsed

        def test_it(benchmark_memory):
            benchmark_memory(int)
            with pytest.raises(FixtureAlreadyUsed, match="can only be used once"):
                benchmark_memory(int)
    """)
    session.assert_outcomes(passed=1)


def test_a_second_use_runs_no_memory_pass(run):
    session = run("""
        import pytest

        def test_it(benchmark_memory):
            benchmark_memory(int)
            first = benchmark_memory.result
            calls = []
            for use in benchmark_memory, benchmark_memory.pedantic:
                with pytest.raises(Exception, match="can only be used once"):
                    use(lambda: calls.append(1))
            assert calls == []
            assert benchmark_memory.result is first
    """)
    session.assert_outcomes(passed=1)


def test_it_is_the_benchmark_of_the_test_and_cannot_be_used_beside_it(run):
    session = run("""
        import pytest

        def test_it(benchmark, benchmark_memory):
            benchmark(int)
            with pytest.raises(Exception, match="can only be used once"):
                benchmark_memory(int)
    """)
    session.assert_outcomes(passed=1)


def test_a_fixture_that_is_not_used_is_warned_of_as_without_the_plugin(run):
    session = run("""
        def test_it(benchmark_memory):
            pass
    """)
    session.assert_outcomes(passed=1, warnings=1)
    assert "Benchmark fixture was not used at all" in session.out
