"""`benchmem compare --diff`: the baseline, and by how much each later run differs."""

import csv

import pytest

from tests.io.commands import body, table_of, values, words
from tests.io.run_files import NO_TIME, entry, write_run


@pytest.fixture
def peaks(tmp_path):
    """Write runs of peaks: `peaks(a={"f": 10}, b={"f": 20})`."""

    def write(**runs):
        for label, benchmarks in runs.items():
            entries = [entry(f"m.py::{name}", peak=(peak,)) for name, peak in benchmarks.items()]
            write_run(tmp_path / f"{label}.json", entries)
        return [f"{label}.json" for label in runs]

    return write


def test_each_benchmark_has_a_row_for_each_metric(command, peaks):
    result = command("compare", *peaks(a={"f": 1000, "g": 0}, b={"f": 1125, "g": 0}), "--diff")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].split() == ["Name", "Metric", "a", "b"]
    assert words(body(result.stdout)) == [
        ["f", "Time", "min", "1.00", "ms", "0.0%"],
        ["Peak", "min", "1000", "B", "+12.5%"],
        ["g", "Time", "min", "1.00", "ms", "0.0%"],
        ["Peak", "min", "0", "B", "0.0%"],
    ]


def test_changes_carry_their_sign_and_are_of_the_baseline(command, peaks):
    runs = peaks(a={"f": 200}, b={"f": 100}, c={"f": 5000})
    text = command("compare", *runs, "--diff", "--columns", "peak").stdout
    assert words(body(text)) == [["f", "Peak", "min", "200", "B", "-50.0%", "+2,400.0%"]]


def test_growth_from_zero_is_shown_as_growth(command, peaks):
    runs = peaks(a={"f": 0}, b={"f": 1})
    arguments = ("compare", *runs, "--diff", "--columns", "peak")
    assert words(body(command(*arguments).stdout)) == [["f", "Peak", "min", "0", "B", "+inf%"]]
    # JSON has no infinity.
    text = command(*arguments, "--format", "json").stdout
    assert "Infinity" not in text
    assert values(table_of(text), "b") == [None]


def test_the_smallest_change_does_not_read_as_none(command, peaks):
    runs = peaks(a={"f": 10**6}, b={"f": 10**6 + 1}, c={"f": 10**6 - 1}, d={"f": 10**6})
    text = command("compare", *runs, "--diff", "--columns", "peak").stdout
    assert body(text)[0].split()[-3:] == ["+0.0001%", "-0.0001%", "0.0%"]


def test_what_one_side_lacks_has_a_dash(command, peaks):
    runs = peaks(a={"f": 10, "gone": 10}, b={"f": 10, "new": 10})
    text = command("compare", *runs, "--diff", "--columns", "peak").stdout
    assert words(body(text))[1:] == [
        ["gone", "Peak", "min", "10", "B", "-"],
        ["new", "Peak", "min", "-", "-"],
    ]


def test_allocator_modes_are_not_compared(command, tmp_path):
    write_run(tmp_path / "a.json", [entry("m.py::f", peak=(10,), allocators="system")])
    write_run(tmp_path / "b.json", [entry("m.py::f", peak=(99,), allocators="python")])
    text = command("compare", "a.json", "b.json", "--diff").stdout
    assert body(text)[0].split()[-1] == "0.0%"
    assert body(text)[1].endswith("other mode")


def test_statistics_are_those_that_were_asked_for(command, tmp_path):
    write_run(tmp_path / "a.json", [entry("m.py::f", peak=(10, 20), time=1.0)])
    write_run(tmp_path / "b.json", [entry("m.py::f", peak=(10, 40), time=1.0, median=2.5)])
    result = command(
        "compare",
        "a.json",
        "b.json",
        "--diff",
        "--stat",
        "min,median,max",
        "--columns",
        "peak,time",
    )
    assert [line[-1] for line in words(body(result.stdout))] == [
        *("0.0%", "+66.7%", "+100.0%"),
        *("0.0%", "+100.0%", "0.0%"),
    ]


def test_labels_extras_and_groups_are_as_without_diff(command, tmp_path):
    for name, peak in (("a", 10), ("b", 20)):
        entries = [
            entry(f"m.py::{key}", peak=(peak,), time=NO_TIME, group=key, extra_info={"note": name})
            for key in "gf"
        ]
        write_run(tmp_path / f"{name}.json", entries)
    result = command(
        *("compare", "a.json", "b.json", "--diff", "--group-by", "group", "-l", "old", "-l", "new"),
        *("--columns", "extra:note", "--format", "json"),
    )
    table = table_of(result.stdout)
    assert [column.title for column in table.columns] == ["note", "old", "new"]
    assert [(row.group, row.label) for row in table.rows] == [("f", "Peak min"), ("g", "Peak min")]
    assert values(table, "extra:note") == ["a", "a"]


def test_a_change_is_a_share_in_json_and_csv(command, peaks):
    runs = peaks(a={"f": 8}, b={"f": 6})
    arguments = ("compare", *runs, "--diff", "--columns", "peak", "--format")
    cell = table_of(command(*arguments, "json").stdout).rows[0].cells["b"]
    assert (cell.value, cell.unit) == (-0.25, "change")
    rows = list(csv.reader(command(*arguments, "csv").stdout.splitlines()))
    assert rows == [["id", "metric", "a", "b"], ["m.py::f", "Peak min", "8", "-0.25"]]


def test_growth_is_red_and_shrinking_is_green(command, peaks):
    runs = peaks(a={"f": 10}, b={"f": 20}, c={"f": 5}, d={"f": 10})
    text = command("compare", *runs, "--diff", "--columns", "peak", "--format", "html").stdout
    assert '<td class="bad">+100.0%</td><td class="good">-50.0%</td><td>0.0%</td>' in text


def test_rows_sort_by_change(command, peaks):
    runs = peaks(a={"f": 10, "g": 10, "h": 10}, b={"f": 5, "g": 30, "h": 20})
    result = command("compare", *runs, "--diff", "--columns", "peak", "--sort", "change")
    assert [line[0] for line in words(body(result.stdout))] == ["g", "h", "f"]


def test_one_run_has_nothing_to_differ_from(command, peaks):
    result = command("compare", *peaks(a={"f": 1}), "--diff")
    assert result.exit_code == 2
    assert "`--diff` needs a second run, or `--pivot`" in result.stderr
