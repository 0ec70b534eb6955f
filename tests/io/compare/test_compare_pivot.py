"""`benchmem compare --pivot`: the values of a dim, inside one run, side by side."""

import pytest

from tests.io.commands import body, ratios, table_of, values, words
from tests.io.run_files import entry, write_run

PEAKS = {("list", 10): 100, ("dict", 10): 150, ("list", 1000): 1000, ("dict", 1000): 3000}


@pytest.fixture
def run(tmp_path):
    """A run of two parameters."""
    entries = [
        entry(f"m.py::f[{kind}-{n}]", peak=(peak,), params={"kind": kind, "n": n})
        for (kind, n), peak in PEAKS.items()
    ]
    return write_run(tmp_path / "run.json", entries)


def test_ids_that_differ_only_in_the_dim_are_one_row_per_value(command, run):
    text = command("compare", run, "--pivot", "kind", "--columns", "peak", "--stat", "min").stdout
    assert words(body(text)) == [
        ["f[n=10]", "dict", "150", "B", "(1.50)"],
        ["list", "100", "B", "(1.0)"],
        ["f[n=1000]", "dict", "2.93", "KiB", "(3.00)"],
        ["list", "1000", "B", "(1.0)"],
    ]


def test_values_are_paired_as_they_were_recorded(command, tmp_path):
    # Floats are written in many ways, values hold the dash that joins them, and ids may be custom.
    entries = [
        entry("m.py::f[1e-3-a-b]", peak=(1,), params={"x": 0.001, "s": "a-b"}),
        entry("m.py::f[whatever]", peak=(2,), params={"x": 0.001, "s": "b"}),
        entry("m.py::f[0.5-a-b]", peak=(3,), params={"x": 0.5, "s": "a-b"}),
        entry("m.py::f[else]", peak=(4,), params={"x": 0.5, "s": "b"}),
    ]
    run = write_run(tmp_path / "run.json", entries)
    table = table_of(command("compare", run, "--pivot", "x", "--format", "json").stdout)
    assert table.series == ["0.001", "0.5"]
    assert [row.id for row in table.rows] == [f"m.py::f[s={s}]" for s in ("a-b", "a-b", "b", "b")]
    assert values(table, "peak:min") == [1, 3, 2, 4]


def test_functions_can_be_compared_with_each_other(command, tmp_path):
    entries = [
        entry(f"m.py::{name}[{n}]", peak=(peak,), params={"n": n})
        for name, n, peak in (("old", 1, 10), ("old", 2, 20), ("new", 1, 20), ("new", 2, 10))
    ]
    run = write_run(tmp_path / "run.json", entries)
    result = command("compare", run, "--pivot", "node.func", "--format", "json")
    table = table_of(result.stdout)
    assert table.series == ["new", "old"]
    assert ratios(table, "peak:min") == [2.0, 1.0, 1.0, 2.0]


def test_diff_of_a_pivot_has_a_change_per_value(command, run):
    text = command("compare", run, "--pivot", "param:kind", "--diff", "--columns", "peak").stdout
    assert text.splitlines()[0].split() == ["Name", "Metric", "dict", "list"]
    assert [line[-1] for line in words(body(text))] == ["-33.3%", "-66.7%"]


def test_where_and_labels_go_with_a_pivot(command, run):
    result = command(
        *("compare", run, "--pivot", "kind", "--where", "n=1000", "--format", "json"),
        *("--label", "A", "--label", "B"),
    )
    table = table_of(result.stdout)
    assert [(row.id, row.label) for row in table.rows] == [
        ("m.py::f[n=1000]", "A"),
        ("m.py::f[n=1000]", "B"),
    ]


def test_groups_go_with_a_pivot(command, run):
    result = command("compare", run, "--pivot", "kind", "--group-by", "param:n", "--format", "json")
    assert [row.group for row in table_of(result.stdout).rows] == ["n=10"] * 2 + ["n=1000"] * 2


def test_the_gate_compares_the_first_value_with_the_last(command, run):
    gate = ("compare", run, "--pivot", "kind", "--baseline", "list", "--fail-on")
    result = command(*gate, "peak:100%")
    assert result.exit_code == 1
    assert "`m.py::f[n=1000]`: peak grew by 200.0%, 1000 B -> 2.93 KiB" in result.stdout
    assert "1 regression, 0 not judged, 1 good" in result.stdout
    assert command(*gate, "peak:200%").exit_code == 0
    assert command("compare", run, "--pivot", "kind", "--fail-on", "peak:10%").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--pivot", "size"], "no benchmark has a dim `size`; there are kind, n, node.func"),
        (["--pivot", "node.func"], "`node.func` has only one value"),
        (["--pivot", "kind", "run.json"], " has the same `kind` in two runs: choose with "),
        (["--pivot", "kind", "--label", "A"], "1 labels were given for 2 values of `kind`"),
    ],
)
def test_a_pivot_that_makes_no_sense_is_refused(command, run, arguments, reason):
    result = command("compare", run, *arguments)
    assert result.exit_code == 2
    assert reason in result.stderr


def test_a_pivot_says_how_many_benchmarks_have_no_such_dim(command, tmp_path):
    entries = [entry(f"m.py::f[{kind}]", params={"kind": kind}) for kind in "ab"]
    write_run(tmp_path / "run.json", [*entries, entry("m.py::other")])
    result = command("compare", "run.json", "--pivot", "kind")
    assert "Without `kind`, and so left out: 1" in result.output
