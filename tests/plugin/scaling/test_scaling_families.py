"""A family: the tests of one function that differ only in the size."""

from tests.plugin.sessions import needs

from .scaling_suites import family, refusals, section


def families(session):
    return [line.split(": ")[1].strip("`") for line in section(session)]


def test_other_parameters_make_families_of_their_own(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem_scaling(peak="O(n)")
        @pytest.mark.parametrize("mode", ["flat", "square"])
        @pytest.mark.parametrize("n", [100, 300, 1000, 3000])
        def test_it(benchmark_memory, mode, n):
            benchmark_memory.pedantic(bytearray, args=(100 * n if mode == "flat" else n * n,))
    """)
    session.assert_outcomes(passed=7, failed=1)
    assert families(session) == [
        "test_suite.py::test_it[mode=square]",
        "test_suite.py::test_it[mode=flat]",
    ]


def test_functions_and_classes_are_families_of_their_own(run):
    session = run("""
        import pytest

        pytestmark = [
            pytest.mark.benchmem_scaling(peak="O(n)"),
            pytest.mark.parametrize("n", [100, 300, 1000, 3000]),
        ]

        def test_it(benchmark_memory, n):
            benchmark_memory.pedantic(bytearray, args=(100 * n,))

        class TestOne:
            def test_it(self, benchmark_memory, n):
                benchmark_memory.pedantic(bytearray, args=(n * n,))

        class TestTwo(TestOne):
            pass
    """)
    session.assert_outcomes(passed=10, failed=2)
    assert families(session) == [
        "test_suite.py::TestOne::test_it",
        "test_suite.py::TestTwo::test_it",
        "test_suite.py::test_it",
    ]


def test_sizes_that_a_fixture_has_are_a_family(run):
    session = run("""
        import pytest

        @pytest.fixture(params=[100, 300, 1000, 3000])
        def data(request):
            return bytes(request.param)

        @pytest.mark.benchmem_scaling(peak="O(n)")
        def test_it(benchmark_memory, data):
            benchmark_memory.pedantic(lambda: data * len(data))
    """)
    session.assert_outcomes(passed=3, failed=1)
    assert "peak over `data` 100 to 3000: " in section(session)[0]


def test_what_is_expected_of_each_size_makes_no_family_of_its_own(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem_scaling(peak="O(n)", x="n")
        @pytest.mark.parametrize("mode", ["a", "b"])
        @pytest.mark.parametrize(
            ("n", "expected"), [(n, [n]) for n in (100, 300, 1000, 3000)]
        )
        def test_it(benchmark_memory, n, expected, mode):
            assert [len(benchmark_memory.pedantic(bytearray, args=(n,)))] == expected
    """)
    session.assert_outcomes(passed=8)
    assert families(session) == ["test_suite.py::test_it[mode=a]", "test_suite.py::test_it[mode=b]"]


def test_numbers_of_numpy_are_sizes(run):
    needs("numpy")
    session = run("""
        import numpy
        import pytest

        @pytest.mark.benchmem_scaling(peak="O(n)")
        @pytest.mark.parametrize("n", numpy.logspace(2, 4, 5).astype(int))
        def test_it(benchmark_memory, n):
            benchmark_memory.pedantic(bytearray, args=(n,))
    """)
    session.assert_outcomes(passed=5)
    assert "peak over `n` 100 to 10000: " in section(session)[0]


def test_a_size_may_be_left_out_by_a_marker_of_its_own(run):
    suite = family("peak='O(n)'", "n if n < 10_000 else n * n")
    without = "pytest.param(10_000, marks=pytest.mark.benchmem_scaling(peak=None))"
    session = run(suite.replace("3000]", f"3000, {without}]"))
    session.assert_outcomes(passed=5, warnings=0)
    assert "peak over `n` 100 to 3000: " in section(session)[0]


def test_a_size_with_a_bound_of_its_own_is_a_family_of_its_own(run):
    other = "pytest.param(10_000, marks=pytest.mark.benchmem_scaling(peak='O(n^2)'))"
    session = run(family("peak='O(n)'").replace("3000]", f"3000, {other}]"))
    session.assert_outcomes(passed=4, errors=1)
    assert "only 1 size" not in section(session)[0]
    assert "no parameter" in refusals(session)[0]


def test_an_id_that_a_terminal_should_not_be_sent_is_shown_harmless(run):
    session = run(
        family("peak='O(n)'")
        .replace(
            '@pytest.mark.parametrize("n"',
            '@pytest.mark.parametrize("mode", ["\\\\x1b[31m"])\n    @pytest.mark.parametrize("n"',
        )
        .replace("(benchmark_memory, n)", "(benchmark_memory, n, mode)")
    )
    session.assert_outcomes(passed=4)
    assert families(session) == ["test_suite.py::test_it[mode=\\x1b[31m]"]
