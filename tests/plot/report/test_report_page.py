"""The page of a report in a real browser, opened from disk."""

import pytest
from playwright.sync_api import expect

from benchmem_plot import write_report
from tests.io.run_files import entry, write_run
from tests.plot.recorded import MIB, recorded, rest, site
from tests.plot.suites import HOSTILE, peaks, write_runs

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def opened(visit, tmp_path):
    """Write a report and open it."""

    def open_report(runs, *, options=None, **window):
        write_report(runs, tmp_path / "report.html", **(options or {}))
        return visit(tmp_path / "report.html", draws=False, **window)

    return open_report


def titles(page):
    return page.locator("section h2").all_inner_texts()


def cells(page, section, table=0):
    rows = page.locator(f"#{section} table").nth(table).locator("tbody tr, tr:has(td)")
    return [row.locator("td").all_text_contents() for row in rows.all()]


def draw_all(page):
    """Scroll through the page, so that all of its figures are drawn."""
    charts = page.locator(".chart").all()
    for chart in charts:
        chart.scroll_into_view_if_needed()
        chart.locator(".main-svg").first.wait_for()
    return len(charts)


@pytest.mark.parametrize(
    ("count", "sections", "figures"),
    [
        (1, ["Summary", "Table", "Scaling"], 2),
        (2, ["Summary", "Regressions", "Table", "Scaling", "Changes"], 4),
        (5, ["Summary", "Regressions", "Table", "Scaling", "Changes", "History"], 6),
    ],
)
def test_sections_are_those_that_so_many_runs_have(opened, tmp_path, count, sections, figures):
    page = opened(write_runs(tmp_path, 5, count))
    assert page.locator("nav a").all_inner_texts() == titles(page) == sections
    assert draw_all(page) == figures


def test_summary_names_runs_and_counts_what_changed(opened, tmp_path):
    before = {"m.py::same": 100, "m.py::grew": 100, "m.py::more": 100, "m.py::shrank": 100}
    after = {"m.py::same": 104, "m.py::grew": 106, "m.py::more": 300, "m.py::shrank": 50}
    write_run(tmp_path / "old.json", peaks({**before, "m.py::gone": 1}))
    write_run(
        tmp_path / "new.json",
        peaks(after),
        datetime="2026-11-02T10:00:00+00:00",
        commit_info={"id": "abcdef0123456789", "branch": "fix", "dirty": True},
        machine_info={
            "node": "there",
            "python_implementation": "CPython",
            "python_version": "3.12.1",
        },
    )
    page = opened([tmp_path / "old.json", tmp_path / "new.json"])
    assert [row[:6] for row in cells(page, "summary")] == [
        ["old", "2026-11-01 10:00", "0123456789 main", "here", "CPython 3.11.7", "5"],
        ["new", "2026-11-02 10:00", "abcdef0123+ fix", "there", "CPython 3.12.1", "4"],
    ]
    assert cells(page, "summary", 1) == [
        ["new", "Peak", "2", "1", "1", "1"],
        ["new", "Time", "0", "4", "0", "1"],
    ]
    notes = page.locator("#summary li").all_inner_texts()
    assert notes == [
        "The runs were made on different machines (here, there): times depend on them.",
        "The runs were made with different interpreters (CPython 3.11.7, CPython 3.12.1).",
        "Memory counts every Python object (allocators: python).",
        "Peak of new not compared: 1, because it is missing in new.",
        "Time of new not compared: 1, because it is missing in new.",
    ]


def test_memory_of_two_allocators_is_noted_and_not_compared(opened, tmp_path):
    write_run(tmp_path / "old.json", [entry("m.py::f", peak=[100], allocators="system")])
    write_run(tmp_path / "new.json", [entry("m.py::f", peak=[900])])
    page = opened([tmp_path / "old.json", tmp_path / "new.json"])
    assert cells(page, "summary", 1)[0] == ["new", "Peak", "0", "0", "0", "1"]
    assert page.locator("#regressions article").count() == 0
    assert "have no benchmark counted with the same allocators" in page.inner_text("#changes")


@pytest.fixture
def grown(tmp_path):
    """Two runs with sites: one benchmark grew a lot, one a little, one in time alone."""
    old = [
        recorded("m.py::big", site("m.py:3", 4 * MIB, function="load"), rest(10)),
        recorded("m.py::small", site("m.py:9", 100 * MIB), rest(10)),
        recorded("m.py::slow", site("m.py:12", MIB), rest(10), time=1e-3),
    ]
    new = [
        recorded("m.py::big", site("m.py:3", 8 * MIB, function="load"), rest(10)),
        recorded("m.py::small", site("m.py:9", 107 * MIB), rest(10)),
        recorded("m.py::slow", site("m.py:12", MIB), rest(10), time=3e-3),
    ]
    return [write_run(tmp_path / "old.json", old), write_run(tmp_path / "new.json", new)]


def test_regressions_have_their_sites_the_largest_growth_first(opened, grown):
    page = opened(grown)
    articles = page.locator("#regressions article")
    assert articles.locator("h4").all_inner_texts() == ["big", "small", "slow"]
    assert "peak grew by 100.0%, 4.00 MiB -> 8.00 MiB" in articles.nth(0).inner_text()
    assert articles.locator("pre").all_inner_texts() == [
        "+4.00 MiB  grew: load (m.py:3), 4.00 MiB -> 8.00 MiB\n",
        "+7.00 MiB  grew: f (m.py:9), 100.00 MiB -> 107.00 MiB\n",
    ]
    assert page.locator("#regressions .verdict").count() == 0


def test_rules_decide_what_is_a_regression(opened, grown):
    page = opened(grown, options={"fail_on": ["peak:10%"]})
    assert page.locator("#regressions h4").all_inner_texts() == ["big"]
    assert page.inner_text("#regressions .verdict") == (
        "Failed gate peak:10%: 1 regression, 0 not judged, 2 good"
    )


def test_what_no_rule_could_judge_is_listed(opened, grown):
    page = opened(grown, options={"fail_on": ["rss:1%", "peak:200%"]})
    page.click("#regressions summary")
    expect(page.locator("#regressions details li")).to_have_count(3)
    assert "no rss is recorded in old" in page.inner_text("#regressions details")


def test_nothing_that_grew_says_so(opened, tmp_path):
    runs = [write_run(tmp_path / name, peaks({"m.py::f": 1000})) for name in ("a.json", "b.json")]
    page = opened(runs)
    assert page.inner_text("#regressions .note").startswith("No benchmark grew from")


def test_many_regressions_are_folded_behind_the_largest(opened, tmp_path):
    write_run(tmp_path / "old.json", peaks({f"m.py::f{i}": 1000 for i in range(40)}))
    write_run(tmp_path / "new.json", peaks({f"m.py::f{i}": 2000 + i for i in range(40)}))
    page = opened([tmp_path / "old.json", tmp_path / "new.json"])
    assert page.locator("#regressions > article").count() == 25
    assert page.locator("#regressions > article h4").first.inner_text() == "f39"
    assert page.inner_text("#regressions summary") == "15 more"


def test_single_run_says_where_its_memory_goes(opened, grown):
    page = opened(grown[0])
    assert titles(page)[1] == "Where memory goes"
    assert page.locator("#where h4").all_inner_texts() == ["small", "big", "slow"]
    assert "100%  load (m.py:3)" in page.inner_text("#where")


def test_growth_with_the_size_has_its_class(opened, tmp_path):
    sizes = (10, 100, 1000, 10_000)
    benchmarks = [
        entry(f"m.py::f[{n}]", params={"n": n}, peak=[n * 64], time=n * n * 1e-9) for n in sizes
    ]
    write_run(tmp_path / "run.json", [*benchmarks, entry("m.py::g[5]", params={"n": 5})])
    page = opened(tmp_path / "run.json")
    assert [row[:3] for row in cells(page, "scaling")] == [["f", "O(n)", "1.00"]]
    assert [row[:3] for row in cells(page, "scaling", 1)] == [["f", "O(n^2)", "2.00"]]
    reason = "The growth of 1 family is unknown: only 1 size: at least 4 are needed."
    assert reason in page.inner_text("#scaling")


def test_runs_without_a_size_say_once_why_no_scaling_is_drawn(opened, tmp_path):
    write_run(tmp_path / "run.json", [entry("m.py::f"), entry("m.py::g")])
    page = opened(tmp_path / "run.json")
    assert page.locator("#scaling .note").count() == 1
    assert "no dim is a number, so there is nothing to scale over" in page.inner_text("#scaling")


def test_size_can_be_chosen_where_there_are_several(opened, tmp_path):
    benchmarks = [
        entry(f"m.py::f[{n}-{m}]", params={"n": n, "m": m}, peak=[n * m])
        for n in (1, 10, 100, 1000)
        for m in (1, 2)
    ]
    write_run(tmp_path / "run.json", benchmarks)
    assert "choose one as x" in opened(tmp_path / "run.json").inner_text("#scaling")
    page = opened(tmp_path / "run.json", options={"x": "n"})
    assert draw_all(page) == 2
    assert [row[:2] for row in cells(page, "scaling")] == [["f[m=1]", "O(n)"], ["f[m=2]", "O(n)"]]


def test_metrics_are_those_that_were_chosen(opened, tmp_path):
    runs = write_runs(tmp_path, 5, 2)
    page = opened(runs, options={"columns": "allocations", "labels": ["before", "after"]})
    assert {row[1] for row in cells(page, "summary", 1)} == {"Allocations"}
    assert draw_all(page) == 2
    assert page.inner_text(".lead") == "5 benchmarks: after against before"


def test_ids_and_labels_are_texts_whatever_is_in_them(opened, tmp_path):
    def run(growth):
        return [
            recorded(
                f"m.py::f[{text}]",
                site(f"{text}:3", growth * MIB, function=text),
                rest(10),
                params={"n": 10**index, "kind": text},
            )
            for index, text in enumerate(HOSTILE)
        ]

    paths = [write_run(tmp_path / f"{i}.json", run(i)) for i in (1, 2, 3)]
    page = opened(
        paths,
        options={"labels": HOSTILE[:3], "title": HOSTILE[0], "fail_on": ["peak:1%", "rss:1%"]},
    )
    assert page.title() == HOSTILE[0]
    assert page.inner_text("h1") == HOSTILE[0]
    shown = [f"m.py::f[{text}]".removeprefix("m.py::") for text in HOSTILE]
    assert sorted(page.locator("#regressions h4").all_inner_texts()) == sorted(shown)
    draw_all(page)
    for summary in page.locator("details:not([open]) > summary").all():
        summary.click()
    # With the first plotly that is supported the buttons above a plot are links.
    assert page.locator("main :is(a:not(.modebar a), img, script, b:not(.verdict b))").count() == 0


@pytest.mark.parametrize("count", [1, 2, 5])
def test_nothing_is_wider_than_a_narrow_window(opened, tmp_path, count):
    long = "test_" + "very_" * 30 + "long"
    for index in range(count):
        ids = {f"{long}.py::{long}[{n}]": {"n": n} for n in (1, 10, 100, 1000)}
        write_run(
            tmp_path / f"{long[:60]}{index}.json",
            peaks({id_: [(index + 1) * 1000 * d["n"]] * 2 for id_, d in ids.items()}, ids),
        )
    page = opened(sorted(tmp_path.glob("*.json")), width=390, height=800)
    draw_all(page)
    assert page.evaluate(SIDEWAYS) == 0


@pytest.mark.parametrize(
    ("theme", "system", "paper"),
    [
        ("auto", "dark", "rgb(22, 24, 27)"),
        ("auto", "light", "rgb(255, 255, 255)"),
        ("light", "dark", "rgb(255, 255, 255)"),
        ("dark", "light", "rgb(22, 24, 27)"),
    ],
)
def test_theme_is_as_it_was_asked_for(opened, tmp_path, theme, system, paper):
    write_run(tmp_path / "run.json", [entry("m.py::f")])
    page = opened(tmp_path / "run.json", options={"theme": theme}, color_scheme=system)
    expect(page.locator("body")).to_have_css("background-color", paper)


def test_paper_has_all_figures_in_light(opened, tmp_path):
    page = opened(write_runs(tmp_path, 5, 3), options={"theme": "dark"})
    page.wait_for_selector("head > script", state="attached")
    assert page.locator(".chart .main-svg").count() == 0
    ink = """addEventListener("beforeprint", () => {
        window.seen = getComputedStyle(document.body).backgroundColor;
    })"""
    page.evaluate(ink)
    page.pdf()
    assert page.evaluate("seen") == "rgb(255, 255, 255)"
    assert page.locator(".chart:has(.main-svg)").count() == 6
    expect(page.locator("body")).to_have_css("background-color", "rgb(22, 24, 27)")


@pytest.mark.slow
def test_many_benchmarks_are_there_and_folded(opened, tmp_path):
    page = opened(write_runs(tmp_path, 600, 2))
    assert page.inner_text("#table > p") == "1,200 rows"
    pieces = page.locator("#table details")
    assert page.locator("#table tr:has(td)").count() == 1200
    expect(pieces.first.locator("table")).to_be_hidden()
    pieces.first.locator("summary").click()
    expect(pieces.first.locator("table")).to_be_visible()
    assert draw_all(page) == 4


def test_of_many_benchmarks_in_many_runs_those_that_changed_most_are_drawn(opened, tmp_path):
    for run in range(3):
        values = {f"m.py::f{i}": 1000 + 100 * i * run for i in range(70)}
        write_run(tmp_path / f"{run}.json", peaks(values))
    page = opened(sorted(tmp_path.glob("*.json")), options={"columns": "peak"})
    draw_all(page)
    assert page.inner_text("#changes .note") == "The 60 largest changes of 70 benchmarks."
    names = page.locator("#changes .yaxislayer-above .ytick text").all_text_contents()
    assert len(names) == 60
    assert "f69" in names
    assert "f9" not in names
