"""A rule that judged nothing is named; a session in which none judged anything fails."""

import pytest

from tests.plugin.baselines import rules, save_baseline
from tests.plugin.sessions import needs

SUITE = """
    def test_it({fixture}):
        {fixture}(bytearray, 10)
"""


@pytest.fixture
def gated(run, pytester):
    """A session of one benchmark that did not grow."""

    def gate(*flags, fixture="benchmark_memory", **series):
        save_baseline(pytester, "test_it", **series)
        return run(SUITE.format(fixture=fixture), *flags)

    return gate


def test_a_rule_that_judged_nothing_beside_one_that_did_is_a_warning(gated):
    session = gated(*rules("peak:10%", "rss:10%"))
    assert session.ret == 0
    assert "warning: `rss:10%` judged nothing" in session.lines
    assert (
        "gate `peak:10%`, `rss:10%`: 0 regressions, 1 not judged, 1 good; `rss:10%` judged nothing"
        in session.lines
    )


def test_growth_is_not_hidden_by_a_rule_that_judged_nothing(gated):
    session = gated(*rules("retained:10%", "allocations:10%"), allocations=[0, 0])
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert "warning: `retained:10%` judged nothing" in session.lines


def test_no_rule_that_judged_anything_is_exit_1_without_a_warning_beside(gated):
    session = gated(*rules("rss:10%", "retained:10%"))
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert "gate `rss:10%`, `retained:10%`: nothing could be judged, so it fails" in session.lines
    assert "warning: " not in session.out


@pytest.mark.parametrize("rule", ["peak:10%", "time:900%"])
def test_times_alone_judge_nothing_and_the_flag_is_named(gated, rule):
    session = gated(*rules(rule)[1:], fixture="benchmark")
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    session.assert_outcomes(passed=1)
    (line,) = (each for each in session.lines if each.startswith("gate "))
    assert line.startswith(f"gate `{rule}`: nothing could be judged, so it fails: no memory was")
    assert "pass `--benchmark-memory`" in line


def test_every_rule_that_judged_something_is_no_warning(gated):
    session = gated(*rules("peak:10%", "time:900000%"))
    assert session.ret == 0
    assert "judged nothing" not in session.out


@pytest.mark.parametrize(
    ("flags", "why"),
    [
        (("--benchmark-disable",), "benchmarks are disabled"),
        (("--benchmark-skip",), "benchmarks are skipped (`--benchmark-skip`)"),
    ],
)
def test_a_gate_fails_a_session_that_measures_no_benchmark(gated, flags, why):
    session = gated(*rules("peak:10%"), *flags)
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert "nothing could be judged, so it fails: no memory was measured: " + why in session.out


def test_a_gate_fails_under_xdist(run, pytester):
    needs("xdist")
    save_baseline(pytester, "test_it")
    flags = (*rules("peak:10%"), "-p", "xdist", "-n", "1")
    session = run(SUITE.format(fixture="benchmark"), *flags, save=False, subprocess=True)
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert "no memory was measured: pytest-xdist disables benchmarks" in session.out


@pytest.mark.parametrize("flags", [("--benchmark-disable",), ()])
def test_a_gate_does_not_mind_a_session_without_benchmarks(run, pytester, flags):
    save_baseline(pytester, "test_it")
    session = run("def test_other(): pass", *rules("peak:10%"), *flags)
    assert session.ret == 0
    assert "no test asks for a benchmark, so nothing was judged" in session.out


def test_a_session_that_only_collects_has_no_gate(gated):
    session = gated(*rules("peak:10%"), "--collect-only")
    assert session.ret == 0
    assert "memory gate" not in session.out
