"""The formats: whatever an id holds, it is shown harmlessly, and nothing else breaks."""

import csv
import io
import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from tests.io.commands import table_of
from tests.io.run_files import entry, write_run

HOSTILE = [
    "m.py::f[a|b]",
    "m.py::f[a\\|b\\]",
    "m.py::f[a\nb]",
    "m.py::f[a\r\nb\u2028c\x85d]",
    "m.py::f[\x1b[31mred\x1b[0m\x1b]0;title\x07]",
    "m.py::f[\x9b31m]",
    "m.py::f[<script>alert('1')</script>]",
    'm.py::f["><img src=x onerror=alert(1)>&amp;]',
    "m.py::f[`x` ``y``]",
    "m.py::f[**bold** _it_ [link](http://x) #1 @you ~no~]",
    "m.py::f[\udc80\ud800]",
    "m.py::f[\u202egnp.exe\u2066]",
    "m.py::f[漢字 \N{PILE OF POO}]",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "'quoted",
    'say "hi", twice',
    " ",
    "x" * 10_000,
]
# Sent to a terminal, these do something; in a page they hide or turn what follows.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture
def rendered(command, tmp_path):
    """Compare two runs of hostile ids; everything grew, so that the gate quotes them too."""

    def run(format_, *arguments):
        for label, peak in (("a|<b>", 1000), ("=c\x1b[1m", 2000)):
            entries = [
                entry(id_, peak=(peak,), group=id_, extra_info={"note": id_, id_: 1})
                for id_ in HOSTILE
            ]
            write_run(tmp_path / f"{len(label)}.json", entries)
        return command(
            *("compare", "5.json", "6.json", "--format", format_, "--fail-on", "peak:1%"),
            *("--label", "a|<b>", "--label", "=c\x1b[1m", *arguments),
        )

    return run


ARGUMENTS = {
    "values": (),
    "diff": ("--diff",),
    "groups and labels": ("--group-by", "group", "--columns", "peak,extra:note"),
}
in_each_shape = pytest.mark.parametrize("arguments", ARGUMENTS.values(), ids=list(ARGUMENTS))


@in_each_shape
def test_a_terminal_is_sent_no_control_character(rendered, arguments):
    result = rendered("table", *arguments)
    assert result.exit_code == 1
    assert CONTROL.search(result.stdout) is None
    assert "m.py::f[\\x1b[31mred\\x1b[0m\\x1b]0;title\\x07]" in result.stdout
    # Nothing but names and titles stands beside the lines that there are of each benchmark.
    assert result.stdout.count("regression: ") == len(HOSTILE)


def cells_of(line):
    """The cells of a row in Markdown, between pipes that no backslash escapes."""
    return re.split(r"(?<!\\)\|", line)[1:-1]


@in_each_shape
def test_no_markdown_row_breaks(rendered, arguments):
    text = rendered("md", *arguments).stdout
    assert CONTROL.search(text) is None
    rows = [line for line in text.splitlines() if line.startswith("|")]
    widths = {len(cells_of(line)) for line in rows}
    assert len(widths) == 1
    # A heading and a rule for each table, and nothing that is no row.
    tables = len(HOSTILE) if "group" in arguments else 1
    assert len(rows) == 2 * len(HOSTILE) + 2 * tables


def test_markdown_shows_ids_and_nothing_that_they_say(rendered):
    text = rendered("md").stdout
    # As GitHub reads it: tables, raw HTML allowed.
    html = MarkdownIt("gfm-like", {"linkify": False}).enable("table").render(text)
    page = Page(html)
    assert {"script", "img", "a", "em", "s", "h1"}.isdisjoint(page.tags)
    assert page.tags.count("tr") == 1 + 2 * len(HOSTILE)
    names = {unescape(name) for name in re.findall(r"<td[^>]*><code>(.*?)</code></td>", html)}
    # Nothing but blanks is no code, and shows as nothing.
    assert names == {shown(id_) for id_ in HOSTILE if id_ != " "}


class Page(HTMLParser):
    """The tags and texts of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.texts = []
        self.attributes = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.texts.append(data)


def shown(id_):
    """What stands for an id: control characters and halves of a pair as escapes."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in id_
    )


@in_each_shape
def test_a_page_has_ids_as_text_only(rendered, arguments):
    text = rendered("html", *arguments).stdout
    assert CONTROL.search(text) is None
    page = Page(text)
    assert set(page.tags) <= {
        *("html", "meta", "title", "style", "table", "thead", "tr", "th", "td", "p", "ul", "li"),
        *("h2", "div", "caption"),
    }
    assert {name for name, _ in page.attributes} <= {
        *("lang", "charset", "name", "content", "class", "title"),
    }
    for id_ in HOSTILE:
        assert ("title", shown(id_)) in page.attributes, id_
        assert any(shown(id_) in each for each in page.texts), id_
    assert page.texts.count("a|<b>") >= 1


@in_each_shape
def test_csv_has_a_row_per_benchmark_and_no_formula(rendered, arguments):
    text = rendered("csv", *arguments).stdout
    assert CONTROL.search(text) is None
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert {len(row) for row in rows} == {len(head)}
    assert len(rows) == len(HOSTILE) * (2 if "--diff" in arguments else 1)
    for row in [head, *rows]:
        for cell in row:
            is_number = re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)
            assert is_number or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
    assert {row[0].removeprefix("'") for row in rows} == {
        shown(i).removeprefix("'") for i in HOSTILE
    }


@in_each_shape
def test_json_has_ids_as_they_are(rendered, arguments):
    text = rendered("json", *arguments).stdout
    # msgspec refuses halves of a pair; the standard library reads them.
    tree = json.loads(text, parse_constant=pytest.fail)
    assert {row["id"] for row in tree["rows"]} == set(HOSTILE)
    assert {each["id"] for each in tree["gate"]["regressions"]} == set(HOSTILE)
    if not arguments:
        assert tree["series"] == ["a|<b>", "=c\x1b[1m"]


def test_json_is_a_versioned_table(command, tmp_path):
    for name, peak in (("a", 10), ("b", 25)):
        write_run(tmp_path / f"{name}.json", [entry("t/m.py::f[漢]", peak=(peak,), group="G")])
    arguments = ("--columns", "peak", "--stat", "min", "--group-by", "group", "--format", "json")
    text = command("compare", "a.json", "b.json", *arguments).stdout
    assert json.loads(text) == {
        "schema": "benchmem.table",
        "version": 1,
        "series": ["a", "b"],
        "columns": [
            {
                "key": "peak:min",
                "title": "Peak min",
                "metric": "peak",
                "stat": "min",
                "unit": "B",
            }
        ],
        "rows": [
            {
                "id": "t/m.py::f[漢]",
                "label": label,
                "group": "G",
                "cells": {"peak:min": {"value": value, "unit": "B", "ratio": ratio}},
            }
            for label, value, ratio in (("a", 10, 1.0), ("b", 25, 2.5))
        ],
        "notes": [
            "Names begin with t/m.py::",
            "Baseline: a",
            "Memory counts every Python object (allocators: python).",
        ],
        "gate": None,
    }
    assert table_of(text).rows[1].cells["peak:min"].ratio == 2.5


def test_json_has_no_infinity_whatever_the_ids(command, tmp_path):
    # The ratio to a best of zero is infinite; an id of half a pair takes another way out.
    for name, peak in (("a", 0), ("b", 5)):
        write_run(tmp_path / f"{name}.json", [entry("m.py::f[\udc80]", peak=(peak,))])
    for arguments in ((), ("--diff",)):
        text = command("compare", "a.json", "b.json", "--format", "json", *arguments).stdout
        json.loads(text, parse_constant=pytest.fail)


def test_numbers_are_the_same_in_every_format(command, tmp_path):
    write_run(tmp_path / "a.json", [entry("m.py::f", peak=(8_000_000,), time=1 / 3)])
    write_run(tmp_path / "b.json", [entry("m.py::f", peak=(12_000_000,), time=1 / 3)])

    def lines(format_):
        arguments = ("--stat", "min", "--format", format_)
        return command("compare", "a.json", "b.json", *arguments).stdout

    for format_ in ("table", "md", "html"):
        for text in ("333.33 ms (1.0)", "7.63 MiB (1.0)", "11.44 MiB (1.50)"):
            assert text in lines(format_), format_
    # Unscaled and with all digits.
    assert f"m.py::f,{1 / 3},{1 / 3},8000000,12000000" in lines("csv")
    row = table_of(lines("json")).rows[1]
    assert row.cells["time:min"].value == 1 / 3
    assert row.cells["peak:min"].value == 12_000_000
