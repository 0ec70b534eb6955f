"""A ceiling that was not judged is never silent."""

import pytest

from tests.plugin.sessions import needs

CEILED = """
    import pytest

    @pytest.mark.benchmem(max_peak=1)
    def test_it({fixture}):
        {body}
"""

UNJUDGED = {
    "plain benchmark without the flag": ("benchmark", "benchmark(int)", []),
    "benchmarks disabled": ("benchmark_memory", "benchmark_memory(int)", ["--benchmark-disable"]),
    "benchmarks disabled under the flag": (
        "benchmark",
        "benchmark(int)",
        ["--benchmark-disable", "--benchmark-memory"],
    ),
    "fixture never called": ("benchmark_memory", "pass", []),
    "benchmark never called under the flag": ("benchmark", "pass", ["--benchmark-memory"]),
    "no fixture": ("", "pass", []),
}


def unjudged(session):
    """The lines about the ceiling of the test."""
    warning = "`max_peak` of `test_suite.py::test_it` was not judged"
    return [line for line in session.lines if f"UnjudgedCeilingWarning: {warning}" in line]


@pytest.mark.parametrize(("fixture", "body", "flags"), UNJUDGED.values(), ids=UNJUDGED)
def test_a_ceiling_that_was_not_judged_is_warned_of_by_name(run, fixture, body, flags):
    session = run(CEILED.format(fixture=fixture, body=body), *flags)
    session.assert_outcomes(passed=1)
    assert len(unjudged(session)) == 1


def test_the_warning_names_every_ceiling(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmem(max_peak=1, max_allocations=2)
        def test_it(benchmark):
            benchmark(int)
        """
    )
    (line,) = [line for line in session.lines if "was not judged" in line]
    assert "`max_peak`" in line
    assert "`max_allocations`" in line


ADVICE = {
    "plain benchmark": ("benchmark", "benchmark(int)", [], "pass `--benchmark-memory`"),
    "disabled": (
        "benchmark_memory",
        "benchmark_memory(int)",
        ["--benchmark-disable"],
        "`--benchmark-disable`",
    ),
    "never called": ("benchmark_memory", "pass", ["--benchmark-memory"], "never called"),
    "no fixture": ("", "pass", [], "neither `benchmark_memory` nor `benchmark`"),
}


@pytest.mark.parametrize(("fixture", "body", "flags", "advice"), ADVICE.values(), ids=ADVICE)
def test_the_warning_says_why(run, fixture, body, flags, advice):
    session = run(CEILED.format(fixture=fixture, body=body), *flags)
    (line,) = unjudged(session)
    assert advice in line


def test_a_benchmark_memory_that_is_never_called_is_told_so_without_the_flag(run):
    session = run(CEILED.format(fixture="benchmark_memory", body="pass"))
    (line,) = unjudged(session)
    assert "never called" in line


def test_a_ceiling_that_was_judged_is_not_warned_of(run):
    session = run("""
        import pytest

        @pytest.mark.benchmem(max_peak="1MiB")
        def test_it(benchmark_memory):
            benchmark_memory(int)
    """)
    session.assert_outcomes(passed=1, warnings=0)


def test_a_test_without_a_ceiling_is_not_warned_of(run):
    session = run(
        """
        import pytest

        @pytest.mark.benchmem(repeats=2)
        def test_it(benchmark_memory):
            benchmark_memory(int)
        """,
        "--benchmark-disable",
    )
    session.assert_outcomes(passed=1, warnings=0)


def test_a_skipped_test_is_not_warned_of(run):
    session = run(CEILED.format(fixture="benchmark_memory", body="pytest.skip('later')"))
    session.assert_outcomes(skipped=1, warnings=0)


def test_the_warning_can_be_made_an_error_as_any_other(run):
    session = run(
        CEILED.format(fixture="benchmark_memory", body="benchmark_memory(int)"),
        "--benchmark-disable",
        "-W",
        "error::benchmem_core.errors.BenchmemWarning",
    )
    session.assert_outcomes(failed=1)
    assert "`max_peak` of `test_suite.py::test_it` was not judged" in session.out


def test_under_xdist_no_ceiling_is_silent(run):
    needs("xdist")
    session = run(
        CEILED.format(fixture="benchmark_memory", body="benchmark_memory(bytearray, 1000)"),
        "-p",
        "xdist",
        "-n",
        "2",
        subprocess=True,
    )
    # Where pytest-benchmark (before 5) measures in the workers, the ceiling is judged there.
    is_judged = "above the ceiling `max_peak`" in session.out
    is_warned_of = len(unjudged(session)) == 1
    assert is_judged != is_warned_of
    session.assert_outcomes(**{"failed" if is_judged else "passed": 1})
