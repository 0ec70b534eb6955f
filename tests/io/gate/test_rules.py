"""Rules of the gate: every form, every refusal, and the exact point at which they bite."""

import math
from fractions import Fraction

import pytest

from benchmem_core.metrics import METRICS
from benchmem_io import RuleError
from benchmem_io.gate.rules import Threshold
from tests.io.run_files import entry, write_run

MIB = 1024**2


def limits(text):
    """What a rule limits: metric, share and amount."""
    rule = Threshold.parse(text)
    assert rule.metric is METRICS[rule.metric.name]
    assert not rule.is_clear
    return rule.metric.name, rule.share, rule.amount


@pytest.mark.parametrize(
    ("text", "share"),
    [("0%", "0"), (".5%", "1/200"), ("0.1%", "1/1000"), ("10%", "1/10"), ("250%", "5/2")],
)
def test_a_share_of_any_metric_is_a_limit(text, share):
    for metric in METRICS:
        assert limits(f"{metric}:{text}") == (metric, Fraction(share), None)


@pytest.mark.parametrize("metric", ["peak", "allocated", "rss"])
def test_bytes_are_a_limit_in_powers_of_two_or_ten(metric):
    sizes = {"B": 1, "KiB": 1024, "MiB": MIB, "GiB": 1024**3}
    sizes |= {"kB": 10**3, "MB": 10**6, "GB": 10**9}
    for unit, size in sizes.items():
        assert limits(f"{metric}:5{unit}") == (metric, None, 5 * size)
        assert limits(f"{metric}:1.5 {unit}") == (metric, None, size * Fraction(3, 2))


def test_seconds_are_a_limit_to_the_nanosecond():
    for unit, parts in {"s": 1, "ms": 10**3, "us": 10**6, "µs": 10**6, "ns": 10**9}.items():
        assert limits(f"time:2{unit}") == ("time", None, Fraction(2, parts))


def test_a_count_is_a_limit_without_unit():
    assert limits("allocations:100") == ("allocations", None, 100)


def test_share_and_amount_are_a_limit_together():
    assert limits("peak:20%+8MiB") == ("peak", Fraction(1, 5), 8 * MIB)
    assert limits("time:5%+1ms") == ("time", Fraction(1, 20), Fraction(1, 1000))
    assert limits("allocations:5%+100") == ("allocations", Fraction(1, 20), 100)


def test_spaces_around_the_parts_say_nothing():
    assert limits(" peak : 10% ") == limits("peak:10%")


@pytest.mark.parametrize("text", ["time:10%:clear", "peak:1MiB:clear", "peak:1%+1B: clear "])
def test_a_rule_can_ask_for_clear_growth(text):
    rule = Threshold.parse(text)
    without = Threshold.parse(text.rpartition(":")[0])
    assert rule.is_clear
    assert (rule.metric, rule.share, rule.amount) == (
        *(without.metric, without.share, without.amount),
    )


@pytest.mark.parametrize(
    "texts",
    [
        ["", " ", ":", "peak", "peak:", ":10%", "10%", "%", "peak 10%", "peak=10%"],
        ["memory:10%", "PEAK:10%", "peak_bytes:10%", "peak,time:10%"],
        ["peak:-10%", "peak:-5MiB", "peak:+10%", "peak:nan%", "peak:NaN", "peak:inf%", "peak:%"],
        ["peak:infMiB", "peak:1e3%", "peak:1_0%", "peak:0x1B", "peak:1,5%", "peak:.%", "peak:MiB"],
        ["peak:1.%", "peak:٣%", f"peak:{'9' * 5000}%", "peak:10%%", "peak:10 %"],
        ["peak:5", "peak:0", "peak:5ms", "peak:5mib", "peak:5M", "time:5", "time:5min"],
        ["time:5MiB", "allocations:5B", "allocations:5k", "allocations:5s"],
        ["peak:20%+", "peak:+8MiB", "peak:8MiB+20%", "peak:20%8MiB", "peak:20%-8MiB"],
        ["peak:20%+8", "peak:20%+20%", "peak:1MiB+1MiB", "allocations:5%+5B"],
        ["peak:10%:", "peak:10%:clearly", "peak:10%:clear:", "peak::clear", "peak:clear"],
        ["peak:10%\nx", "peak:10%;time:5%", "peak:10%,time:5%"],
    ],
    ids=lambda texts: texts[-1].strip(),
)
def test_what_has_no_meaning_is_refused_with_the_rule_and_the_allowed_forms(texts):
    for text in texts:
        with pytest.raises(RuleError) as caught:
            limits(text)
        message = str(caught.value)
        assert message.startswith(f"`{text}`".replace("\n", r"\n")), text
        assert "`peak:20%+8MiB`" in message
        assert all(name in message for name in METRICS)
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
    rule = Threshold.parse(text)
    assert not rule.is_exceeded(base, limit)
    assert rule.is_exceeded(base, limit + 1)


@pytest.mark.parametrize(
    ("text", "base", "limit"),
    [("time:50%", 1.0, 1.5), ("time:500ms", 1.0, 1.5), ("time:25%+1s", 2.0, 3.0)],
)
def test_a_time_may_grow_up_to_the_limit_and_not_by_the_least_bit_more(text, base, limit):
    rule = Threshold.parse(text)
    assert not rule.is_exceeded(base, limit)
    assert rule.is_exceeded(base, math.nextafter(limit, math.inf))


def test_two_milliseconds_are_not_what_a_float_makes_of_them():
    # `2 * 1e-3` is a little more than 2/1000; added to a second it is the next float.
    assert Threshold.parse("time:2ms").amount == Fraction(1, 500) != Fraction(2e-3)


@pytest.mark.parametrize("text", ["peak:10%", "peak:10000%", "peak:0B"])
def test_any_growth_from_zero_is_growth(text):
    rule = Threshold.parse(text)
    assert rule.is_exceeded(0, 1)
    assert not rule.is_exceeded(0, 0)


@pytest.mark.parametrize("text", ["peak:0%", "peak:0B", "peak:0%+0B"])
def test_what_shrinks_or_stays_is_never_too_much(text):
    rule = Threshold.parse(text)
    assert not rule.is_exceeded(100, 100)
    assert not rule.is_exceeded(100, 99)
    assert not rule.is_exceeded(100, 0)


def test_rules_keep_their_order_and_one_given_twice_counts_once():
    rules = Threshold.parse_all(["time:5%", "peak:10%", "time:5%", " peak:10% ", "peak:10%:clear"])
    assert [rule.text for rule in rules] == ["time:5%", "peak:10%", "peak:10%:clear"]


def test_one_rule_without_meaning_is_enough():
    with pytest.raises(RuleError, match="`peak:x`"):
        Threshold.parse_all(["peak:10%", "peak:x"])


def test_the_greek_letter_is_taken_for_the_micro_sign():
    assert Threshold.parse("time:5\u03bcs").amount == Threshold.parse("time:5us").amount


@pytest.mark.parametrize(
    ("text", "before", "share"),
    [
        ("time:0.5", "time:0.5s", "time:0.5%"),
        ("peak:500", "peak:500B", "peak:500%"),
        ("allocated: .5 :clear", "allocated: .5B :clear", "allocated: .5% :clear"),
        ("peak:10%+500", "peak:10%+500B", None),
    ],
)
def test_a_limit_without_unit_says_what_to_write(text, before, share):
    with pytest.raises(RuleError) as caught:
        Threshold.parse(text)
    message = str(caught.value)
    assert f"its limit has no unit, which 0.5 took for `{before}`" in message
    assert ("a share is" in message) == (share is not None)
    for written in filter(None, (before, share)):
        assert f"`{written}`" in message
        Threshold.parse(written)


@pytest.mark.parametrize(
    ("rule", "base", "head", "shown"),
    [
        ("peak:0B", (85_710,), (85_711,), "peak grew by 0.001%, 83.701 KiB -> 83.702 KiB"),
        ("peak:0B", (2**40,), (2**40 + 1,), "1,099,511,627,776 B -> 1,099,511,627,777 B"),
        ("peak:0B", (1000,), (1001,), "peak grew by 0.1%, 1000 B -> 1001 B"),
        ("peak:0B:clear", (85_710, 85_712), (85_711,), "(83.701 KiB to 83.703 KiB and 83.702 KiB"),
    ],
)
def test_a_verdict_shows_the_digits_in_which_two_values_differ(
    command, tmp_path, rule, base, head, shown
):
    write_run(tmp_path / "a.json", [entry("m.py::f", peak=base)])
    write_run(tmp_path / "b.json", [entry("m.py::f", peak=head)])
    for format_ in ("table", "md", "github"):
        result = command("compare", "a.json", "b.json", "--fail-on", rule, "--format", format_)
        text = result.output.replace("%25", "%").replace("&gt;", ">").replace("&#62;", ">")
        assert shown in text
