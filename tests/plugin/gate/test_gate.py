"""The gate inside a session: this run against a saved one."""

import json
import re

import pytest

MEMORY = (
    "--benchmark-memory",
    "--benchmark-max-time=0.001",
    "--benchmark-min-rounds=1",
    "--benchmark-warmup=off",
)
SAVE = "--benchmark-save=base"
RULE = "--benchmark-memory-compare-fail=peak:10%"

BASE = """
    def test_buffer(benchmark):
        benchmark(bytearray, 1_000_000)
"""
GROWN = BASE.replace("1_000_000", "1_200_000")

# The first two measured passes (after the warmup) find twice as much as all others.
FLAKY = """
    def test_buffer(benchmark):
        calls = iter([1, 2, 2])
        benchmark(lambda: bytearray(1_000_000 * next(calls, 1)))
"""


@pytest.fixture
def gated(run):
    """A session of one suite, compared with a saved session of another."""

    def gate(base, suite, *flags, base_flags=(), rule=RULE):
        saved = run(base, *MEMORY, SAVE, *base_flags)
        assert saved.ret == 0
        return run(suite, *MEMORY, rule, *flags)

    return gate


@pytest.fixture
def edit_saved(pytester):
    """Change the one benchmark of the one saved run."""

    def edit(change):
        (path,) = (pytester.path / ".benchmarks").rglob("*.json")
        document = json.loads(path.read_text())
        change(document["benchmarks"][0])
        path.write_text(json.dumps(document))

    return edit


def set_peaks(value):
    """A change that gives a benchmark another series of peaks."""

    def change(benchmark):
        benchmark["extra_info"]["benchmem"]["peak_bytes"] = value

    return change


def test_growth_above_a_rule_fails_the_test_and_names_both_values(gated):
    session = gated(BASE, GROWN)
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    session.result.assert_outcomes(failed=1)
    line = r"peak grew by 20\.0%, 976\.\d\d KiB -> 1\.14 MiB, above `peak:10%`"
    assert re.search(line, session.out)


def test_growth_under_a_rule_passes_and_is_counted(gated):
    session = gated(BASE, BASE.replace("1_000_000", "1_090_000"))
    assert session.ret == 0
    assert "gate `peak:10%`: 0 regressions, 0 not judged, 1 good" in session.out


def test_any_of_several_rules_fails(gated):
    session = gated(BASE, GROWN, "--benchmark-memory-compare-fail=peak:300kB")
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert "above `peak:10%`" in session.out
    assert "above `peak:300kB`" not in session.out


def test_a_rule_of_two_limits_needs_both(gated):
    session = gated(BASE, GROWN, rule="--benchmark-memory-compare-fail=peak:10%+1MiB")
    assert session.ret == 0


def test_a_regression_is_confirmed_by_measuring_up_to_ten_passes(gated):
    session = gated(BASE, GROWN)
    assert len(session.blob("test_buffer")["peak_bytes"]) == 10
    assert "seen at 1.14 MiB, confirmed by 8 more passes" in session.out


def test_a_regression_that_goes_away_when_measured_again_does_not_fail(gated):
    session = gated(BASE, FLAKY)
    assert session.ret == 0
    assert "not confirmed: " in session.out
    assert "peak grew by 100.0%" in session.out
    assert re.search(r"; 1 more pass later 9\d\d\.\d\d KiB", session.out)


def test_the_run_file_holds_the_confirming_passes_too(gated):
    session = gated(BASE, FLAKY)
    peaks = session.blob("test_buffer")["peak_bytes"]
    assert len(peaks) == 3
    assert peaks[0] == peaks[1] > peaks[2]


def test_a_benchmark_that_the_baseline_lacks_is_named_as_not_judged(gated):
    new = BASE + "\n    def test_new(benchmark):\n        benchmark(int)\n"
    session = gated(BASE, new)
    assert session.ret == 0
    (line,) = (each for each in session.lines if each.startswith("not judged: "))
    assert "test_new`" in line
    assert "it is missing in `0001_base`" in line


def test_a_baseline_without_memory_judges_nothing_and_fails(run):
    run(BASE, SAVE)
    session = run(BASE, *MEMORY, RULE)
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    session.result.assert_outcomes(passed=1)
    assert "no memory is recorded in `0001_base`" in session.out
    assert "nothing could be judged, so it fails" in session.out


def test_a_baseline_of_the_other_allocator_mode_is_not_compared(gated):
    session = gated(BASE, BASE, base_flags=("--benchmark-memory-allocators=system",))
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert "`0001_base` counted with system allocators, `this run` with python" in session.out


def test_growth_from_zero_is_growth(run, edit_saved):
    run(BASE, *MEMORY, SAVE)
    edit_saved(set_peaks([0, 0]))
    session = run(BASE, *MEMORY, RULE)
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert "peak grew from a zero baseline, 0 B -> 976." in session.out


def test_a_rule_without_any_baseline_is_a_usage_error_before_any_test(run):
    session = run(BASE, *MEMORY, RULE)
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert "has nothing to compare with" in session.err
    assert "benchmark: 1 tests" not in session.out


@pytest.mark.parametrize("reference", ["0007", "no-such-run", "nowhere/", "../x"])
def test_an_unknown_baseline_is_a_usage_error(run, reference):
    run(BASE, *MEMORY, SAVE)
    session = run(BASE, *MEMORY, f"--benchmark-memory-compare={reference}")
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert (
        f"`--benchmark-memory-compare={reference}` is neither a file nor a saved run" in session.err
    )
    assert "Traceback" not in session.out + session.err


def test_a_damaged_baseline_is_a_usage_error_that_names_it(run, pytester):
    pytester.makefile(".json", damaged="{")
    session = run(BASE, *MEMORY, "--benchmark-memory-compare=damaged.json")
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert "`damaged.json` is not a run file" in session.err


def test_a_damaged_series_in_the_baseline_ends_the_session_before_any_test(run, edit_saved):
    run(BASE, *MEMORY, SAVE)
    edit_saved(set_peaks("many"))
    session = run(BASE, *MEMORY, RULE)
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert "`peak_bytes` must be a list of numbers" in session.err


@pytest.mark.parametrize("rule", ["peak", "peak:", "peak:-1%", "heap:1%", "peak:nan%", "peak:5"])
def test_a_bad_rule_is_a_usage_error_that_shows_it(run, rule):
    session = run(BASE, *MEMORY, f"--benchmark-memory-compare-fail={rule}")
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert f"`{rule}` is not a rule" in session.err


def test_a_comparison_without_a_rule_and_without_a_saved_run_says_so(run):
    session = run(BASE, *MEMORY, "--benchmark-memory-compare")
    assert session.ret == 0
    assert "no saved run to compare with yet" in session.out


def test_the_newest_saved_run_is_the_baseline_unless_one_is_named(run):
    run(BASE, *MEMORY, SAVE)
    run(GROWN, *MEMORY, "--benchmark-save=grown")
    newest = run(GROWN, *MEMORY, RULE)
    named = run(GROWN, *MEMORY, RULE, "--benchmark-memory-compare=0001")
    assert (newest.ret, named.ret) == (0, pytest.ExitCode.TESTS_FAILED)


def test_the_run_that_a_session_saves_is_not_its_own_baseline(run):
    run(BASE, *MEMORY, SAVE)
    session = run(GROWN, *MEMORY, RULE, "--benchmark-save=next")
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert "0001_base.json" in session.out


def test_the_baseline_may_be_a_file_or_a_folder(run, pytester):
    run(BASE, *MEMORY, SAVE)
    (path,) = (pytester.path / ".benchmarks").rglob("*.json")
    # The folder first: each session here adds a run to it.
    for reference in (path.parent, path):
        session = run(GROWN, *MEMORY, RULE, f"--benchmark-memory-compare={reference}")
        assert session.ret == pytest.ExitCode.TESTS_FAILED


def test_the_table_shows_the_baseline_and_the_change(run):
    run(BASE, *MEMORY, SAVE)
    session = run(GROWN, *MEMORY, "--benchmark-memory-compare")
    assert session.ret == 0
    (head,) = (line for line in session.lines if line.startswith("Name (time"))
    (row,) = (line for line in session.lines if line.startswith("test_buffer"))
    assert head.split("│")[1].split()[-4:] == ["Peak", "base", "Peak", "Δ"]
    assert re.search(r" 976\.\d\d KiB +\+20\.0%$", row)


def test_a_terminal_without_the_letters_gets_ascii(run, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    run(BASE, *MEMORY, SAVE)
    session = run(GROWN, *MEMORY, "--benchmark-memory-compare", subprocess=True)
    assert session.ret == 0
    assert session.out.isascii()
    (head,) = (line for line in session.lines if line.startswith("Name (time"))
    assert head.endswith("Peak change")


def test_a_time_rule_is_judged_on_the_rounds(run, edit_saved):
    run(BASE, *MEMORY, SAVE)
    edit_saved(lambda benchmark: benchmark["stats"].update(min=1e-12))
    session = run(BASE, *MEMORY, "--benchmark-memory-compare-fail=time:50%")
    assert session.ret == pytest.ExitCode.TESTS_FAILED
    assert "time grew by" in session.out


def test_growth_in_series_that_overlap_is_inconclusive_for_a_clear_rule(run, edit_saved):
    run(BASE, *MEMORY, SAVE)
    edit_saved(set_peaks([500_000, 2_000_000]))
    session = run(BASE, *MEMORY, "--benchmark-memory-compare-fail=peak:10%:clear")
    assert session.ret == 0
    assert "inconclusive: " in session.out
    assert "0 regressions, 1 inconclusive" in session.out


def test_a_plain_rule_names_the_clear_form_where_series_overlap(run, edit_saved):
    run(BASE, *MEMORY, SAVE)
    edit_saved(set_peaks([500_000, 2_000_000]))
    session = run(BASE, *MEMORY, RULE)
    assert session.ret == 1
    (line,) = (line for line in session.lines if line.startswith("regression: "))
    assert "but the series overlap (488.28 KiB to 1.91 MiB and " in line
    assert "it may be noise, which does not fail `peak:10%:clear`; seen at" in line


def test_the_gate_judges_isolated_passes(run, pytester):
    pytester.makepyfile(actions="def small(): return bytearray(1_000_000)\n")
    suite = """
        import actions, pytest

        @pytest.mark.benchmem(isolate=True)
        def test_small(benchmark):
            benchmark(actions.small)
    """
    run(suite, *MEMORY, SAVE)
    session = run(suite, *MEMORY, RULE, "--benchmark-memory-compare-fail=rss:50%")
    assert session.ret == 0
    assert "0 regressions, 0 not judged, 2 good" in session.out


def test_last_failed_runs_the_benchmark_that_grew_again(gated, run):
    both = GROWN + "\n    def test_other(benchmark):\n        benchmark(int)\n"
    session = gated(both.replace("1_200_000", "1_000_000"), both, "-p", "cacheprovider")
    session.result.assert_outcomes(failed=1, passed=1)
    named = "--benchmark-memory-compare=0001"
    again = run(both, *MEMORY, RULE, named, "--lf", "-p", "cacheprovider")
    again.result.assert_outcomes(failed=1)


def test_comparing_needs_pytest_benchmark(run):
    session = run("def test_it(): pass", "-p", "no:benchmark", "--benchmark-memory-compare")
    assert session.ret == pytest.ExitCode.USAGE_ERROR
    assert "needs pytest-benchmark" in session.err
