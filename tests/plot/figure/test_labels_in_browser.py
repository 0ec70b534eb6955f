"""Texts in a real browser: none overlaps another, none is cut off, none is taken for markup."""

import pytest
from playwright.sync_api import expect

from benchmem_core.text import shorten
from benchmem_plot import plot_compare, plot_history, plot_scaling, plot_scatter, plot_sweep
from tests.io.run_files import entry, write_run
from tests.plot.charts import TALL, hover_lines, write_figures
from tests.plot.labels import labels_of
from tests.plot.suites import HOSTILE, SIZES, write_runs

LONG = [f"2026-11-{day:02}-feature/rewrite-the-engine-0123456789abcdef" for day in range(1, 25)]


def views(runs, facet=None):
    """A figure of each view."""
    return [
        plot_scaling(runs[0], metric="peak"),
        plot_scaling(runs[:2], metric="time"),
        plot_scatter(runs[:2], metric="peak"),
        plot_scatter(runs, metric="time", facet=facet),
        plot_compare(runs[:2], metric="peak"),
        plot_compare(runs, metric="allocated", sort="relative", facet=facet),
        plot_sweep(runs, metric="peak"),
        plot_history(runs),
    ]


@pytest.fixture
def opened(visit, tmp_path):
    """Open a page with several figures, and wait for all."""

    def open_figures(figures, **options):
        path = write_figures(tmp_path / "page.html", [figure for figure, _ in figures])
        page = visit(path, height=TALL, **options)
        page.wait_for_selector(f"body[data-drawn='{len(figures)}']")
        return page

    return open_figures


def assert_labels(page):
    texts, faults = labels_of(page)
    assert texts
    assert faults == []
    return texts


@pytest.fixture(scope="module")
def fifty(visit_once, tmp_path_factory):
    """The page of all views of 50 benchmarks."""
    folder = tmp_path_factory.mktemp("fifty")
    figures = views(write_runs(folder, 50, 6), "kind")
    path = write_figures(folder / "page.html", [figure for figure, _ in figures])
    page = visit_once(path, height=TALL)
    page.wait_for_selector(f"body[data-drawn='{len(figures)}']")
    return page


def assert_rows_are_named(texts, count):
    # In both comparisons and the sweep.
    assert sum("[" in text for text in texts) >= 3 * count


@pytest.mark.parametrize("count", [5, pytest.param(500, marks=pytest.mark.slow)])
def test_labels_neither_overlap_nor_are_cut_off(opened, tmp_path, count):
    figures = views(write_runs(tmp_path, count, 6), None if count == 5 else "kind")
    assert_rows_are_named(assert_labels(opened(figures)), count)


@pytest.mark.parametrize("width", [1280, 1000])
def test_labels_of_fifty_neither_overlap_nor_are_cut_off(fifty, width):
    fifty.set_viewport_size({"width": width, "height": TALL})
    for chart in fifty.locator(".chart").all():
        expect(chart.locator(".main-svg").first).to_have_attribute("width", str(width - 40))
    assert_rows_are_named(assert_labels(fifty), 50)


@pytest.mark.slow
def test_long_labels_of_many_runs_fit(opened, tmp_path):
    runs = write_runs(tmp_path, 50, len(LONG))
    figures = [
        plot_scaling(runs[:4], metric="peak", labels=LONG[:4]),
        plot_scatter(runs, metric="peak", labels=LONG, facet="kind"),
        plot_compare(runs, metric="peak", labels=LONG, facet="node.func"),
        plot_sweep(runs, metric="peak", labels=LONG),
        plot_history(runs, labels=LONG),
    ]
    assert_labels(opened(figures))


@pytest.mark.slow
def test_long_ids_and_values_fit(opened, tmp_path):
    folder = f"tests/{'deep/' * 9}"
    kinds = [f"a kind with the number {number} and a long name" for number in range(11)]
    runs = []
    for growth in (1, 3):
        entries = [
            entry(
                f"{folder}/test_{index}.py::Test{'Class' * 9}::test_{'long' * 9}[{kind}-{n}]",
                params={"kind": kind, "n": n},
                peak=[n * (index + growth) * 100] * 2,
            )
            for index, kind in enumerate(kinds)
            for n in SIZES
        ]
        runs.append(write_run(tmp_path / f"run{growth}.json", entries))
    figures = [
        plot_scaling(runs[0], metric="peak", color="node.func", facet="kind"),
        plot_scaling(runs[0], metric="peak", x="kind", facet="n"),
        plot_scaling(runs[0], metric="peak", x="n", color="kind"),
        plot_scatter(runs, metric="peak", facet="kind"),
        plot_compare(runs, metric="peak", facet="kind"),
        plot_sweep(runs, metric="peak"),
        plot_history(runs),
    ]
    assert_labels(opened(figures))


@pytest.mark.slow
def test_zeros_equal_runs_and_single_points_are_drawn(opened, tmp_path):
    figures = []
    for value, sizes in ((0, (1, 10)), (4096, (1, 10)), (4096, (1,))):
        run = [entry(f"m.py::f[{n}]", params={"n": n}, peak=[value] * 2) for n in sizes]
        paths = [tmp_path / f"{len(figures)}_{index}.json" for index in range(2)]
        runs = [write_run(path, run) for path in paths]
        figures += [
            plot_scaling(runs[0], metric="peak", x="n"),
            plot_scatter(runs, metric="peak"),
            plot_compare(runs, metric="peak"),
            plot_compare(runs, metric="peak", sort="relative"),
            plot_sweep(runs, metric="peak"),
            plot_history(runs),
        ]
    assert_labels(opened(figures))


def test_faults_would_be_found(fifty):
    ticks = fifty.locator(".chart").last.locator(".xtick text")
    places = [ticks.nth(index).get_attribute("transform") for index in range(3)]
    move = "(text, place) => text.setAttribute('transform', place)"
    for index, place in enumerate(("translate(-500, 0)", places[1], places[1])):
        ticks.nth(index).evaluate(move, place)
    assert sorted(labels_of(fifty)[1]) == ["run0 is cut off", "run1 overlaps run2"]
    for index, place in enumerate(places):
        ticks.nth(index).evaluate(move, place)


# --- text is text ---


@pytest.fixture(scope="module")
def hostile(visit_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    runs = [
        write_run(
            folder / f"run{index}.json",
            [
                entry(
                    f"m.py::f[{text}-{n}]", params={text: text, "n": n}, peak=[n * 100 + index] * 2
                )
                for text in HOSTILE
                for n in (1, 10)
            ],
        )
        for index in range(len(HOSTILE))
    ]
    nasty = HOSTILE[0]
    figures = [
        plot_scaling(runs[0], metric="peak", x="n", color=nasty, labels=[nasty])[0],
        plot_scaling(runs, metric="peak", x="n", labels=HOSTILE)[0],
        plot_scaling(runs[0], metric="peak", x=nasty, facet=HOSTILE[1])[0],
        plot_scatter(runs, metric="peak", labels=HOSTILE, facet=nasty)[0],
        plot_compare(runs[:2], metric="peak", labels=HOSTILE[:2], facet=nasty)[0],
        plot_sweep(runs, metric="peak", labels=HOSTILE)[0],
        plot_history(runs, labels=HOSTILE, order="given")[0],
    ]
    page = visit_once(write_figures(folder / "page.html", figures), height=TALL)
    page.wait_for_selector(f"body[data-drawn='{len(figures)}']")
    return page


def shown(texts, width):
    return [shorten(text, width) for text in texts]


def chart(page, index):
    return page.locator(".chart").nth(index)


def test_titles_of_figures_are_text(hostile):
    titles = hostile.locator(".gtitle").all_text_contents()
    assert titles[0].endswith(f"over n, {HOSTILE[0]}")
    assert titles[3].endswith(f"{HOSTILE[-1]} against {HOSTILE[0]}")
    assert titles[4].endswith(f"{HOSTILE[1]} against {HOSTILE[0]}")


def test_legends_are_text(hostile):
    names = chart(hostile, 0).locator(".legendtext").all_text_contents()
    assert set(names) == {"-", HOSTILE[0]}
    assert chart(hostile, 0).locator(".legendtitletext").text_content() == HOSTILE[0]
    assert chart(hostile, 1).locator(".legendtext").all_text_contents() == shown(HOSTILE, 32)


def test_titles_of_panels_are_text(hostile):
    panels = chart(hostile, 3).locator(".annotation-text").all_text_contents()
    assert panels[0].startswith("<script>")
    assert panels[1] == f"{HOSTILE[0]}=-"


def test_names_of_rows_and_columns_are_text(hostile):
    for index in (4, 5):
        rows = chart(hostile, index).locator(".ytick text, .y2tick text").all_text_contents()
        assert set(rows) == {f"f[{text}-{n}]" for text in HOSTILE for n in (1, 10)}
    for index in (5, 6):
        columns = chart(hostile, index).locator(".xtick text").all_text_contents()
        assert columns == shown(HOSTILE, 24)


def test_slider_and_hover_are_text(hostile):
    labels = chart(hostile, 3).locator(".slider-label").all_text_contents()
    assert labels
    assert set(labels) <= set(shown(HOSTILE, 16))
    for index in (1, 3, 6):
        lines = hover_lines(hostile, chart(hostile, index).locator(".scatterlayer .point").first)
        assert lines[0].startswith("f[")
        assert lines[0].endswith("]")
    bar = chart(hostile, 4).locator(".barlayer .point path").first
    assert hover_lines(hostile, bar)[0] in {f"f[{text}-{n}]" for text in HOSTILE for n in (1, 10)}


def test_cells_of_a_heatmap_are_text_too(hostile):
    area = chart(hostile, 5).locator(".nsewdrag")
    box = area.bounding_box()
    rows = chart(hostile, 5).locator(".ytick text").all_text_contents()
    for row, name in enumerate(rows):
        hostile.mouse.move(
            box["x"] + box["width"] * 0.5, box["y"] + box["height"] * (row + 0.5) / len(rows)
        )
        lines = hostile.locator(".hoverlayer tspan.line")
        expect(lines.first).to_have_text(name)
        assert lines.nth(1).text_content().startswith(HOSTILE[3])


def test_nothing_became_an_element(hostile):
    assert hostile.locator("svg a, svg b, svg script, img, .MathJax").count() == 0


# --- themes ---


def test_figures_follow_the_colour_scheme(fifty):
    for scheme, paper, ink in (
        ("dark", "rgb(22, 24, 27)", "rgb(230, 231, 233)"),
        ("light", "rgb(255, 255, 255)", "rgb(28, 30, 33)"),
    ):
        fifty.emulate_media(color_scheme=scheme)
        expect(fifty.locator("body")).to_have_css("background-color", paper)
        for kind in (".gtitle", ".xtick text", ".ytick text", ".legendtext", ".annotation-text"):
            texts = fifty.locator(kind)
            for index in range(min(texts.count(), 3)):
                expect(texts.nth(index)).to_have_css("fill", ink)


# --- many ---


@pytest.mark.slow
def test_two_thousand_benchmarks_are_drawn(opened, tmp_path):
    runs = write_runs(tmp_path, 2000, 3)
    figures = [
        plot_scaling(runs[0], metric="peak"),
        plot_scatter(runs[:2], metric="peak"),
        plot_compare(runs[:2], metric="peak"),
        plot_sweep(runs, metric="peak"),
        plot_history(runs),
    ]
    assert [count for _, count in figures] == [2000] * 5
    page = opened(figures)
    expect(chart(page, 0).locator(".scatterlayer .point")).to_have_count(2000)
    expect(chart(page, 1).locator(".scatterlayer .point")).to_have_count(2000)
    expect(chart(page, 2).locator(".barlayer .point")).to_have_count(2000)
    cells = "chart => chart.calcdata[0][0].z.flat().length"
    assert chart(page, 3).evaluate(cells) == 6000
    # Most have no points. Bands have outlines, which cannot be seen.
    lines = chart(page, 4).locator(".lines .js-line:not([style*='stroke-width: 0px'])")
    expect(lines).to_have_count(2000)
    assert_labels(page)
