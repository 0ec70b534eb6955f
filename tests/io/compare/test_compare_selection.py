"""`benchmem compare`: which benchmarks, groups, runs and columns are shown, and in which order."""

import pytest

from tests.io.commands import body, ratios, table_of, values, words
from tests.io.run_files import entry, write_run

from .places import PLACES

RSS = {"peak_bytes": [10], "allocations": [1], "total_bytes": [20], "rss_bytes": [4096]}


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
    for name in ("a.json", "b.json"):
        write_run(tmp_path / name, [entry("m.py::f")])
    result = command("compare", "a.json", "b.json", "--label", "then", "-l", "now")
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


def test_a_file_that_is_given_twice_after_the_baseline_is_two_series(command, tmp_path):
    for name in ("base.json", "run.json"):
        write_run(tmp_path / name, [entry("m.py::f")])
    files = ("base.json", "run.json", "run.json")
    table = table_of(command("compare", *files, "--format", "json").stdout)
    assert len(set(table.series)) == 3
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
