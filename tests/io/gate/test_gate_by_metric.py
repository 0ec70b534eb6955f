"""A rule looks at the lowest pass of its own metric, which is what the table shows."""

import pytest

from tests.io.commands import table_of
from tests.io.run_files import entry, write_run


def blob(*passes):
    """Series of peaks, allocations and bytes, one pass each."""
    fields = ("peak_bytes", "allocations", "total_bytes")
    return dict(zip(fields, (list(each) for each in zip(*passes, strict=True)), strict=True))


@pytest.fixture
def compare(command, tmp_path):
    """Compare two series of passes by a rule."""

    def run(base, head, rule, *arguments):
        for name, passes in (("base", base), ("head", head)):
            series = blob(*passes)
            if "rss" in rule or "retained" in rule:
                optional = f"{rule.partition(':')[0]}_bytes"
                series[optional] = series["total_bytes"]
            write_run(tmp_path / f"{name}.json", [entry("m.py::f", blob=series)])
        return command("compare", "base.json", "head.json", "--fail-on", rule, *arguments)

    return run


BASE = [(1000, 50, 5000), (1000, 50, 5000)]
# The first of the passes whose peaks agree is the headline; each number is lowest in another one.
HEAD = [(1000, 90, 9000), (1000, 50, 9000), (1000, 90, 5000)]


@pytest.mark.parametrize(
    "rule", ["allocations:5%", "allocated:5%", "rss:5%", "retained:5%", "peak:5%"]
)
def test_where_peaks_tie_a_rule_is_judged_by_the_lowest_pass_of_its_metric(compare, rule):
    assert compare(BASE, HEAD, rule).exit_code == 0


@pytest.mark.parametrize("rule", ["allocations:5%", "allocated:5%"])
def test_a_pass_with_a_higher_peak_clears_another_metric(compare, rule):
    assert compare(BASE, [(900, 90, 9000), (1100, 50, 5000)], rule).exit_code == 0


def test_growth_of_every_pass_is_growth(compare):
    result = compare(BASE, [(1000, 90, 9000), (1000, 60, 8000)], "allocations:5%")
    assert result.exit_code == 1
    assert "allocations grew by 20.0%, 50 -> 60, above `allocations:5%`" in result.output


def test_the_baseline_is_its_lowest_pass_too(compare):
    base = [(1000, 60, 6000), (1000, 50, 5000)]
    assert compare(base, [(1000, 60, 6000)], "allocated:5%").exit_code == 1


@pytest.mark.parametrize("arguments", [(), ("--diff",)])
def test_the_number_of_the_verdict_is_the_one_in_the_table(compare, arguments):
    columns = ("--columns", "allocations", "--format", "json")
    head = [(1000, 90, 9000), (1000, 75, 9000)]
    result = compare(BASE, head, "allocations:5%", *columns, *arguments)
    table = table_of(result.stdout)
    assert table.gate is not None
    (growth,) = table.gate.regressions
    assert (growth.base, growth.head, growth.share) == (50, 75, 0.5)
    shown = [list(row.cells.values()) for row in table.rows]
    if arguments:
        ((base, change),) = shown
        assert (base.value, change.value) == (growth.base, growth.share)
    else:
        assert [cells[0].value for cells in shown] == [growth.base, growth.head]
