"""`benchmem runs`: which run files there are, and what they carry."""

import pytest

from tests.io.commands import body, process, table_of, words
from tests.io.run_files import NO_TIME, entry, write_run


@pytest.fixture
def saved(tmp_path):
    """Two runs where pytest-benchmark saves them; the one that was made later sorts first."""
    folder = tmp_path / ".benchmarks" / "Linux-CPython-3.11-64bit"
    write_run(
        folder / "0001_late.json",
        [entry("m.py::f"), entry("m.py::g", peak=None)],
        datetime="2026-03-01T09:30:15.123+00:00",
        commit_info={"id": "abcdef0123456789", "branch": "fix", "dirty": True},
    )
    write_run(
        folder / "0002_early.json",
        [entry("m.py::f", peak=None)],
        datetime="2026-01-02T08:00:00+00:00",
        commit_info={"id": "unversioned", "branch": "(unknown)", "dirty": False},
    )
    return folder


def test_runs_are_listed_oldest_first_with_what_they_carry(command, saved):
    table = table_of(command("runs", "--format", "json").stdout)
    assert [column.key for column in table.columns] == [
        *("date", "commit", "machine", "benchmarks", "metrics")
    ]
    shown = [[cell.value for cell in row.cells.values()] for row in table.rows]
    machine = "here CPython 3.11.7"
    assert shown == [
        ["2026-01-02 08:00", None, machine, 1, "time"],
        [
            *("2026-03-01 09:30", "abcdef0123+ fix", machine, 2),
            "time, peak, allocations, allocated",
        ],
    ]
    assert [row.id.rpartition("/")[2] for row in table.rows] == [
        *("0002_early.json", "0001_late.json")
    ]


def test_the_default_is_a_table_that_fits_a_hundred_columns(command, saved):
    result = command("runs")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["Run", "Date", "Commit", "Machine", "Benchmarks", "Metrics"]
    assert max(map(len, lines)) <= 100
    assert "2026-03-01 09:30" in result.stdout


def test_markdown_and_csv_have_a_row_for_each_run(command, saved):
    csv_lines = command("runs", "--format", "csv").stdout.splitlines()
    assert csv_lines[0] == "id,date,commit,machine,benchmarks,metrics"
    assert csv_lines[2].endswith(',2,"time, peak, allocations, allocated"')
    markdown = command("runs", "--format", "md").stdout.splitlines()
    assert len(markdown) == 4
    assert all(line.count("|") == 7 for line in markdown)


def test_files_and_folders_can_be_named(command, tmp_path, saved):
    write_run(tmp_path / "elsewhere" / "run.json", [entry("m.py::f", time=NO_TIME)])
    result = command("runs", "elsewhere", saved / "0001_late.json", "--format", "json")
    assert [row.id for row in table_of(result.stdout).rows] == [
        str(saved / "0001_late.json"),
        "elsewhere/run.json",
    ]


def test_what_is_no_run_file_is_named_and_the_others_are_listed(command, tmp_path):
    write_run(tmp_path / "runs" / "good.json", [entry("m.py::f")])
    write_run(tmp_path / "runs" / "damaged.json", [entry("m.py::f", blob={"peak_bytes": "x"})])
    (tmp_path / "runs" / "zero.json").touch()
    (tmp_path / "runs" / "notes.txt").write_text("no JSON, and of no interest")
    result = command("runs", "runs")
    assert result.exit_code == 2
    assert [line[0] for line in words(body(result.stdout))] == ["runs/good.json"]
    damaged, zero = result.stderr.splitlines()
    assert "`runs/damaged.json`: benchmark `'m.py::f'`: " in damaged
    assert "`runs/zero.json` is not a run file: it is empty" in zero


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "`.benchmarks` holds no run file: save one with `--benchmark-autosave`"),
        (["empty"], "`empty` holds no run file"),
        (["missing.json"], "`missing.json` cannot be read: No such file or directory"),
        (["zero.json"], "`zero.json` is not a run file: it is empty"),
    ],
    ids=["nothing saved", "empty folder", "missing file", "no run file"],
)
def test_where_there_is_nothing_it_says_so_in_one_line(command, tmp_path, arguments, reason):
    (tmp_path / "empty").mkdir()
    (tmp_path / "zero.json").touch()
    result = command("runs", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: {reason}")
    assert result.stderr.count("\n") == 1


def test_what_a_file_says_of_itself_is_harmless(command, tmp_path):
    hostile = "\x1b[31m|<b>\n=1\u202e"
    write_run(
        tmp_path / "runs" / f"a{hostile.replace('/', '')}.json",
        [entry("m.py::f")],
        datetime=hostile,
        commit_info={"id": hostile, "branch": ["no", "text"], "dirty": "?"},
        machine_info={"node": {"no": "text"}, "python_version": hostile},
    )
    for format_ in ("table", "md", "csv"):
        result = command("runs", "runs", "--format", format_)
        assert result.exit_code == 0
        text = result.stdout
        assert not {"\x1b", "\u202e", "\r"} & set(text)
        assert len(text.splitlines()) <= 4, format_
    # A date or machine that is of another kind altogether is left out.
    write_run(tmp_path / "odd.json", [entry("m.py::f")], datetime=7, machine_info=[], commit_info=0)
    row = table_of(command("runs", "odd.json", "--format", "json").stdout).rows[0]
    assert [cell.value for cell in row.cells.values()][:4] == [None, None, None, 1]


def test_help_says_where_it_looks(tmp_path):
    result = process("runs", "--help", cwd=tmp_path)
    assert result.returncode == 0
    assert "table|md|csv|json" in result.stdout
    assert "the default is the folder in which pytest-" in result.stdout
