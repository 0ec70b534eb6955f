"""Markers merge keyword by keyword, and the nearest wins."""


def passes(session, name):
    return len(session.blob(name)["peak_bytes"])


def test_a_module_s_marker_applies_to_its_tests(run):
    session = run("""
        import pytest

        pytestmark = pytest.mark.benchmem(repeats=3)

        def test_it(benchmark_memory):
            benchmark_memory(int)
    """)
    assert passes(session, "test_it") == 3


def test_the_nearer_marker_wins(run):
    session = run("""
        import pytest

        pytestmark = pytest.mark.benchmem(repeats=3)

        def test_module(benchmark_memory):
            benchmark_memory(int)

        @pytest.mark.benchmem(repeats=4)
        class TestClass:
            def test_class(self, benchmark_memory):
                benchmark_memory(int)

            @pytest.mark.benchmem(repeats=5)
            def test_method(self, benchmark_memory):
                benchmark_memory(int)

            @pytest.mark.benchmem(repeats=5)
            @pytest.mark.parametrize(
                "n", [1, pytest.param(2, marks=pytest.mark.benchmem(repeats=6))]
            )
            def test_parameter(self, benchmark_memory, n):
                benchmark_memory(int)
    """)
    names = {
        "test_module": 3,
        "test_class": 4,
        "test_method": 5,
        "test_parameter[1]": 5,
        "test_parameter[2]": 6,
    }
    assert {name: passes(session, name) for name in session.benchmarks} == names


def test_what_the_nearer_marker_does_not_say_is_the_farther_one_s(run):
    session = run("""
        import pytest

        pytestmark = pytest.mark.benchmem(repeats=3, allocators="system")

        @pytest.mark.benchmem(max_peak="1MiB", allocators="python")
        class TestClass:
            @pytest.mark.benchmem(warmup=0)
            def test_it(self, benchmark_memory):
                benchmark_memory(bytearray, 2_000_000)
    """)
    session.assert_outcomes(failed=1)
    assert "`max_peak`" in session.out
    assert passes(session, "TestClass::test_it".rpartition("::")[2]) == 3
    meta = session.benchmarks["test_it"]["extra_info"]["benchmem_meta"]
    assert meta["allocators"] == "python"


def test_a_class_s_ceiling_survives_a_method_s_own_marker(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(max_peak="1MiB")
        class TestClass:
            @pytest.mark.benchmem(repeats=2)
            def test_it(self, benchmark_memory):
                benchmark_memory(bytearray, 2_000_000)
    """)
    session.assert_outcomes(failed=1)


def test_a_method_may_lift_its_class_s_ceiling(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(max_peak="1MiB")
        class TestClass:
            @pytest.mark.benchmem(max_peak=None)
            def test_it(self, benchmark_memory):
                benchmark_memory(bytearray, 2_000_000)
    """)
    session.assert_outcomes(passed=1, warnings=0)


def test_isolate_of_the_class_satisfies_what_needs_it_on_the_method(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(isolate=True, repeats=1)
        class TestClass:
            @pytest.mark.benchmem(max_rss="10GiB", timeout=60)
            def test_it(self, benchmark_memory):
                benchmark_memory(int)
    """)
    session.assert_outcomes(passed=1)


def test_of_two_markers_on_a_function_the_one_next_to_it_wins(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(repeats=3, warmup=0)
        @pytest.mark.benchmem(repeats=4)
        def test_it(benchmark_memory):
            calls = []
            benchmark_memory.pedantic(lambda: calls.append(1))
            assert len(calls) == 0 + 4 + 1
    """)
    session.assert_outcomes(passed=1)


def test_a_subclass_s_marker_wins_over_its_base_s(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(repeats=3, warmup=0)
        class Base:
            def test_it(self, benchmark_memory):
                calls = []
                benchmark_memory.pedantic(lambda: calls.append(1))
                assert len(calls) == 0 + 4 + 1

        @pytest.mark.benchmem(repeats=4)
        class TestClass(Base):
            pass
    """)
    session.assert_outcomes(passed=1)


def test_a_parameter_s_marker_wins_over_an_equal_one_farther_away(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(repeats=3)
        class TestClass:
            @pytest.mark.benchmem(repeats=4)
            @pytest.mark.parametrize(
                "n", [pytest.param(1, marks=pytest.mark.benchmem(repeats=3)), 2]
            )
            def test_it(self, benchmark_memory, n):
                benchmark_memory(int)
    """)
    assert passes(session, "test_it[1]") == 3
    assert passes(session, "test_it[2]") == 4


def test_a_wrong_value_that_a_nearer_marker_replaces_harms_nobody(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(repeats=0)
        class TestClass:
            @pytest.mark.benchmem(repeats=2)
            def test_it(self, benchmark_memory):
                benchmark_memory(int)
    """)
    session.assert_outcomes(passed=1)
