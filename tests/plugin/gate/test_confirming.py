"""Growth is confirmed by its own metric, and the session says what its run file says."""

import pytest

from tests.plugin.baselines import rules, save_baseline

# Each pass is highest at its start, whatever number of small buffers it makes after that.
SUITE = """
    counts = iter([0, *{counts}])  # the first is for the warmup, the fourth for the timed round

    def action(count):
        bytearray({highest})
        for _ in range(count):
            bytearray(1000)

    def test_it(benchmark):
        benchmark.pedantic(action, setup=lambda: ((next(counts, 0),), dict()))
"""
FLAGS = ("--benchmark-memory-warmup=1", "--benchmark-json=now.json")


@pytest.fixture
def confirmed(run, pytester, command_output):
    """A session whose passes free so many buffers; its run file is then compared as well."""

    def session_of(counts, *texts, highest="1_000_000"):
        suite = SUITE.format(counts="[0, 0]", highest=highest)
        alone = run(suite, "--benchmark-memory", *FLAGS)
        blob = alone.blob("test_it")
        save_baseline(
            pytester,
            "test_it",
            peak=[min(blob["peak_bytes"]) + 2000],
            allocations=[min(blob["allocations"]) + 10],
            allocated=[min(blob["total_bytes"]) + 10_000],
        )
        suite = SUITE.format(counts=counts, highest=highest)
        session = run(suite, *rules(*texts), *FLAGS)
        given = [part for text in texts for part in ("--fail-on", text)]
        return session, command_output("compare", "base.json", "now.json", *given)

    return session_of


@pytest.mark.parametrize("rule", ["allocations:100", "allocated:100kB"])
def test_where_peaks_agree_a_later_pass_under_the_limit_clears_its_metric(confirmed, rule):
    session, compared = confirmed([500, 500, 0, 500, 0], rule)
    peaks = session.blob("test_it")["peak_bytes"]
    assert (len(peaks), len(set(peaks))) == (4, 1)
    assert session.ret == compared.returncode == 0
    (line,) = (each for each in session.lines if each.startswith("not confirmed: "))
    assert f"above `{rule}`; 2 more passes later " in line
    assert f"gate `{rule}`: 0 regressions, 0 not judged, 1 good" in session.out
    assert f"gate `{rule}`: 0 regressions, 0 not judged, 1 good" in compared.stdout


def test_a_later_pass_whose_peak_is_higher_clears_another_metric(confirmed):
    highest = "1_000_000 if count else 1_001_000"
    session, compared = confirmed([500, 500, 0], "allocations:100", highest=highest)
    peaks = session.blob("test_it")["peak_bytes"]
    assert peaks[2] > peaks[0] == peaks[1]
    assert session.ret == compared.returncode == 0


def test_growth_in_every_pass_is_confirmed_with_the_lowest_of_them(confirmed):
    session, compared = confirmed([800, 800, 600, *[700] * 20], "allocations:100")
    counts = session.blob("test_it")["allocations"]
    assert len(counts) == 10
    assert session.ret == compared.returncode == 1
    assert f"-> {min(counts):,}, above `allocations:100`" in session.out
    assert f"-> {min(counts):,}, above `allocations:100`" in compared.stdout
    assert "confirmed by 8 more passes" in session.out


def test_each_rule_is_cleared_by_a_pass_of_its_own(confirmed):
    # The count is within its limit after one more pass, the bytes after two.
    texts = ("allocations:300", "allocated:100kB")
    session, compared = confirmed([500, 500, 0, 200, 0], *texts)
    assert session.ret == compared.returncode == 0
    assert len(session.blob("test_it")["allocations"]) == 4


def test_the_change_in_the_table_is_that_of_the_verdict(run, pytester):
    save_baseline(pytester, "test_it", allocations=[4000, 1000])
    session = run(
        SUITE.format(counts=[900, 900], highest=1_000_000),
        *rules("allocations:1%"),
        *FLAGS,
        "--benchmark-memory-columns=allocations",
        "--benchmark-memory-stats=min",
        "--benchmark-memory-repeats=2",
    )
    cells = session.table().cells["test_it"]
    assert cells[1] == "1,000"
    assert cells[0] == f"{min(session.blob('test_it')['allocations']):,}"
