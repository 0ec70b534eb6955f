"""`benchmem compare`: which run or value is the baseline, and how it is chosen."""

import itertools

import pytest

from tests.io.commands import table_of, values
from tests.io.run_files import entry, write_run

PEAKS = {"fast": 100, "slow": 300}
FAILS, PASSES = 1, 0


@pytest.mark.parametrize("order", list(itertools.permutations(("v2", "v10", "v9"))))
def test_the_order_of_tests_decides_no_verdict(command, tmp_path, order):
    peaks = {"v2": 1000, "v9": 2000, "v10": 1000}
    entries = [entry(f"m.py::f[{v}]", peak=(peaks[v],), params={"v": v}) for v in order]
    write_run(tmp_path / "run.json", entries)
    result = command("compare", "run.json", "--pivot", "v", "--fail-on", "peak:10%")
    assert result.exit_code == PASSES
    assert "Baseline: v2\n" in result.stdout


@pytest.mark.parametrize("order", list(itertools.permutations((0.25, 1e-9, 0.5, 1e3))))
def test_numbers_stand_in_their_order(command, tmp_path, order):
    entries = [entry(f"m.py::f[{v}]", params={"v": v}) for v in order]
    write_run(tmp_path / "run.json", entries)
    result = command("compare", "run.json", "--pivot", "v", "--format", "json")
    assert table_of(result.stdout).series == ["1e-09", "0.25", "0.5", "1000.0"]


@pytest.mark.parametrize("order", list(itertools.permutations((1, 1.0, "1", True))))
def test_values_that_are_written_alike_have_an_order_too(command, tmp_path, order):
    entries = [entry(f"m.py::f[{v}]x{v!r}", params={"v": v}) for v in order]
    write_run(tmp_path / "run.json", entries)
    result = command("compare", "run.json", "--pivot", "v", "--format", "json")
    assert table_of(result.stdout).series == ["'1'", "1", "1.0", "True"]


def test_cells_of_a_sweep_stand_in_the_order_of_their_values(command, tmp_path):
    for version in ("3.10", "3.9"):
        write_run(tmp_path / f"{version}.json", [entry("m.py::f", params={"python": version})])
    result = command("compare", "3.10.json", "3.9.json", "--pivot", "python", "--format", "json")
    assert table_of(result.stdout).series == ["3.9", "3.10"]


@pytest.mark.parametrize("order", [("f00", "a11", "c22"), ("a11", "c22", "f00")])
def test_commits_stand_in_the_order_in_which_they_were_made(command, tmp_path, order):
    made = {"c22": "2026-01-01T23:00:00-05:00", "f00": "2026-01-02T03:00:00+00:00"}
    made["a11"] = "2026-01-02T10:00:00+00:00"
    for name in order:
        commit = {"id": f"{name}0123456789", "time": made[name]}
        entries = [entry("m.py::f", params={"commit": f"{name}0123"})]
        write_run(tmp_path / f"{name}.json", entries, commit_info=commit)
    files = [f"{name}.json" for name in order]
    result = command("compare", *files, "--pivot", "commit", "--format", "json")
    assert table_of(result.stdout).series == ["f000123", "c220123", "a110123"]


@pytest.fixture
def kinds(tmp_path):
    """A run of two kinds, the slow one first."""
    entries = [
        entry(f"m.py::f[{kind}]", peak=(PEAKS[kind],), params={"kind": kind})
        for kind in ("slow", "fast")
    ]
    return write_run(tmp_path / "run.json", entries)


def test_a_value_of_the_pivot_can_be_chosen(command, kinds):
    gate = ("compare", kinds, "--pivot", "kind", "--fail-on", "peak:10%")
    assert command(*gate).exit_code == FAILS
    result = command(*gate, "--baseline", "slow")
    assert result.exit_code == PASSES
    assert "Baseline: slow\n" in result.stdout


def test_labels_follow_the_order_of_values_and_name_the_baseline(command, kinds):
    labels = ("--label", "A", "--label", "B")
    arguments = ("compare", kinds, "--pivot", "kind", *labels, "--format", "json")
    table = table_of(command(*arguments).stdout)
    assert table.series == ["A", "B"]
    assert values(table, "peak:min") == [100, 300]
    for value in ("B", "slow"):
        assert table_of(command(*arguments, "--baseline", value).stdout).series == ["B", "A"]


@pytest.fixture
def three(tmp_path):
    """Three runs, of which the middle one holds least."""
    for name, peak in (("one", 200), ("two", 100), ("three", 300)):
        write_run(tmp_path / f"{name}.json", [entry("m.py::f", peak=(peak,))])
    return ("one.json", "two.json", "three.json")


@pytest.mark.parametrize("value", ["two", "two.json"])
def test_a_run_can_be_chosen(command, three, value):
    text = command("compare", *three, "--baseline", value, "--diff", "--columns", "peak").stdout
    assert text.splitlines()[0].split() == ["Name", "Metric", "two", "one", "three"]
    assert "+100.0%  +200.0%" in text
    assert "Baseline: two\n" in text


def test_a_run_can_be_chosen_by_any_path_of_its_file(command, three, tmp_path):
    (tmp_path / "link.json").symlink_to(tmp_path / "two.json")
    for path in ("./two.json", tmp_path / "two.json", "link.json"):
        assert "Baseline: two\n" in command("compare", *three, "--baseline", path).stdout


@pytest.mark.parametrize("spelling", [".5", "0.50", "5e-1"])
def test_a_number_can_be_chosen_by_any_of_its_spellings(command, tmp_path, spelling):
    entries = [entry(f"m.py::f[{v}]", params={"v": v}) for v in (0.25, 0.5)]
    write_run(tmp_path / "run.json", entries)
    result = command("compare", "run.json", "--pivot", "v", "--baseline", spelling)
    assert "Baseline: 0.5\n" in result.stdout


def test_a_run_that_was_chosen_is_what_the_gate_compares_with(command, three):
    gate = ("compare", *three, "--fail-on", "peak:150%")
    assert command(*gate).exit_code == PASSES
    assert command(*gate, "--baseline", "two").exit_code == FAILS


def test_the_last_run_can_be_the_baseline(command, three):
    result = command("compare", *three, "--baseline", "three", "--fail-on", "peak:10%")
    assert result.exit_code == PASSES
    assert "Baseline: three\n" in result.stdout


def test_a_run_is_chosen_by_its_label_or_by_what_was_typed(command, tmp_path):
    saved = tmp_path / ".benchmarks" / "Some-Machine"
    for number, peak in (("0001", 100), ("0002", 200)):
        write_run(saved / f"{number}_x.json", [entry("m.py::f", peak=(peak,))])
    for value in ("0002", "0002_x", "now"):
        result = command(
            *("compare", "0001", "0002", "-l", "then", "-l", "now", "--format", "json"),
            *("--baseline", value),
        )
        assert table_of(result.stdout).series == ["now", "then"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--pivot", "kind", "--baseline", "fats"), "no value of `kind` is called `fats`"),
        (("--baseline", "fats"), "`--baseline fats` needs a second run, or `--pivot`"),
    ],
)
def test_a_wrong_baseline_is_one_line_that_lists_what_there_is(command, kinds, arguments, reason):
    result = command("compare", kinds, *arguments)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert result.stderr.count("\n") <= 3
    if "--pivot" in arguments:
        assert "there are fast, slow" in result.stderr


def test_a_wrong_run_is_one_line_that_lists_the_runs(command, three):
    result = command("compare", *three, "--baseline", "tow")
    assert result.exit_code == 2
    assert "no run is called `tow`; there are one, two, three" in result.stderr


def test_a_name_of_two_runs_is_refused(command, tmp_path):
    for folder, peak in (("x", 1), ("y", 2)):
        write_run(tmp_path / folder / "run.json", [entry("m.py::f", peak=(peak,))])
    result = command("compare", "x/run.json", "y/run.json", "--baseline", "run")
    assert result.exit_code == 2
    assert "2 runs are called `run`; there are x/run, y/run" in result.stderr
    assert command("compare", "x/run.json", "y/run.json", "--baseline", "y/run").exit_code == 0


@pytest.mark.parametrize("format_", ["table", "md", "html", "json"])
def test_every_format_with_notes_names_the_baseline(command, three, format_):
    assert "Baseline: one" in command("compare", *three, "--format", format_).stdout


def test_a_single_run_has_no_baseline(command, three):
    assert "Baseline" not in command("compare", three[0]).stdout
