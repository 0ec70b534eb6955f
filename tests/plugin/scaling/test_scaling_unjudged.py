"""A bound of growth that was not judged is never silent."""

import re

import pytest

from tests.plugin.sessions import needs

from .scaling_suites import family, section


def warnings_of(session):
    return [line for line in session.lines if "UnjudgedScalingWarning: " in line]


def unjudged(bounds, reason):
    return [f"not judged: `test_suite.py::test_it`: {bounds}: {reason}"]


def test_deselected_sizes_are_named(run):
    session = run(family("peak='O(n)', allocated='O(n)'", "n * n"), "-k", "1000 or 3000")
    session.assert_outcomes(passed=2, deselected=2)
    assert section(session) == unjudged(
        "peak against O(n), allocated against O(n)",
        "`n` 100, 300 not selected: run all its sizes together",
    )


def test_a_size_chosen_by_its_id_is_not_judged_and_not_refused(run):
    session = run(family("peak='O(n)'", "n * n"), "test_suite.py::test_it[3000]")
    session.assert_outcomes(passed=1)
    assert section(session) == unjudged(
        "peak against O(n)", "`n` 100, 300, 1000 not selected: run all its sizes together"
    )


def test_under_last_failed_the_failing_size_alone_is_not_judged_and_then_all_are(run):
    suite = family("peak='O(n)'", "n * n")
    run(suite).assert_outcomes(passed=3, failed=1)
    session = run(None, "--lf")
    session.assert_outcomes(passed=1)
    assert "`n` 100, 300, 1000 not selected" in section(session)[0]
    run(None, "--lf").assert_outcomes(passed=3, failed=1)


def test_failed_first_judges_the_family(run):
    run(family("peak='O(n)'", "n * n")).assert_outcomes(passed=3, failed=1)
    session = run(None, "--ff")
    session.assert_outcomes(passed=3, failed=1)
    assert any(re.match(r"_+ test_it\[1000\] _+", line) for line in session.lines)


def test_skipped_and_failed_sizes_are_named(run):
    suite = family("peak='O(n)'", "n * n if n != 300 else -1", [100, 300, 1000, 3000])
    skipped = "pytest.param(1000, marks=pytest.mark.skip)"
    session = run(suite.replace(" 1000,", f" {skipped},"))
    session.assert_outcomes(passed=2, failed=1, skipped=1)
    assert section(session) == unjudged("peak against O(n)", "`n` 300 failed; `n` 1000 skipped")


def test_a_size_over_its_ceiling_failed(run):
    suite = family("peak='O(n)'", "n * n")
    session = run(suite.replace("(repeats=3", "(max_peak='5MiB', repeats=3"))
    session.assert_outcomes(passed=3, failed=1)
    assert section(session)[0].endswith("`n` 3000 failed")


def test_sizes_that_no_longer_ran_are_named(run):
    session = run(family("peak='O(n)'", "n * n if n != 300 else -1"), "-x")
    session.assert_outcomes(passed=1, failed=1)
    assert section(session)[0].endswith("`n` 300 failed; `n` 1000, 3000 not run")


UNMEASURED = {
    "disabled": (["--benchmark-disable"], "benchmark_memory", "benchmarks are disabled"),
    "plain": ([], "benchmark", "use the `benchmark_memory` fixture, or pass `--benchmark-memory`"),
}


@pytest.mark.parametrize(("flags", "fixture", "why"), UNMEASURED.values(), ids=UNMEASURED)
def test_where_memory_is_not_measured_the_family_and_each_test_say_why(run, flags, fixture, why):
    session = run(family("peak='O(n)'", "n * n").replace("benchmark_memory", fixture), *flags)
    session.assert_outcomes(passed=4, warnings=4)
    (line,) = section(session)
    assert line.startswith(
        "not judged: `test_suite.py::test_it`: peak against O(n): `n` 100, 300, 1000, 3000 not "
        f"measured: {why}"
    )
    for size, warning in zip((100, 300, 1000, 3000), warnings_of(session), strict=True):
        assert "the bound `peak` of O(n) was not judged with" in warning
        assert f"`test_suite.py::test_it[{size}]`, which was not measured: {why}" in warning


def test_a_time_is_judged_where_memory_is_not_measured(run):
    suite = family("peak='O(n)', time='O(n^3)'").replace("benchmark_memory", "benchmark")
    session = run(suite, "--benchmark-timer=ticking.clock")
    session.assert_outcomes(passed=4, warnings=4)
    unjudged, time = section(session)
    assert unjudged.startswith("not judged: `test_suite.py::test_it`: peak against O(n): ")
    assert time.startswith("holds: `test_suite.py::test_it`: time over ")


def test_a_test_that_never_calls_its_fixture_is_told_so(run):
    suite = family("time='O(n)'").replace("benchmark_memory.pedantic", "(lambda *a, **k: 0)")
    session = run(suite)
    assert len(warnings_of(session)) == 4
    assert section(session)[0].endswith("not measured: it never called its benchmark fixture")


def test_sizes_counted_with_different_allocators_are_not_compared(run):
    other = "pytest.param(3000, marks=pytest.mark.benchmem(allocators='system'))"
    session = run(family("peak='O(n)'", "n * n").replace("3000]", f"{other}]"))
    session.assert_outcomes(passed=4)
    assert section(session) == unjudged(
        "peak against O(n)", "its sizes were counted with different allocators"
    )


def test_the_warning_can_be_made_an_error_as_any_other(run):
    session = run(
        family("peak='O(n)'"),
        "--benchmark-disable",
        "-W",
        "error::benchmem_core.errors.BenchmemWarning",
    )
    session.assert_outcomes(failed=4)


def test_under_xdist_no_bound_is_silent(run):
    needs("xdist")
    session = run(family("peak='O(n)'", "n * n"), "-p", "xdist", "-n", "2", subprocess=True)
    session.assert_outcomes(passed=4)
    # Where pytest-benchmark (before 5) measures in the workers, none of them has every size.
    assert len(warnings_of(session)) == 4
    assert "xdist" in warnings_of(session)[0]


def test_under_xdist_without_distribution_families_are_judged(run):
    needs("xdist")
    suite = family("peak='O(n)'", "n * n")
    run(suite, "-p", "xdist", "-n", "0").assert_outcomes(passed=3, failed=1)


def test_where_nothing_runs_nothing_is_said(run, pytester):
    assert section(run(family("peak='O(n)'"), "--collect-only")) == []
    pytester.makepyfile(test_broken="1 / 0")
    session = run(None)
    session.assert_outcomes(errors=1)
    assert section(session) == []
