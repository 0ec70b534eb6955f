"""`compare_table`: the table of `benchmem compare` in Python, and how notebooks show it."""

import inspect
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from benchmem_core import BenchmemError
from benchmem_io import RunFileError, SelectionError, Table, compare_table
from benchmem_io.cli.compare import compare
from benchmem_io.table.html import render_html
from tests.io.run_files import entry, write_run

HOSTILE = "m.py::f[<script>alert(1)</script>]"


@pytest.fixture
def runs(monkeypatch, tmp_path):
    """Two runs of three benchmarks; the second has a third more memory and the same times."""
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for label, factor in (("main", 3), ("branch", 4)):
        entries = [
            entry(
                f"m.py::f[{kind}-{n}]",
                peak=(n * factor, n * factor + 1),
                params={"kind": kind, "n": n},
                extra_info={"note": f"about {kind}"},
                group=kind,
            )
            for kind, n in (("a", 100), ("a", 1000), ("b", 100))
        ]
        write_run(tmp_path / f"{label}.json", entries)
    return ["main.json", "branch.json"]


# --- it is the table of the command -----------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ((), {}),
        (("--columns", "peak,extra:note"), {"columns": "peak,extra:note"}),
        (("--columns", "peak,allocated"), {"columns": ["peak", "allocated"]}),
        (("--stat", "all"), {"stat": "all"}),
        (("--stat", "min,mean"), {"stat": ("min", "mean")}),
        (("--diff",), {"diff": True}),
        (("--group-by", "func,param:kind"), {"group_by": ["func", "param:kind"]}),
        (("--sort", "value"), {"sort": "value"}),
        (("--sort", "change", "--columns", "peak"), {"sort": "change", "columns": "peak"}),
        (("--where", "n=100"), {"where": "n=100"}),
        (("--where", "n=100"), {"where": {"n": 100}}),
        (("--where", "kind=a", "--where", "kind=b"), {"where": {"kind": ["a", "b"]}}),
        (("--where", "n=100", "--where", "kind=a"), {"where": ["n=100", "kind=a"]}),
        (("--label", "old", "--label", "new"), {"labels": ["old", "new"]}),
    ],
)
def test_it_is_what_the_command_prints(command, runs, arguments, options):
    result = command("compare", *runs, *arguments)
    assert result.exit_code == 0
    assert f"{compare_table(runs, **options)}\n" == result.stdout


def test_a_name_in_a_list_may_contain_a_comma(tmp_path):
    path = tmp_path / "run.json"
    write_run(path, [entry("m.py::f", extra_info={"a,b": "both", "a": "one"})])
    table = compare_table(path, columns=["peak", "extra:a,b"])
    assert table.columns[0].title == "a,b"
    assert [row.cells[0].value for row in table.rows] == ["both"]


@pytest.mark.parametrize("columns", [[], ["peak", ""], "", "peak,"])
def test_an_empty_name_is_refused(runs, columns):
    with pytest.raises(SelectionError, match="has an empty column"):
        compare_table(runs, columns=columns)


def test_a_pivot_is_too(command, runs):
    result = command("compare", "main.json", "--pivot", "kind", "--label", "A", "--label", "B")
    table = compare_table("main.json", pivot="kind", labels=["A", "B"])
    assert f"{table}\n" == result.stdout


def test_every_option_that_shapes_the_table_is_an_argument():
    parameters = set(inspect.signature(compare_table).parameters)
    # What is printed beside it, how and where is no matter of the table.
    beside = {"format_", "csv_file", "fail_on", "on_missing", "on_inconclusive", "sites"}
    assert parameters == {parameter.name for parameter in compare.params} - beside


@pytest.mark.parametrize("kind", [str, lambda path: path.parent, lambda path: path])
def test_one_run_may_be_a_path_or_a_folder(runs, tmp_path, kind):
    path = tmp_path / "one" / "run.json"
    write_run(path, [entry("m.py::only")])
    assert [row.id for row in compare_table(kind(path)).rows] == ["m.py::only"]


def test_saved_runs_are_found_by_number(runs, tmp_path):
    write_run(tmp_path / ".benchmarks" / "machine" / "0001_main.json", [entry("m.py::saved")])
    assert [row.id for row in compare_table("0001").rows] == ["m.py::saved"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"columns": "speed"}, "`speed` is not a metric"),
        ({"stat": "p99"}, "`p99` is not a statistic"),
        ({"group_by": "kind"}, "`kind` is nothing to group by"),
        ({"sort": "size"}, "`size` is not an order of rows: use name, value, change"),
        ({"where": "size=3"}, "no benchmark has a dim `size`"),
        ({"pivot": "kind"}, " has the same `kind` in two runs: choose with `--where`"),
        ({"labels": ["one"]}, "1 labels were given for 2 runs"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(runs, options, reason):
    with pytest.raises(SelectionError) as caught:
        compare_table(runs, **options)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_run_at_all_is_refused():
    with pytest.raises(SelectionError, match="`runs` is empty"):
        compare_table([])


def test_a_run_that_is_not_there_is_refused(runs):
    with pytest.raises(RunFileError, match=r"`nowhere\.json` is no file"):
        compare_table([*runs, "nowhere.json"])
    assert issubclass(RunFileError, BenchmemError)


# --- HTML -------------------------------------------------------------------------------------


class Fragment(HTMLParser):
    """The tags and rows of a piece of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.open = []
        self.rows = []
        self.captions = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in {"td", "th"}:
            self.rows[-1].append(data)
        elif self.open and self.open[-1] == "caption":
            self.captions.append(data)


def test_a_notebook_shows_rows_and_notes(runs):
    html = compare_table(runs, columns="peak")._repr_html_()
    assert Fragment(html).rows[:3] == [
        ["Name", "Run", "Peak min", "Peak max"],
        ["f[a-100]", "main", "300 B (1.0)", "301 B (1.0)"],
        ["f[a-100]", "branch", "400 B (1.33)", "401 B (1.33)"],
    ]
    assert "<p>Memory counts every Python object (allocators: python).</p>" in html


def test_it_is_a_piece_of_a_page(runs):
    tags = Fragment(compare_table(runs)._repr_html_()).tags
    assert tags[0] == "div"
    assert not {"html", "body", "head", "meta", "title", "script", "link"} & set(tags)


def test_the_page_has_the_same_piece(runs):
    table = compare_table(runs)
    assert table.to_html() == table._repr_html_()
    assert table.to_html() in render_html(table)


def test_groups_have_their_titles(runs):
    fragment = Fragment(compare_table(runs, group_by="group")._repr_html_())
    assert fragment.captions == ["a", "b"]
    # A heading would be one of the notebook's own.
    assert not {"h1", "h2", "h3"} & set(fragment.tags)


def test_ids_labels_and_groups_are_text_whatever_they_hold(tmp_path):
    entries = [entry(HOSTILE, group=HOSTILE, extra_info={HOSTILE: HOSTILE})]
    paths = [write_run(tmp_path / f"{name}.json", entries) for name in "ab"]
    table = compare_table(
        paths, columns=["peak", f"extra:{HOSTILE}"], group_by="group", labels=[HOSTILE, "b&\x1b["]
    )
    html = table._repr_html_()
    assert set(Fragment(html).tags) <= {
        *("div", "style", "table", "caption", "thead", "tr", "th", "td", "p")
    }
    assert "<script" not in html
    assert "\x1b" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 6


def test_its_style_is_for_it_alone_and_for_light_and_dark(runs):
    html = compare_table(runs)._repr_html_()
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    selectors = re.findall(r"([^{}]+)\{", style)
    assert all(selector.strip().startswith("div.benchmem table") for selector in selectors)
    # No colour of text, and only grounds that let the notebook's through.
    assert not re.search(r"(?<!-)color:", style)
    assert re.findall(r"background: (#\w+)", style)
    assert all(len(ground) == 9 for ground in re.findall(r"background: (#\w+)", style))


# --- text -------------------------------------------------------------------------------------


def test_a_terminal_shows_the_table(runs):
    class Printer:
        output = ""

        def text(self, text):
            self.output += text

    printer = Printer()
    table = compare_table(runs)
    table._repr_pretty_(printer, cycle=False)
    assert printer.output == str(table)


def test_text_has_no_colours(runs, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in str(compare_table(runs))


def test_the_type_is_public():
    assert inspect.signature(compare_table).return_annotation in {Table, "Table"}


def test_a_table_is_made_without_loading_what_shows_it():
    script = (
        # What measures coverage has loaded some of it before.
        "import sys; before = set(sys.modules); import benchmem_io; benchmem_io.compare_table; "
        "assert not {'rich', 'pandas', 'IPython', 'html'} & (set(sys.modules) - before)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
