"""How often the gate errs, as `docs/noise.md` says."""

from math import comb

import pytest

from studies.noise import study

NOISY = ["bimodal", "bursty"]
TIMES = ["one process", "fresh processes"]
PASSES = ["2", "5", "10", "adaptive"]


@pytest.fixture(scope="module")
def rows():
    return study.study()


@pytest.fixture(scope="module")
def found(rows):
    """The rows by what they are of."""
    return {(row.series, row.passes, row.rule, row.growth): row for row in rows}


def plain_and_clear(found, series, growth):
    """The rows of one series, plain beside clear."""
    for (name, passes, rule, by), row in found.items():
        if name in series and by == growth and not rule.endswith(":clear"):
            yield row, found[name, passes, f"{rule}:clear", by]


def limit(row):
    return int(row.rule.split(":")[1].rstrip("%"))


def test_thousands_of_pairs_are_judged_by_every_rule(rows):
    assert {row.pairs for row in rows} == {study.PAIRS}
    kinds = {(row.series, row.passes, row.growth) for row in rows}
    assert len(kinds) * study.PAIRS > 20_000
    assert len(rows) == len(kinds) * 6


def test_on_deterministic_code_both_forms_are_always_right(rows):
    of_series = [row for row in rows if row.series == "deterministic"]
    assert len(of_series) == len(PASSES) * 6 * len(study.GROWTHS)
    for row in of_series:
        assert row.rate == (1 if row.growth > limit(row) else 0), row
        assert not row.inconclusive


@pytest.mark.parametrize("growth", study.GROWTHS)
def test_of_peaks_clear_splits_what_the_plain_form_calls_a_regression(found, growth):
    for plain, clear in plain_and_clear(found, ["deterministic", *NOISY], growth):
        assert plain.inconclusive == 0
        assert clear.regressions + clear.inconclusive == plain.regressions


def test_without_growth_clear_is_never_wrong_more_often(found):
    pairs = list(plain_and_clear(found, [*NOISY, *TIMES], 0))
    assert len(pairs) == (len(NOISY) * len(PASSES) + len(TIMES)) * 3
    for plain, clear in pairs:
        assert clear.rate <= plain.rate, (plain, clear)


def test_of_times_clear_can_call_what_the_plain_form_lets_pass(found):
    plain, clear = (
        found["one process", study.ROUNDS, f"time:25%{form}", 10] for form in ("", ":clear")
    )
    assert clear.regressions > plain.regressions


@pytest.mark.parametrize(
    ("series", "passes", "rule", "at_most"),
    [
        ("bimodal", "2", "peak:10%", 0.14),
        ("bimodal", "2", "peak:10%:clear", 0.09),
        ("bimodal", "adaptive", "peak:5%", 0.01),
        ("bimodal", "adaptive", "peak:5%:clear", 0.01),
        ("bimodal", "5", "peak:5%", 0.01),
        ("bimodal", "5", "peak:5%:clear", 0.01),
        ("bursty", "2", "peak:5%:clear", 0.15),
        ("bursty", "2", "peak:10%:clear", 0.06),
        ("bursty", "5", "peak:5%:clear", 0.02),
        ("bursty", "10", "peak:5%:clear", 0.01),
        ("bursty", "adaptive", "peak:5%", 0.25),
        ("bursty", "adaptive", "peak:5%:clear", 0.04),
        ("bursty", "adaptive", "peak:10%:clear", 0.03),
        ("bursty", "adaptive", "peak:20%", 0.01),
        ("one process", study.ROUNDS, "time:10%:clear", 0.30),
        ("one process", study.ROUNDS, "time:25%:clear", 0.25),
        ("fresh processes", study.ROUNDS, "time:10%:clear", 0.28),
        ("fresh processes", study.ROUNDS, "time:25%:clear", 0.25),
    ],
)
def test_false_alarms_are_bounded(found, series, passes, rule, at_most):
    assert found[series, passes, rule, 0].rate <= at_most


@pytest.mark.parametrize("passes", [2, 5, 10])
def test_clear_errs_no_more_often_than_chance_puts_one_series_above_the_other(found, passes):
    # Three standard deviations of what is drawn are allowed.
    chance = 1 / comb(2 * passes, passes)
    most = chance + 3 * (chance * (1 - chance) / study.PAIRS) ** 0.5
    for _, clear in plain_and_clear(found, NOISY, 0):
        if clear.passes == str(passes):
            assert clear.rate <= most, clear


@pytest.mark.parametrize(
    ("series", "passes", "rule", "at_least"),
    [
        ("bimodal", "5", "peak:10%", 0.99),
        ("bimodal", "adaptive", "peak:10%", 0.99),
        ("bursty", "adaptive", "peak:10%", 0.95),
        ("bursty", "adaptive", "peak:10%:clear", 0.92),
        ("bursty", "10", "peak:10%:clear", 0.80),
        ("bursty", "adaptive", "peak:20%", 0.75),
        ("bursty", "adaptive", "peak:20%:clear", 0.75),
    ],
)
def test_growth_of_a_quarter_is_detected(found, series, passes, rule, at_least):
    assert found[series, passes, rule, 25].rate >= at_least


@pytest.mark.parametrize("series", NOISY)
def test_with_more_passes_clear_detects_less_of_growth_near_the_noise(found, series):
    rates = [found[series, passes, "peak:5%:clear", 10].rate for passes in ("2", "5", "10")]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] > 0.4 > 0.1 > rates[-1]


def test_with_two_levels_and_five_passes_clear_calls_most_growth_inconclusive(found):
    for passes in ("5", "10"):
        row = found["bimodal", passes, "peak:10%:clear", 25]
        assert row.inconclusive > 0.7 * row.pairs


def test_the_series_are_as_noisy_as_the_page_says():
    recorded = study.recorded()
    peaks = {name: series["peak_bytes"] for name, series in recorded["memory"].items()}
    assert {name: len(set(values)) for name, values in peaks.items() if name != "bursty"} == {
        "deterministic": 1,
        "bimodal": 2,
    }
    assert len(set(peaks["bursty"])) > 250
    assert all(len(series["min"]) == 300 for series in recorded["time"].values())


def test_what_sampling_looks_at_tells_a_full_cache_from_an_empty_one():
    memory = study.recorded()["memory"]
    assert not any(memory["deterministic"]["kept"])
    bimodal = memory["bimodal"]
    cold = [peak > min(bimodal["peak_bytes"]) for peak in bimodal["peak_bytes"]]
    assert cold == [bool(kept) for kept in bimodal["kept"]]


def test_nothing_is_printed(capsys):
    study.markdown(study.study(pairs=5))
    assert capsys.readouterr() == ("", "")


def test_it_draws_the_same_pairs_every_time(rows):
    assert study.study(pairs=20) == study.study(pairs=20)


def test_the_page_has_the_figures(rows):
    page = study.PAGE.read_text(encoding="utf-8")
    assert study.tables_of(page) == study.markdown(rows), (
        "`hatch run noise --write` puts the figures into docs/noise.md; its text may have to follow"
    )
