"""`benchmem compare --fail-on`: exit codes, and that nothing passes silently."""

import pytest

from tests.io.commands import process, table_of
from tests.io.run_files import NO_TIME, entry, series, write_run


def f(peak=(1000,), **others):
    return entry("m.py::f", peak=peak, **others)


def test_nothing_grew_too_much_is_exit_0(gate):
    result, lines = gate([f((1000,))], [f((1100,))], "--fail-on", "peak:10%")
    assert result.exit_code == 0
    assert lines == ["gate `peak:10%`: 0 regressions, 0 not judged, 1 good"]


def test_growth_is_exit_1_and_every_regression_is_named(gate):
    base = [entry(f"m.py::{name}") for name in "abc"]
    head = [entry("m.py::a"), entry("m.py::b", peak=(1101,)), entry("m.py::c", peak=(4096,))]
    result, lines = gate(base, head, "--fail-on", "peak:10%")
    assert result.exit_code == 1
    assert lines == [
        "regression: `m.py::b`: peak grew by 10.1%, 1000 B -> 1.08 KiB, above `peak:10%`",
        "regression: `m.py::c`: peak grew by 309.6%, 1000 B -> 4.00 KiB, above `peak:10%`",
        "gate `peak:10%`: 2 regressions, 0 not judged, 1 good",
    ]


def test_shrinking_is_never_a_regression(gate):
    result, _ = gate([f((1000,))], [f((1,))], "--fail-on", "peak:0%", "--fail-on", "peak:0B")
    assert result.exit_code == 0


LIMITS = {
    "peak:200B": 0,
    "peak:199B": 1,
    "peak:0.2kB": 0,
    "peak:0.1KiB": 1,
    # Of two limits in one rule both must be exceeded.
    "peak:19%+200B": 0,
    "peak:20%+199B": 0,
    "peak:19%+199B": 1,
    "allocations:2": 0,
    "allocations:1": 1,
    "allocated:400B": 0,
    "allocated:399B": 1,
    "time:2001us": 0,
    "time:1.999ms": 1,
}


def test_limits_are_of_the_metric_and_growth_must_exceed_them(gate):
    base = [f(blob={"peak_bytes": [1000], "allocations": [1], "total_bytes": [2000]}, time=0.5)]
    head = [f(blob={"peak_bytes": [1200], "allocations": [3], "total_bytes": [2400]}, time=0.502)]
    codes = {rule: gate(base, head, "--fail-on", rule)[0].exit_code for rule in LIMITS}
    assert codes == LIMITS


def test_any_of_several_rules_is_enough(gate):
    arguments = ("--fail-on", "peak:1GiB", "--fail-on", "allocations:50%", "--fail-on", "time:50%")
    assert gate([f()], [f()], *arguments)[0].exit_code == 0
    result, lines = gate([f(time=1e-3)], [f(time=2e-3)], *arguments)
    assert result.exit_code == 1
    assert lines[0].startswith("regression: `m.py::f`: time grew by 100.0%, 1.00 ms -> 2.00 ms")
    assert lines[-1].endswith("1 regression, 0 not judged, 2 good")


def test_the_first_run_is_compared_with_the_last(command, tmp_path):
    for name, peak in (("a", 10), ("b", 1000), ("c", 10)):
        write_run(tmp_path / f"{name}.json", [f((peak,))])
    runs = [f"{name}.json" for name in "abc"]
    assert command("compare", *runs, "--fail-on", "peak:10%").exit_code == 0
    assert command("compare", *runs[:2], "--fail-on", "peak:10%").exit_code == 1


def test_growth_from_zero_is_a_regression(gate):
    result, lines = gate([f((0,))], [f((1,))], "--fail-on", "peak:1000%")
    assert result.exit_code == 1
    assert lines[0] == (
        "regression: `m.py::f`: peak grew from a zero baseline, 0 B -> 1 B, above `peak:1000%`"
    )
    # A limit in bytes has a meaning there too.
    assert gate([f((0,))], [f((1,))], "--fail-on", "peak:1KiB")[0].exit_code == 0


UNJUDGED = {
    "missing in the head": ([f(), entry("m.py::g")], [f()], "m.py::g", "it is missing in `head`"),
    "missing in the base": ([f()], [f(), entry("m.py::g")], "m.py::g", "it is missing in `base`"),
    "no memory": (
        [f(), entry("m.py::g", peak=None)],
        [f(), entry("m.py::g")],
        "m.py::g",
        "no memory is recorded in `base`",
    ),
    "other mode": (
        [f(), entry("m.py::g", allocators=None)],
        [f(), entry("m.py::g")],
        "m.py::g",
        "`base` counted with system allocators, `head` with python: record both alike",
    ),
}


@pytest.mark.parametrize("case", UNJUDGED)
def test_what_cannot_be_judged_fails_and_is_named_with_the_reason(gate, case):
    base, head, id_, reason = UNJUDGED[case]
    result, lines = gate(base, head, "--fail-on", "peak:10%")
    assert result.exit_code == 1
    assert lines == [
        f"not judged: `{id_}`: `peak:10%` could not be judged: {reason}",
        "gate `peak:10%`: 0 regressions, 1 not judged, 1 good",
    ]


def test_a_metric_or_time_that_is_not_recorded_is_not_judged(gate):
    rules = ("--fail-on", "rss:10%", "--fail-on", "time:10%", "--fail-on", "peak:10%")
    result, lines = gate([f(time=NO_TIME)], [f(time=NO_TIME)], *rules)
    assert result.exit_code == 1
    assert [line.rpartition(": ")[2] for line in lines[:2]] == [
        "no rss is recorded in `base`",
        "no time is recorded in `base`",
    ]


def test_a_time_of_zero_is_not_judged(gate):
    rules = ("--fail-on", "time:10%", "--fail-on", "peak:10%")
    result, lines = gate([f(time=0.0)], [f(time=1.0)], *rules)
    assert result.exit_code == 1
    assert lines[0].endswith("its time in `base` is zero")


def test_on_missing_decides_what_could_not_be_judged(gate):
    base, head = [f(), entry("m.py::g")], [f()]
    codes, shown = {}, {}
    for choice in ("fail", "warn", "ignore"):
        result, lines = gate(base, head, "--fail-on", "peak:10%", "--on-missing", choice)
        codes[choice] = result.exit_code
        shown[choice] = any(line.startswith("not judged: ") for line in lines)
        # Its number is told in any case.
        assert lines[-1] == "gate `peak:10%`: 0 regressions, 1 not judged, 1 good"
    assert codes == {"fail": 1, "warn": 0, "ignore": 0}
    assert shown == {"fail": True, "warn": True, "ignore": False}


def test_on_missing_excuses_no_regression(gate):
    base, head = [f(), entry("m.py::g")], [f((2000,))]
    result, _ = gate(base, head, "--fail-on", "peak:10%", "--on-missing", "ignore")
    assert result.exit_code == 1


def test_a_gate_that_judged_nothing_fails_whatever_was_asked_for(gate):
    for choice in ("fail", "warn", "ignore"):
        arguments = ("--fail-on", "peak:10%", "--on-missing", choice)
        result, lines = gate([entry("m.py::gone")], [f()], *arguments)
        assert result.exit_code == 1
        assert lines[-1] == "gate `peak:10%`: nothing could be judged, so it fails"


def test_the_headline_is_the_lowest_pass_unless_growth_must_be_clear(gate):
    # The highest pass doubled, the lowest is the same.
    base, head = [f((1000, 1000))], [f((1000, 2000))]
    assert gate(base, head, "--fail-on", "peak:10%")[0].exit_code == 0
    assert gate(base, head, "--fail-on", "peak:10%:clear")[0].exit_code == 0


def test_clear_growth_is_a_regression(gate):
    result, lines = gate([f((1000, 1200))], [f((1201, 1500))], "--fail-on", "peak:10%:clear")
    assert result.exit_code == 1
    assert lines == [
        "regression: `m.py::f`: peak grew by 20.1%, 1000 B -> 1.17 KiB, above `peak:10%:clear`",
        "gate `peak:10%:clear`: 1 regression, 0 inconclusive, 0 not judged, 0 good",
    ]


def test_growth_in_series_that_overlap_is_inconclusive(gate):
    base, head = [f((1000, 1200))], [f((1200, 1500))]
    codes = {}
    for choice in ("fail", "warn", "ignore"):
        arguments = ("--fail-on", "peak:10%:clear", "--on-inconclusive", choice)
        result, lines = gate(base, head, *arguments)
        codes[choice] = result.exit_code
        assert lines[-1].endswith("0 regressions, 1 inconclusive, 0 not judged, 0 good")
    assert codes == {"fail": 3, "warn": 0, "ignore": 0}
    _, lines = gate(base, head, "--fail-on", "peak:10%:clear")
    assert lines[0].startswith("inconclusive: `m.py::f`: peak grew by 20.0%, 1000 B -> 1.17 KiB")
    assert lines[0].endswith("the series overlap (1000 B to 1.17 KiB and 1.17 KiB to 1.46 KiB)")


def test_a_regression_weighs_more_than_what_is_inconclusive(gate):
    base = [f((1000, 1200)), entry("m.py::g")]
    head = [f((1200, 1500)), entry("m.py::g", peak=(9000,))]
    result, lines = gate(base, head, "--fail-on", "peak:10%:clear", "--on-inconclusive", "fail")
    assert result.exit_code == 1
    assert lines[-1].endswith("1 regression, 1 inconclusive, 0 not judged, 0 good")


def test_a_clear_time_needs_boxes_that_do_not_touch(gate):
    def timed(median, iqr):
        return [f(time=1e-3, median=median, iqr=iqr)]

    rule = ("--fail-on", "time:10%:clear", "--on-inconclusive", "fail")
    assert gate(timed(1.0, 0.2), timed(1.5, 0.2), *rule)[0].exit_code == 1
    assert gate(timed(1.0, 0.6), timed(1.5, 0.6), *rule)[0].exit_code == 3
    assert gate(timed(1.0, 0.2), timed(1.05, 0.2), *rule)[0].exit_code == 0


def test_a_bad_rule_is_wrong_usage_and_is_shown_with_the_forms(gate):
    for rule in ("peak", "peak:-1%", "peek:5%", "peak:5lb", "allocations:5MiB"):
        result, _ = gate([f()], [f((9000,))], "--fail-on", "peak:1%", "--fail-on", rule)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert f"`{rule}` is not a rule" in result.stderr
        assert "write FIELD:LIMIT, as in `peak:10%`" in result.stderr


def test_a_gate_needs_something_to_compare_with(command, tmp_path):
    write_run(tmp_path / "run.json", [f()])
    result = command("compare", "run.json", "--fail-on", "peak:10%")
    assert result.exit_code == 2
    assert "`--fail-on` needs a second run" in result.stderr


def test_json_has_the_verdicts(gate):
    base = [entry("m.py::a"), entry("m.py::b", peak=(0,)), entry("m.py::c"), entry("m.py::d")]
    head = [entry("m.py::a", peak=(1500,)), entry("m.py::b", peak=(1,)), entry("m.py::c")]
    result, _ = gate(base, head, "--fail-on", "peak:10%", "--format", "json")
    assert result.exit_code == 1
    found = table_of(result.stdout).gate
    assert found is not None
    assert (found.rules, found.judged, found.good) == (["peak:10%"], 3, 1)
    grown = [(each.id, each.base, each.head, each.share) for each in found.regressions]
    assert grown == [("m.py::a", 1000, 1500, 0.5), ("m.py::b", 0, 1, None)]
    assert [(each.id, each.reason) for each in found.unjudged] == [
        ("m.py::d", "it is missing in `head`")
    ]


def test_what_the_gate_says_stays_out_of_a_csv_and_goes_to_stderr(gate):
    result, _ = gate([f()], [f((2000,))], "--fail-on", "peak:10%", "--format", "csv")
    assert len(result.stdout.splitlines()) == 2
    assert "regression: `m.py::f`: peak grew by 100.0%" in result.stderr
    assert "gate `peak:10%`: 1 regression" in result.stderr


def test_a_process_exits_with_the_verdict(tmp_path):
    passes = {"base": (1000, 1200), "same": (1000,), "grown": (5000,), "unclear": (1150, 1300)}
    for name, peak in passes.items():
        write_run(tmp_path / f"{name}.json", [entry("m.py::f", blob=series(peak))])
    codes = {
        head: process(
            *("compare", "base.json", f"{head}.json", "--fail-on", "peak:10%:clear"),
            *("--on-inconclusive", "fail"),
            cwd=tmp_path,
        ).returncode
        for head in ("same", "grown", "unclear")
    }
    assert codes == {"same": 0, "grown": 1, "unclear": 3}


def test_what_is_ignored_is_counted_and_not_listed(gate):
    base, head = [f((1000, 3000))], [f((1500, 1500)), entry("m.py::new")]
    ignoring = ("--on-missing", "ignore", "--on-inconclusive", "ignore")
    for format_ in ("table", "md", "html", "csv"):
        result, _ = gate(base, head, "--fail-on", "peak:10%:clear", *ignoring, "--format", format_)
        assert result.exit_code == 0
        assert "0 regressions, 1 inconclusive, 1 not judged" in result.output.replace("&#44;", ",")
        assert "but the series overlap" not in result.output
        assert "could not be judged" not in result.output


def test_a_time_that_grew_by_just_the_limit_is_good(gate):
    # The nearest floats of these two differ by a little more than 2 ms.
    result, _ = gate([f(time=0.5)], [f(time=0.502)], "--fail-on", "time:2ms")
    assert result.exit_code == 0
