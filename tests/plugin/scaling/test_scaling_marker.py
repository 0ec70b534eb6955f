"""`@pytest.mark.benchmem_scaling(...)`: its keywords, and what is refused."""

import pytest

from .scaling_suites import SIZES, family, functions, refusals, section

KEYWORDS = ("time", "peak", "allocations", "allocated", "rss", "retained", "x")


def test_the_marker_is_known_to_strict_markers(run):
    run(family("peak='O(n)'"), "--strict-markers").assert_outcomes(passed=4)


def test_the_list_of_markers_names_every_keyword(run):
    session = run(None, "--markers")
    (line,) = [line for line in session.lines if line.startswith("@pytest.mark.benchmem_scaling(")]
    assert all(keyword in line for keyword in KEYWORDS)


def refused(run, markers, sizes=None):
    """What the first size of each function is refused with; every size is."""
    suite = functions(markers, sizes)
    session = run(suite)
    session.assert_outcomes(errors=sum(map(len, sizes or [SIZES] * len(markers))))
    assert section(session) == []
    return list(dict.fromkeys(refusals(session)))


def test_an_unknown_keyword_fails_the_tests_at_setup_with_the_allowed_names(run):
    unknown = ["peek", "max_peak", "n"]
    lines = refused(run, [f"{name}='O(n)'" for name in unknown])
    for name, line in zip(unknown, lines, strict=True):
        assert f"has no keyword `{name}`" in line
        assert all(keyword in line for keyword in KEYWORDS)


def test_a_positional_argument_fails_the_tests_at_setup_with_the_allowed_names(run):
    (line,) = refused(run, ["'O(n)'"])
    assert "takes no positional argument, got `'O(n)'`" in line
    assert all(keyword in line for keyword in KEYWORDS)


def test_what_is_no_complexity_fails_the_tests_at_setup_with_the_allowed_forms(run):
    wrong = ["'O(n!)'", "'linear'", "''", "2", "True", "['O(n)']"]
    lines = refused(run, [f"peak={bound}" for bound in wrong])
    for bound, line in zip(wrong, lines, strict=True):
        assert f"`peak`: `{bound}` is not a complexity" in line
        assert "`O(n log n)`" in line


def test_every_form_of_a_complexity_is_understood(run):
    forms = {"O(n)": "O(n)", "n": "O(n)", "O(n log n)": "O(n log n)", "o( n**2 )": "O(n^2)"}
    session = run(functions([f"peak={form!r}" for form in forms]))
    session.assert_outcomes(passed=4 * len(forms))
    bounds = [line.rpartition("within ")[2] for line in section(session)]
    assert bounds == list(forms.values())


UNTELLING = {
    "only 1 size: at least 4 are needed": [100],
    "only 3 sizes: at least 4 are needed": [100, 1000, 1000.0, 10_000],
    "sizes from 100 to 999 are too close together": [100, 200, 300, 999],
    "a size is `0`: only numbers above zero": [0, 10, 100, 1000],
    "a size is `-10`: only numbers above zero": [-10, 10, 100, 1000],
    "a size is out of range": [1, 10, 100, 10**400],
}


def test_sizes_that_tell_nothing_fail_the_tests_at_setup_with_the_reason(run):
    lines = refused(run, ["x='n', peak='O(n)'"] * len(UNTELLING), list(UNTELLING.values()))
    for number, (reason, line) in enumerate(zip(UNTELLING, lines, strict=True)):
        assert f"`test_suite.py::test_{number}` over `n`: {reason}" in line


def test_a_decade_of_four_sizes_is_enough(run):
    run(functions(["peak='O(n)'"], [[0.1, 0.2, 0.5, 1]])).assert_outcomes(passed=4)


def test_sizes_are_counted_as_written_however_few_are_selected(run):
    session = run(family("peak='O(n)'", sizes=[100, 1000, 10_000]), "-k", "[100]")
    session.assert_outcomes(errors=1, deselected=2)
    assert "only 3 sizes" in refusals(session)[0]


PARAMETERS = """
    import pytest

    @pytest.mark.benchmem_scaling({marker})
    @pytest.mark.parametrize(("n", "m", "name"), [
        (10, 3, "a"), (100, 9, "b"), (1000, 27, "c"), (10_000, 81, "d")
    ])
    @pytest.mark.parametrize("flag", [True])
    def test_it(benchmark_memory, flag, n, m, name):
        benchmark_memory.pedantic(bytearray, args=(10 * n,))
"""


def test_x_names_the_size_where_several_parameters_are_numbers(run):
    session = run(PARAMETERS.format(marker="peak='O(n)', x='n'"))
    session.assert_outcomes(passed=4)
    assert "peak over `n` 10 to 10000: " in section(session)[0]


def test_without_x_several_numbers_are_refused(run):
    session = run(PARAMETERS.format(marker="peak='O(n)'"))
    session.assert_outcomes(errors=4)
    assert (
        "`n`, `m` of `test_suite.py::test_it` are all numbers with several values: choose"
        in (refusals(session)[0])
    )


@pytest.mark.parametrize("x", ["k", "name"])
def test_an_x_that_is_no_number_is_refused_with_those_that_are(run, x):
    session = run(PARAMETERS.format(marker=f"peak='O(n)', x={x!r}"))
    session.assert_outcomes(errors=4)
    assert (
        f"is `{x}`, and no parameter of that name is a number; those that are: `n`, `m`"
        in (refusals(session)[0])
    )


def test_an_x_that_is_no_name_is_refused(run):
    session = run(PARAMETERS.format(marker="peak='O(n)', x=3"))
    session.assert_outcomes(errors=4)
    assert "`x` must be the name of a parameter, got `3`" in refusals(session)[0]


def test_a_test_without_a_size_is_refused(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem_scaling(peak="O(n)")
        def test_it(benchmark_memory):
            benchmark_memory(int)
    """)
    session.assert_outcomes(errors=1)
    assert "no parameter of `test_suite.py::test_it` is a number" in refusals(session)[0]


def test_a_bound_of_rss_needs_isolated_passes(run):
    session = run(family("rss='O(n)'"))
    session.assert_outcomes(errors=4)
    assert "`rss` needs `@pytest.mark.benchmem(isolate=True)`" in refusals(session)[0]


def test_a_wrong_marker_is_refused_also_where_nothing_is_measured(run):
    session = run(family("peak='O(n!)'"), "--benchmark-disable")
    session.assert_outcomes(errors=4)


def test_what_the_nearer_marker_does_not_say_is_the_farther_one_s(run):
    session = run("""
        import pytest

        SIZES = pytest.mark.parametrize(("n", "m"), [(10, 1), (100, 2), (1000, 3), (10_000, 4)])

        @SIZES
        @pytest.mark.benchmem_scaling(peak="O(n)", allocated="O(n^2)", x="m")
        class TestClass:
            @pytest.mark.benchmem_scaling(x="n", allocated=None, allocations="O(1)")
            def test_it(self, benchmark_memory, n, m):
                benchmark_memory.pedantic(bytearray, args=(100 * n,))
    """)
    session.assert_outcomes(passed=4)
    peak, allocations = section(session)
    assert "peak over `n` 10 to 10000: " in peak
    assert "allocations over `n` 10 to 10000: " in allocations


def test_a_marker_without_a_bound_fails_the_tests_at_setup(run):
    for line in refused(run, ["", "x='n'"]):
        assert 'bounds no metric: give one, as in `peak="O(n)"`' in line


def test_a_class_that_bounds_nothing_is_refused_and_its_method_may_bound_or_take_back(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem_scaling(x="n")
        @pytest.mark.parametrize("n", [10, 100, 1000, 10_000])
        class TestClass:
            @pytest.mark.benchmem_scaling(peak="O(n)")
            def test_bound(self, benchmark_memory, n):
                benchmark_memory.pedantic(bytearray, args=(100 * n,))

            @pytest.mark.benchmem_scaling(peak=None)
            def test_none(self, benchmark_memory, n):
                benchmark_memory.pedantic(bytearray, args=(100 * n,))

            def test_forgotten(self, benchmark_memory, n):
                benchmark_memory.pedantic(bytearray, args=(100 * n,))
    """)
    session.assert_outcomes(passed=8, errors=4)
    assert all("bounds no metric" in line for line in refusals(session))
    assert len(section(session)) == 1
