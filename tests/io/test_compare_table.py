"""`benchmem compare`: which numbers the table of values has, and how they stand in it."""

import subprocess
import sys

import pytest

from .commands import body, environment, process, ratios, table_of, values, words
from .run_files import NO_TIME, entry, write_run

RSS = {"peak_bytes": [10], "allocations": [1], "total_bytes": [20], "rss_bytes": [4096]}


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


def test_a_time_has_the_statistics_that_pytest_benchmark_recorded(command, tmp_path):
    write_run(tmp_path / "run.json", [entry("m.py::f", time=2.0)])
    recorded = {"iqr": 0.5, "stddev": 0.25, "median": 2.5, "max": 4.0, "mean": 2.8, "min": 2.0}
    arguments = ("--columns", "time", "--stat", ",".join(recorded), "--format", "json")
    table = table_of(command("compare", "run.json", *arguments).stdout)
    assert [column.key for column in table.columns] == [f"time:{stat}" for stat in recorded]
    for stat, value in recorded.items():
        assert values(table, f"time:{stat}") == [pytest.approx(value)], stat


def test_a_memory_metric_has_the_statistics_of_its_passes(command, tmp_path):
    write_run(tmp_path / "run.json", [entry("m.py::f", peak=(20, 10, 60, 10))])
    known = {"min": 10, "mean": 25, "max": 60, "median": 15, "stddev": (1700 / 3) ** 0.5}
    arguments = ("--columns", "peak", "--stat", ",".join(known), "--format", "json")
    table = table_of(command("compare", "run.json", *arguments).stdout)
    for stat, value in known.items():
        assert values(table, f"peak:{stat}") == [pytest.approx(value)], stat


def test_all_statistics_are_all_that_each_metric_has(command, tmp_path):
    write_run(tmp_path / "run.json", [entry("m.py::f")])
    table = table_of(command("compare", "run.json", "--stat", "all", "--format", "json").stdout)
    every = ["min", "mean", "max", "median", "stddev"]
    assert [column.key for column in table.columns] == [
        *(f"time:{stat}" for stat in [*every, "iqr"]),
        *(f"peak:{stat}" for stat in every),
    ]


def test_metrics_stand_in_the_order_in_which_they_were_asked_for(command, tmp_path):
    write_run(tmp_path / "run.json", [entry("m.py::f", blob=RSS)])
    result = command(
        "compare", "run.json", "--columns", "rss,allocations, time,peak,allocated", "--stat", "min"
    )
    assert words(body(result.stdout)) == [
        ["f", "4.00", "KiB", "1", "1.00", "ms", "10", "B", "20", "B"]
    ]


def test_a_metric_that_only_one_run_has_is_shown_where_it_is(command, tmp_path):
    write_run(tmp_path / "a.json", [entry("m.py::f")])
    write_run(tmp_path / "b.json", [entry("m.py::f", blob=RSS)])
    result = command("compare", "a.json", "b.json", "--columns", "rss", "--format", "json")
    assert values(table_of(result.stdout), "rss:min") == [None, 4096]


def test_an_extra_is_a_column_of_labels(command, tmp_path):
    entries = [
        entry("m.py::f", extra_info={"size": 7, "big": True}),
        entry("m.py::g", extra_info={"size": "seven"}),
    ]
    write_run(tmp_path / "run.json", entries)
    result = command(
        "compare", "run.json", "--columns", "extra:size,time,extra:big", "--stat", "min"
    )
    assert " ".join(result.stdout.splitlines()[0].split()) == "Name size big Time min"
    assert words(body(result.stdout)) == [
        ["f", "7", "True", "1.00", "ms"],
        ["g", "seven", "-", "1.00", "ms"],
    ]


PLACES = [
    entry("t/a.py::A::f[1]", params={"n": 1}, group="slow"),
    entry("t/a.py::A::f[10]", params={"n": 10}, group="quick"),
    entry("t/b.py::f[1]", params={"n": 1}, group="slow"),
    entry("t/b.py::g"),
]


GROUPS = {
    "fullname": ["t/a.py::A::f[1]", "t/a.py::A::f[10]", "t/b.py::f[1]", "t/b.py::g"],
    "name": ["A::f[1]", "A::f[10]", "f[1]", "g"],
    "func": ["f", "f", "f", "g"],
    "group": ["no group", "quick", "slow", "slow"],
    "module": ["t/a.py", "t/a.py", "t/b.py", "t/b.py"],
    "class": ["A", "A", "no class", "no class"],
    "param:n": ["n=1", "n=1", "n=10", "n=-"],
    "func,param:n": ["f n=1", "f n=1", "f n=10", "g n=-"],
}


def test_group_by_makes_sub_tables(command, tmp_path):
    write_run(tmp_path / "run.json", PLACES)
    for by, titles in GROUPS.items():
        arguments = ("compare", "run.json", "--group-by", by)
        rows = table_of(command(*arguments, "--format", "json").stdout).rows
        assert [row.group for row in rows] == titles
        # In a terminal each title stands above the headings of its own table.
        lines = command(*arguments).stdout.splitlines()
        above = [lines[i - 1] for i, line in enumerate(lines) if line.startswith("Name  ")]
        assert above == list(dict.fromkeys(titles))


def test_the_best_of_a_sub_table_is_the_best_of_all_its_rows(command, tmp_path):
    write_run(tmp_path / "a.json", [entry("m.py::f", peak=(10,)), entry("m.py::g", peak=(20,))])
    write_run(tmp_path / "b.json", [entry("m.py::f", peak=(30,)), entry("m.py::g", peak=(40,))])
    result = command("compare", "a.json", "b.json", "--group-by", "module", "--format", "json")
    assert ratios(table_of(result.stdout), "peak:min") == [1.0, 3.0, 2.0, 4.0]


def test_rows_sort_by_value_or_change_of_the_first_column(command, tmp_path):
    old = {"a": 10, "b": 100, "c": 0, "d": 50}
    new = {"a": 40, "b": 110, "c": 1, "e": 60}
    for name, peaks in (("old", old), ("new", new)):
        entries = [entry(f"m.py::{key}", peak=(value,)) for key, value in peaks.items()]
        write_run(tmp_path / f"{name}.json", entries)

    def order(sort):
        arguments = ("--columns", "peak", "--sort", sort, "--format", "json")
        table = table_of(command("compare", "old.json", "new.json", *arguments).stdout)
        return "".join(row.id[-1] for row in table.rows[::2])

    assert order("name") == "abcde"
    # By the last run; what it lacks comes last.
    assert order("value") == "beacd"
    # Growth from zero is the most; what cannot be compared comes last, in order.
    assert order("change") == "cabde"


def test_runs_are_called_what_the_user_calls_them(command, tmp_path):
    write_run(tmp_path / "a.json", [entry("m.py::f")])
    result = command("compare", "a.json", "a.json", "--label", "then", "-l", "now")
    first, second = words(body(result.stdout))
    assert first[:2] == ["f", "then"]
    assert second[0] == "now"


def test_files_of_one_name_are_told_apart_by_their_folders(command, tmp_path):
    for folder in ("x/main", "y/main", "z"):
        write_run(tmp_path / folder / "run.json", [entry("m.py::f")])
    result = command(
        "compare", "x/main/run.json", "y/main/run.json", "z/run.json", "--format", "json"
    )
    assert table_of(result.stdout).series == ["x/main/run", "y/main/run", "z/run"]


def test_a_file_that_is_given_twice_is_two_series(command, tmp_path):
    write_run(tmp_path / "run.json", [entry("m.py::f")])
    table = table_of(command("compare", "run.json", "run.json", "--format", "json").stdout)
    assert len(set(table.series)) == 2
    assert [row.label for row in table.rows] == table.series


def test_where_keeps_some_benchmarks(command, tmp_path):
    write_run(tmp_path / "run.json", PLACES)

    def ids(*where):
        options = [part for each in where for part in ("--where", each)]
        table = table_of(command("compare", "run.json", *options, "--format", "json").stdout)
        return [row.id for row in table.rows]

    assert ids("n=1.0") == ["t/a.py::A::f[1]", "t/b.py::f[1]"]
    assert ids("n=1", "n=10", "node.class=A") == ["t/a.py::A::f[1]", "t/a.py::A::f[10]"]


def test_a_folder_is_its_newest_run_and_a_number_is_a_saved_run(command, tmp_path):
    saved = tmp_path / ".benchmarks" / "Some-Machine"
    write_run(saved / "0001_old.json", [entry("m.py::f")], datetime="2026-01-01T00:00:00")
    write_run(saved / "0002_new.json", [entry("m.py::f")], datetime="2026-03-01T00:00:00")
    write_run(saved / "0003_copied.json", [entry("m.py::f")], datetime="2026-02-01T00:00:00")
    table = table_of(command("compare", "0001", ".benchmarks", "--format", "json").stdout)
    assert table.series == ["0001_old", "0002_new"]


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


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--columns", "peek"], "`peek` is no column: use time, peak,"),
        (["--columns", "rss"], "no run has `rss`: there are time, peak,"),
        (["--columns", "extra:nothing"], "no benchmark has `nothing` in its `extra_info`"),
        (["--stat", "mode"], "`mode` is no statistic: use min, mean,"),
        (["--stat", "iqr", "--columns", "peak"], "quartiles of the timed rounds, and memory has"),
        (["--group-by", "file"], "`file` is nothing to group by: use fullname, name,"),
        (["--group-by", "param:m"], "no benchmark has a dim `m`; there are n, node.class,"),
        (["--sort", "change"], "`--sort change` needs a second run"),
        (["--sort", "size"], "'size' is not one of"),
        (["run.json", "--label", "a", "--label", "a"], "two runs are labelled `a`"),
        (["--where", "n=7"], "no benchmark has `n=7`"),
        (["--csv", "no/folder/here.csv"], "`no/folder/here.csv` cannot be written: No such file"),
        (["empty"], "`empty` holds no run file"),
        (["0007"], "`0007` is no file, no folder and no saved run"),
        (["zero.json"], "`zero.json` is no run file: it is empty"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(command, tmp_path, arguments, reason):
    write_run(tmp_path / "run.json", PLACES)
    (tmp_path / "zero.json").touch()
    (tmp_path / "empty").mkdir()
    result = command("compare", "run.json", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = [each for each in result.stderr.splitlines() if each.startswith("Error: ")]
    assert reason in line


def test_a_run_with_no_benchmark_is_refused(command, tmp_path):
    write_run(tmp_path / "run.json", [])
    result = command("compare", "run.json")
    assert result.exit_code == 2
    assert "there is no benchmark in it" in result.stderr


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


def test_help_mentions_every_option(tmp_path):
    result = process("compare", "--help", cwd=tmp_path)
    assert result.returncode == 0
    for option in (
        *("--columns", "--stat", "--group-by", "--sort", "--pivot", "--diff", "--format", "--csv"),
        *("--label", "--where", "--fail-on", "--on-missing", "--on-inconclusive", "--help"),
    ):
        assert option in result.stdout, option
    for word in ("min,median|all", "table|md|csv|json|html", "name|value|change", "extra:NAME"):
        assert word in result.stdout, word


@pytest.mark.parametrize(
    "arguments",
    [["missing.json"], ["bad.json"], ["run.json", "--bogus"]],
    ids=["missing file", "bad file", "no such option"],
)
def test_a_process_fails_with_exit_2_and_one_line(tmp_path, arguments):
    write_run(tmp_path / "run.json", PLACES)
    (tmp_path / "bad.json").write_text('{"benchmarks": [{"fullname": "f", "stats": {"min": "x"}}]}')
    result = process("compare", *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1


def test_a_pipe_that_is_closed_early_is_no_crash(tmp_path):
    # More than a pipe holds, so that writing fails while the table is printed.
    write_run(tmp_path / "run.json", [entry(f"m.py::f[{n}]") for n in range(3_000)])
    with subprocess.Popen(
        [sys.executable, "-m", "benchmem_core", "compare", "run.json"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b"Name ")
        running.stdout.close()
        assert running.stderr.read() == b""


def test_an_encoding_that_lacks_characters_is_no_crash(tmp_path):
    for name, peak in (("a", 10), ("b", 20)):
        write_run(tmp_path / f"{name}.json", [entry("m.py::f[漢\udc80]", peak=(peak,))])
    for encoding, format_ in (("ascii", "table"), ("latin-1", "table"), ("latin-1", "md")):
        options = ("--format", format_, "--fail-on", "peak:10%")
        result = subprocess.run(
            [sys.executable, "-m", "benchmem_core", "compare", "a.json", "b.json", *options],
            cwd=tmp_path,
            env=environment({"PYTHONIOENCODING": encoding}),
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert result.returncode == 1
        assert b"Traceback" not in result.stderr
        # A document is in UTF-8 wherever it goes, as its readers expect.
        text = result.stdout.decode("ascii" if format_ == "table" else "utf-8")
        assert "\\u2500" not in text
        assert ("\\u6f22" if format_ == "table" else "漢") in text
        assert "\\udc80" in text or "&#92;udc80" in text


def test_colours_come_with_a_terminal_and_go_with_no_color(tmp_path):
    for name, peak in (("a", 10), ("b", 20)):
        write_run(tmp_path / f"{name}.json", [entry("m.py::f", peak=(peak,))])
    plain = process("compare", "a.json", "b.json", cwd=tmp_path)
    colored = process("compare", "a.json", "b.json", cwd=tmp_path, env={"FORCE_COLOR": "1"})
    no_color = process(
        "compare", "a.json", "b.json", cwd=tmp_path, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}
    )
    assert "\x1b[32m10 B (1.0)\x1b[0m" in colored.stdout
    assert "\x1b[31m20 B (2.00)\x1b[0m" in colored.stdout
    assert "\x1b" not in plain.stdout + no_color.stdout
    assert words(plain.stdout.splitlines())[2:] == words(no_color.stdout.splitlines())[2:]


def test_a_run_is_not_overwritten_by_its_own_csv(command, tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f")])
    content = path.read_bytes()
    result = command("compare", "run.json", "--csv", "./run.json")
    assert result.exit_code == 2
    assert "would overwrite a run" in result.stderr
    assert path.read_bytes() == content
