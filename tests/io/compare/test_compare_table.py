"""`benchmem compare`: which numbers the table of values has, and how they stand in it."""

from tests.io.commands import body, ratios, table_of, words
from tests.io.run_files import NO_TIME, entry, write_run


def test_one_run_has_four_columns_and_no_multiplier(command, tmp_path):
    write_run(tmp_path / "run.json", [entry("m.py::f", time=2e-3, peak=(8_000_000, 8_400_000))])
    result = command("compare", "run.json")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert " ".join(lines[0].split()) == "Name Time min Time median Peak min Peak max"
    assert body(result.stdout) == ["f      2.00 ms      2.50 ms  7.63 MiB  8.01 MiB"]


def test_two_runs_stand_on_adjacent_rows_with_a_multiple_of_the_best(command, tmp_path):
    write_run(tmp_path / "a.json", [entry("m.py::f", peak=(1024,)), entry("m.py::g")])
    write_run(tmp_path / "b.json", [entry("m.py::f", peak=(1536,), time=5e-4), entry("m.py::g")])
    lines = words(body(command("compare", "a.json", "b.json", "--stat", "min").stdout))
    assert lines == [
        ["f", "a", "1.00", "ms", "(2.00)", "1.00", "KiB", "(1.0)"],
        ["b", "500.00", "us", "(1.0)", "1.50", "KiB", "(1.50)"],
        ["g", "a", "1.00", "ms", "(1.0)", "1000", "B", "(1.0)"],
        ["b", "1.00", "ms", "(1.0)", "1000", "B", "(1.0)"],
    ]


def test_each_column_has_a_best_of_its_own(command, tmp_path):
    write_run(tmp_path / "a.json", [entry("m.py::f", peak=(10, 40))])
    write_run(tmp_path / "b.json", [entry("m.py::f", peak=(20, 20))])
    table = table_of(command("compare", "a.json", "b.json", "--format", "json").stdout)
    assert ratios(table, "peak:min") == [1.0, 2.0]
    assert ratios(table, "peak:max") == [2.0, 1.0]


def test_three_runs_keep_the_order_in_which_they_were_given(command, tmp_path):
    for name, peak in (("c", 30), ("a", 10), ("b", 20)):
        write_run(tmp_path / f"{name}.json", [entry("m.py::f", peak=(peak,))])
    result = command("compare", "c.json", "a.json", "b.json", "--format", "json")
    table = table_of(result.stdout)
    assert table.series == [row.label for row in table.rows] == ["c", "a", "b"]
    assert ratios(table, "peak:min") == [3.0, 1.0, 2.0]


def test_a_benchmark_that_a_run_lacks_has_a_dash_there(command, tmp_path):
    write_run(tmp_path / "a.json", [entry("m.py::f"), entry("m.py::gone")])
    write_run(tmp_path / "b.json", [entry("m.py::f"), entry("m.py::new")])
    lines = words(body(command("compare", "a.json", "b.json", "--columns", "peak").stdout))
    assert lines[2:] == [
        ["gone", "a", "1000", "B", "(1.0)", "1000", "B", "(1.0)"],
        ["b", "-", "-"],
        ["new", "a", "-", "-"],
        ["b", "1000", "B", "(1.0)", "1000", "B", "(1.0)"],
    ]


def test_an_entry_without_time_or_without_memory_has_dashes(command, tmp_path):
    entries = [entry("m.py::memory", time=NO_TIME), entry("m.py::time", peak=None)]
    write_run(tmp_path / "run.json", entries)
    assert words(body(command("compare", "run.json").stdout)) == [
        ["memory", "-", "-", "1000", "B", "1000", "B"],
        ["time", "1.00", "ms", "1.25", "ms", "-", "-"],
    ]


def test_a_plain_run_of_pytest_benchmark_has_times_only(command, tmp_path):
    write_run(tmp_path / "run.json", [entry("m.py::f", peak=None)])
    result = command("compare", "run.json")
    assert "Peak" not in result.stdout
    # What was counted is of no interest where nothing was.
    assert "allocators" not in result.stdout
    assert words(body(result.stdout)) == [["f", "1.00", "ms", "1.25", "ms"]]


def test_ids_are_in_natural_order(command, tmp_path):
    ids = [f"m.py::f[{n}]" for n in ("10000", "1000", "20", "100-b", "100-a", "3")]
    write_run(tmp_path / "run.json", [entry(each) for each in ids])
    table = table_of(command("compare", "run.json", "--format", "json").stdout)
    assert [row.id for row in table.rows] == [
        f"m.py::f[{n}]" for n in ("3", "20", "100-a", "100-b", "1000", "10000")
    ]


PREFIXES = [
    (["t/m.py::A::f", "t/m.py::A::g"], "t/m.py::A::", ["f", "g"]),
    (["t/u/m.py::f", "t/v/m.py::f"], "t/", ["u/m.py::f", "v/m.py::f"]),
    # Not in the middle of a word, and not in a parameter, whatever that holds.
    (["m.py::test_a", "m.py::test_b"], "m.py::", ["test_a", "test_b"]),
    (["m.py::f[x/y::1]", "m.py::f[x/y::2]"], "m.py::", ["f[x/y::1]", "f[x/y::2]"]),
    (["a.py::f", "b.py::f"], "", ["a.py::f", "b.py::f"]),
    (["m.py::f"], "m.py::", ["f"]),
]


def test_what_all_ids_begin_with_stands_once(command, tmp_path):
    for ids, prefix, names in PREFIXES:
        write_run(tmp_path / "run.json", [entry(each) for each in ids])
        text = command("compare", "run.json").stdout
        assert [line.split()[0] for line in body(text)] == names
        assert (f"Names begin with {prefix}" in text) == bool(prefix)


def test_the_default_table_of_two_runs_fits_a_hundred_columns(command, tmp_path):
    # The widest that numbers are: three digits before the point, two of a ratio.
    entries = [
        entry(f"tests/m.py::test_name_of_usual_length[{n}]", time=0.4e-3, peak=(400 * 1024,) * 2)
        for n in (1, 10)
    ]
    slow = [
        entry(f"tests/m.py::test_name_of_usual_length[{n}]", time=0.8, peak=(800 * 1024**2,) * 2)
        for n in (1, 10)
    ]
    write_run(tmp_path / "baseline.json", entries)
    write_run(tmp_path / "candidate.json", slow)
    result = command("compare", "baseline.json", "candidate.json")
    assert max(map(len, result.stdout.splitlines())) <= 100
    assert "(>1000.0)" in result.stdout


def test_each_cell_has_the_unit_that_fits_it(command, tmp_path):
    peaks = {"a": 800, "b": 80_000, "c": 8_000_000, "d": 8_000_000_000}
    entries = [
        entry(f"m.py::{name}", peak=(peak,), time=peak / 8e9) for name, peak in peaks.items()
    ]
    write_run(tmp_path / "run.json", entries)
    text = command("compare", "run.json", "--stat", "min").stdout
    assert words(body(text)) == [
        ["a", "100.00", "ns", "800", "B"],
        ["b", "10.00", "us", "78.12", "KiB"],
        ["c", "1.00", "ms", "7.63", "MiB"],
        ["d", "1.00", "s", "7.45", "GiB"],
    ]


def test_a_name_stands_above_its_rows_where_the_terminal_is_too_narrow(command, tmp_path):
    name = "test_" + "x" * 25
    write_run(tmp_path / "a.json", [entry(f"m.py::{name}")])
    write_run(tmp_path / "b.json", [entry(f"m.py::{name}")])
    for columns in (80, 100, 120):
        result = command("compare", "a.json", "b.json", env={"COLUMNS": str(columns)})
        lines = result.stdout.splitlines()
        assert max(map(len, lines)) <= columns
        is_narrow = columns == 80
        assert ("Name / run" in lines[0]) == is_narrow
        assert (name in lines) == is_narrow


def test_a_very_long_name_is_folded_and_cut_but_whole_in_other_formats(command, tmp_path):
    id_ = "m.py::" + "x" * 10_000
    write_run(tmp_path / "run.json", [entry(id_)])
    text = command("compare", "run.json").stdout
    assert max(map(len, text.splitlines())) <= 100
    assert len(text) < 1_000
    assert table_of(command("compare", "run.json", "--format", "json").stdout).rows[0].id == id_


def test_a_long_label_column_does_not_stretch_the_table(command, tmp_path):
    write_run(tmp_path / "run.json", [entry("m.py::f", extra_info={"note": "x" * 5_000})])
    text = command("compare", "run.json", "--columns", "time,extra:note").stdout
    assert max(map(len, text.splitlines())) <= 120


def test_the_other_allocator_mode_is_marked_and_not_compared(command, tmp_path):
    mode = {"python": "python", "old": None}
    for name, allocators in mode.items():
        entries = [entry(f"m.py::{key}", peak=(10,), allocators=allocators) for key in "fg"]
        write_run(tmp_path / f"{name}.json", entries)
    result = command("compare", "python.json", "old.json", "--columns", "peak", "--stat", "min")
    assert words(body(result.stdout)) == [
        ["f", "python", "10", "B", "(1.0)"],
        ["old", "10", "B*"],
        ["g", "python", "10", "B", "(1.0)"],
        ["old", "10", "B*"],
    ]
    assert "allocators: system); the two cannot be compared" in result.stdout


def test_a_best_of_zero_makes_everything_else_very_much_worse(command, tmp_path):
    write_run(tmp_path / "a.json", [entry("m.py::f", peak=(0,))])
    write_run(tmp_path / "b.json", [entry("m.py::f", peak=(1,))])
    text = command("compare", "a.json", "b.json", "--columns", "peak", "--stat", "min").stdout
    assert words(body(text)) == [
        ["f", "a", "0", "B", "(1.0)"],
        ["b", "1", "B", "(>1000.0)"],
    ]


def test_csv_file_is_written_beside_the_table(command, tmp_path):
    write_run(tmp_path / "a.json", [entry("m.py::f", peak=(10, 30))])
    write_run(tmp_path / "b.json", [entry("m.py::f", peak=(20, 20)), entry("m.py::g")])
    arguments = ("compare", "a.json", "b.json", "--columns", "peak", "--csv", "out.csv")
    result = command(*arguments)
    assert body(result.stdout)
    content = (tmp_path / "out.csv").read_text()
    assert content == (
        "id,peak:min:a,peak:min:b,peak:max:a,peak:max:b\nm.py::f,10,20,30,20\nm.py::g,,1000,,1000\n"
    )
    assert command(*arguments[:-2], "--format", "csv").stdout == content
