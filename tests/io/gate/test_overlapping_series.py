"""A plain rule says where the series of growth overlap, and names the clear form."""

import pytest

from tests.io.commands import table_of
from tests.io.run_files import entry

PLAIN_OVERLAP = (
    "but the series overlap (1000 B to 1.46 KiB and 1.17 KiB to 1.27 KiB): it may be noise, which "
    "does not fail `peak:10%:clear`"
)


def f(peak=(1000,), **others):
    return entry("m.py::f", peak=peak, **others)


@pytest.mark.parametrize("format_", ["table", "md", "csv", "github"])
def test_a_plain_rule_says_where_the_series_overlap_and_names_the_clear_form(gate, format_):
    base, head = [f((1500, 1000))], [f((1200, 1300))]
    result, _ = gate(base, head, "--fail-on", "peak:10%", "--format", format_)
    assert result.exit_code == 1
    # As GitHub and Markdown write it.
    shown = result.output.replace("%25", "%").replace("&#96;", "`").replace("&#58;", ":")
    assert PLAIN_OVERLAP in shown
    assert "1 regression, 0 not judged, 0 good" in result.output


def test_html_says_where_the_series_of_a_plain_rule_overlap(gate):
    result, _ = gate([f((1500, 1000))], [f((1200, 1300))], "--fail-on", "peak:10%", "--format=html")
    assert "1.17 KiB to 1.27 KiB): it may be noise" in result.output
    assert "peak:10%:clear" in result.output


def test_json_has_the_ranges_where_series_overlap(gate):
    base = [f((1500, 1000)), entry("m.py::g")]
    head = [f((1200, 1300)), entry("m.py::g", peak=(1200, 1201))]
    for rule, kind in (("peak:10%", "regressions"), ("peak:10%:clear", "inconclusive")):
        result, _ = gate(base, head, "--fail-on", rule, "--format", "json")
        gate_of = table_of(result.stdout).gate
        grown = {each.id: each.overlap for each in gate_of.regressions}
        assert grown["m.py::g"] is None
        shown = {each.id: each.overlap for each in getattr(gate_of, kind)}
        assert shown["m.py::f"] == ((1000, 1500), (1200, 1300))


@pytest.mark.parametrize("head", [(1501,), (1501, 9000)])
def test_a_plain_rule_says_nothing_of_series_that_lie_apart(gate, head):
    _, lines = gate([f((1500, 1000))], [f(head)], "--fail-on", "peak:10%")
    assert lines[0].endswith("above `peak:10%`")


def test_of_other_metrics_a_plain_rule_looks_at_their_own_series(gate):
    def allocating(*allocations):
        size = [1000] * len(allocations)
        return [f(blob={"peak_bytes": size, "allocations": allocations, "total_bytes": size})]

    rule = ("--fail-on", "allocations:5%")
    _, lines = gate(allocating(100, 130), allocating(120, 110), *rule)
    assert lines[0].endswith(
        "but the series overlap (100 to 130 and 110 to 120): it may be noise, which does not fail "
        "`allocations:5%:clear`"
    )
    _, lines = gate(allocating(100, 119), allocating(120, 121), *rule)
    assert lines[0].endswith("above `allocations:5%`")


def test_of_times_a_plain_rule_looks_at_the_boxes_of_the_clear_form(gate):
    def timed(shortest, **stats):
        return [f(time=shortest, **stats)]

    rule = ("--fail-on", "time:10%")
    base, head = timed(1.0, median=2.0, iqr=0.6), timed(1.5, median=2.4, iqr=0.4)
    _, lines = gate(base, head, *rule)
    assert "but the series overlap (1.70 s to 2.30 s and 2.20 s to 2.60 s)" in lines[0]
    assert lines[0].endswith("does not fail `time:10%:clear`")
    _, lines = gate(base, timed(1.5, median=2.6, iqr=0.4), *rule)
    assert lines[0].endswith("above `time:10%`")
    _, lines = gate(timed(1.0, median=None), head, *rule)
    assert lines[0].endswith("above `time:10%`")
