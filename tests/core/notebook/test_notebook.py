"""What a notebook and IPython show of a result."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from benchmem_core import Measurement, MemoryResult, Site, measure_memory
from benchmem_core.captures.frames import Frame
from benchmem_core.metrics import MEMORY_METRICS
from tests.core.conftest import Script

MIB = 1 << 20
HOSTILE = "<script>alert(1)</script>"

ONE = MemoryResult((Measurement(3 * MIB, 1234, 5 * MIB),))
SPREAD = MemoryResult(
    (Measurement(4 * MIB, 10, 9 * MIB, 60 * MIB, 0), Measurement(3 * MIB, 12, 8 * MIB, 50 * MIB, 7))
)
SITES = MemoryResult(
    (Measurement(4 * MIB, 10, 9 * MIB),),
    sites=(
        Site(Frame("load", "app.py", 7), 3 * MIB, 2),
        Site(Frame("loads", "json/__init__.py", 99), MIB // 2, 2, Frame("load", "app.py", 8)),
        Site(None, MIB // 2, 6),
    ),
)


class Fragment(HTMLParser):
    """The rows, texts, tags and styles of a piece of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes += attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "tr" in self.open and {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def shown(result: MemoryResult) -> Fragment:
    return Fragment(result._repr_html_())


class Printer:
    """As much of IPython's printer as a result uses."""

    def __init__(self, indentation: int = 0) -> None:
        self.indentation = indentation
        self.output = ""

    def text(self, text: str) -> None:
        self.output += text


def pretty(result: MemoryResult, indentation: int = 0) -> str:
    printer = Printer(indentation)
    result._repr_pretty_(printer, cycle=False)
    return printer.output


# --- HTML -------------------------------------------------------------------------------------


def test_a_notebook_shows_every_metric_that_was_measured() -> None:
    assert shown(SPREAD).rows == [
        ["Memory", "Headline", "Max"],
        ["Peak", "3.00 MiB", "4.00 MiB"],
        ["Allocations", "12", "12"],
        ["Allocated", "8.00 MiB", "9.00 MiB"],
        ["RSS", "50.00 MiB", "60.00 MiB"],
        ["Retained", "7 B", "7 B"],
    ]


def test_what_was_not_measured_has_no_row() -> None:
    assert [row[0] for row in shown(ONE).rows] == ["Memory", "Peak", "Allocations", "Allocated"]


def test_of_one_pass_there_is_no_maximum() -> None:
    assert shown(ONE).rows[:2] == [["Memory", "Headline"], ["Peak", "3.00 MiB"]]


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (ONE, "1 pass, counting every Python object (allocators: python)."),
        (SPREAD, "2 passes, counting every Python object (allocators: python)."),
        (
            MemoryResult(ONE.samples, "system"),
            "1 pass, counting what reached the system&#x27;s allocator (allocators: system).",
        ),
    ],
)
def test_passes_and_mode_are_told(result: MemoryResult, text: str) -> None:
    assert f"<p>{text}</p>" in result._repr_html_()


def test_each_metric_says_what_it_is() -> None:
    titles = {value for name, value in shown(SPREAD).attributes if name == "title"}
    assert titles == {metric.title for metric in MEMORY_METRICS}


def test_sites_are_listed_with_what_they_own() -> None:
    assert shown(SITES).rows[4:] == [
        ["At the peak", "Share", "", "Site"],
        ["3.00 MiB", "75%", "", "load (app.py:7)"],
        ["512.00 KiB", "12%", "", "loads (json/__init__.py:99), called by load (app.py:8)"],
        ["512.00 KiB", "12%", "", "all other sites"],
    ]


def test_a_bar_is_as_wide_as_the_share() -> None:
    assert re.findall(r"width:([\d.]+)%", SITES._repr_html_()) == ["75.0", "12.5", "12.5"]


def test_a_remainder_of_nothing_is_left_out() -> None:
    result = MemoryResult(
        ONE.samples, sites=(Site(Frame("f", "a.py", 1), 3 * MIB, 1), Site(None, 0, 0))
    )
    assert "other sites" not in result._repr_html_()


def test_a_peak_of_nothing_has_sites_too() -> None:
    result = MemoryResult((Measurement(0, 0, 0),), sites=(Site(None, 0, 0),))
    assert shown(result).rows[-1] == ["0 B", "0%", "", "all other sites"]


def test_names_are_text_whatever_they_hold() -> None:
    frame = Frame(HOSTILE, '"><img src=x>\x1b[31m\udc80', 3)
    site = Site(frame, 3 * MIB, 1, Frame(HOSTILE, "b&c.py", 1))
    page = MemoryResult(ONE.samples, sites=(site, Site(None, 0, 0)))._repr_html_()
    fragment = Fragment(page)
    assert not {"script", "img"} & set(fragment.tags)
    assert HOSTILE in fragment.rows[-1][-1]
    assert "b&c.py" in fragment.rows[-1][-1]
    assert page.isprintable() or set(filter(lambda c: not c.isprintable(), page)) == {"\n"}


def test_it_fits_light_and_dark_pages() -> None:
    """Nothing sets a colour of text, and of grounds only the bar has one, which lets through."""
    styles = [value or "" for name, value in shown(SITES).attributes if name == "style"]
    rules = [rule.partition(":") for style in styles for rule in style.split(";")]
    assert "color" not in {name for name, _, _ in rules}
    grounds = {value for name, _, value in rules if name.startswith("background")}
    assert grounds == {"rgba(66,133,244,0.55)"}


def test_it_loads_nothing_and_styles_nothing_else() -> None:
    fragment = shown(SITES)
    assert not {"style", "link", "script", "img"} & set(fragment.tags)
    assert {name for name, _ in fragment.attributes} == {"style", "title"}


# --- text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "line"),
    [
        (
            ONE,
            "peak 3.00 MiB, allocations 1,234, allocated 5.00 MiB; 1 pass (allocators: python)",
        ),
        (
            SPREAD,
            (
                "peak 3.00 MiB (max 4.00 MiB), allocations 12, allocated 8.00 MiB, "
                "rss 50.00 MiB, retained 7 B; 2 passes (allocators: python)"
            ),
        ),
    ],
)
def test_a_terminal_shows_one_line(result: MemoryResult, line: str) -> None:
    assert pretty(result) == line


def test_under_it_stand_the_sites_that_were_asked_for() -> None:
    assert pretty(SITES).splitlines()[1:] == [
        "    3.00 MiB   75%  load (app.py:7)",
        "  512.00 KiB   12%  loads (json/__init__.py:99), called by load (app.py:8)",
        "  512.00 KiB   12%  all other sites",
    ]


def test_inside_of_something_it_stays_one_line() -> None:
    assert "\n" not in pretty(SITES, indentation=1)


def test_a_terminal_is_sent_no_escapes() -> None:
    site = Site(Frame("\x1b[31m", "a\nb.py", 1), 3 * MIB, 1)
    text = pretty(MemoryResult(ONE.samples, sites=(site, Site(None, 0, 0))))
    assert "\\x1b[31m (a\\nb.py:1)" in text
    assert len(text.splitlines()) == 2


def test_the_representation_is_still_the_code_that_makes_it() -> None:
    assert eval(repr(SITES), {**globals(), "MemoryResult": MemoryResult}) == SITES


# --- what it costs, and what calls it ---------------------------------------------------------


def test_a_real_result_shows() -> None:
    result = measure_memory(lambda: [bytes(1000) for _ in range(100)], sites=3, retained=True)
    assert len(shown(result).rows) > 6
    assert pretty(result).startswith("peak 10")


def test_measuring_does_not_load_what_shows(run_script: Script) -> None:
    run_script("""
        import sys
        import benchmem_core

        result = benchmem_core.measure_memory(list, 1)
        assert "benchmem_core.engine.display" not in sys.modules
        assert "benchmem_core.notebook.magics" not in sys.modules
        result._repr_html_()
        assert "IPython" not in sys.modules
    """)


def test_ipython_takes_both(run_script: Script) -> None:
    run_script("""
        from IPython.core.formatters import DisplayFormatter
        from benchmem_core import Measurement, MemoryResult

        formatter = DisplayFormatter(active_types=["text/plain", "text/html"])
        result = MemoryResult((Measurement(3, 2, 1),))
        data, _ = formatter.format(result)
        line = "peak 3 B, allocations 2, allocated 1 B; 1 pass (allocators: python)"
        assert data == {"text/plain": line, "text/html": result._repr_html_()}
        assert formatter.format([result])[0] == {"text/plain": f"[{line}]"}
    """)


def test_a_subclass_shows_too() -> None:
    class OwnResult(MemoryResult):
        extra: Any = None

    assert OwnResult(ONE.samples)._repr_html_() == ONE._repr_html_()
