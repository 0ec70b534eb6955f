"""Rules of the gate: every form, every refusal, and the exact point at which they bite."""

import math
from fractions import Fraction

import pytest

from benchmem_core.metrics import METRICS
from benchmem_io import RuleError
from benchmem_io.thresholds import parse_threshold, parse_thresholds

MIB = 1024**2


@pytest.mark.parametrize(
    ("text", "metric", "share", "amount"),
    [
        ("peak:10%", "peak", "1/10", None),
        ("peak:0%", "peak", "0", None),
        ("peak:.5%", "peak", "1/200", None),
        ("peak:0.1%", "peak", "1/1000", None),
        ("peak:250%", "peak", "5/2", None),
        ("time:5%", "time", "1/20", None),
        ("allocated:5%", "allocated", "1/20", None),
        ("allocations:5%", "allocations", "1/20", None),
        ("peak:0B", "peak", None, "0"),
        ("peak:5MiB", "peak", None, 5 * MIB),
        ("peak:5 MiB", "peak", None, 5 * MIB),
        ("peak:1.5KiB", "peak", None, 1536),
        ("allocated:1GiB", "allocated", None, 1024**3),
        ("rss:2kB", "rss", None, 2000),
        ("rss:2MB", "rss", None, 2_000_000),
        ("rss:2GB", "rss", None, 2_000_000_000),
        ("allocations:100", "allocations", None, 100),
        ("time:2s", "time", None, 2),
        ("time:2ms", "time", None, "1/500"),
        ("time:2us", "time", None, "1/500000"),
        ("time:2µs", "time", None, "1/500000"),
        ("time:2ns", "time", None, "1/500000000"),
        ("peak:20%+8MiB", "peak", "1/5", 8 * MIB),
        ("time:5%+1ms", "time", "1/20", "1/1000"),
        ("allocations:5%+100", "allocations", "1/20", 100),
        (" peak : 10% ", "peak", "1/10", None),
    ],
)
def test_a_rule_limits_growth_by_share_amount_or_both(text, metric, share, amount):
    rule = parse_threshold(text)
    assert rule.metric is METRICS[metric]
    assert rule.share == (None if share is None else Fraction(share))
    assert rule.amount == (None if amount is None else Fraction(amount))
    assert not rule.is_clear


@pytest.mark.parametrize("text", ["time:10%:clear", "peak:1MiB:clear", "peak:1%+1B: clear "])
def test_a_rule_can_ask_for_clear_growth(text):
    rule = parse_threshold(text)
    without = parse_threshold(text.rpartition(":")[0])
    assert rule.is_clear
    assert (rule.metric, rule.share, rule.amount) == (
        *(without.metric, without.share, without.amount),
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ":", "peak", "peak:", ":10%", "10%", "%", "peak 10%", "peak=10%"),
        # Fields.
        *("memory:10%", "PEAK:10%", "peak_bytes:10%", "peak,time:10%"),
        # Numbers.
        *("peak:-10%", "peak:-5MiB", "peak:+10%", "peak:nan%", "peak:NaN", "peak:inf%"),
        *("peak:infMiB", "peak:1e3%", "peak:1_0%", "peak:0x1B", "peak:1,5%", "peak:.%"),
        *("peak:1.%", "peak:٣%", f"peak:{'9' * 5000}%", "peak:%", "peak:MiB", "peak:10%%"),
        # Units.
        *("peak:5", "peak:5ms", "peak:5mib", "peak:5M", "time:5", "time:5min", "time:5MiB"),
        *("allocations:5B", "allocations:5k", "allocations:5s", "peak:10 %"),
        # Both.
        *("peak:20%+", "peak:+8MiB", "peak:8MiB+20%", "peak:20%8MiB", "peak:20%-8MiB"),
        *("peak:20%+8", "peak:20%+20%", "peak:1MiB+1MiB", "allocations:5%+5B"),
        # Words.
        *("peak:10%:", "peak:10%:clearly", "peak:10%:clear:", "peak::clear", "peak:clear"),
        *("peak:10%\nx", "peak:10%;time:5%", "peak:10%,time:5%"),
    ],
)
def test_what_has_no_meaning_is_refused_with_the_rule_and_the_allowed_forms(text):
    with pytest.raises(RuleError) as caught:
        parse_threshold(text)
    message = str(caught.value)
    assert message.startswith(f"`{text}`".replace("\n", r"\n"))
    assert "`peak:20%+8MiB`" in message
    assert all(name in message for name in METRICS)
    assert "\n" not in message
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("text", "base", "limit"),
    [
        ("peak:10%", 1000, 1100),
        ("peak:0%", 1000, 1000),
        ("peak:100%", 7, 14),
        # 0.1 % of it is 1.001, which no integer equals.
        ("peak:0.1%", 1001, 1002),
        ("peak:1KiB", 5000, 6024),
        ("peak:0B", 0, 0),
        ("allocations:3", 4, 7),
        # A float would take these two for equal.
        ("peak:10%", 10**18, 11 * 10**17),
        ("peak:1B", 2**62, 2**62 + 1),
        # Both have to be exceeded, so the larger decides.
        ("peak:20%+100B", 100, 200),
        ("peak:20%+100B", 1000, 1200),
        ("peak:20%+100B", 500, 600),
        ("peak:20%+100B", 0, 100),
    ],
)
def test_growth_up_to_the_limit_is_allowed_and_one_more_is_not(text, base, limit):
    rule = parse_threshold(text)
    assert not rule.is_exceeded(base, limit)
    assert rule.is_exceeded(base, limit + 1)


@pytest.mark.parametrize(
    ("text", "base", "limit"),
    [("time:50%", 1.0, 1.5), ("time:500ms", 1.0, 1.5), ("time:25%+1s", 2.0, 3.0)],
)
def test_a_time_may_grow_up_to_the_limit_and_not_by_the_least_bit_more(text, base, limit):
    rule = parse_threshold(text)
    assert not rule.is_exceeded(base, limit)
    assert rule.is_exceeded(base, math.nextafter(limit, math.inf))


def test_two_milliseconds_are_not_what_a_float_makes_of_them():
    # `2 * 1e-3` is a little more than 2/1000; added to a second it is the next float.
    assert parse_threshold("time:2ms").amount == Fraction(1, 500) != Fraction(2e-3)


@pytest.mark.parametrize("text", ["peak:10%", "peak:10000%", "peak:0B"])
def test_any_growth_from_zero_is_growth(text):
    rule = parse_threshold(text)
    assert rule.is_exceeded(0, 1)
    assert not rule.is_exceeded(0, 0)


@pytest.mark.parametrize("text", ["peak:0%", "peak:0B", "peak:0%+0B"])
def test_what_shrinks_or_stays_is_never_too_much(text):
    rule = parse_threshold(text)
    assert not rule.is_exceeded(100, 100)
    assert not rule.is_exceeded(100, 99)
    assert not rule.is_exceeded(100, 0)


def test_rules_keep_their_order_and_one_given_twice_counts_once():
    rules = parse_thresholds(["time:5%", "peak:10%", "time:5%", " peak:10% ", "peak:10%:clear"])
    assert [rule.text for rule in rules] == ["time:5%", "peak:10%", "peak:10%:clear"]


def test_one_rule_without_meaning_is_enough():
    with pytest.raises(RuleError, match="`peak:x`"):
        parse_thresholds(["peak:10%", "peak:x"])
