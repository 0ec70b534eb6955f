"""`plot_compare`: a bar for each benchmark, the biggest regression on top."""

import pytest
from playwright.sync_api import expect

from benchmem_io.errors import SelectionError
from benchmem_plot import plot_compare, write_plot
from tests.io.run_files import entry
from tests.plot.charts import hover_lines, layout_of, titles_of, traces_of, zoom
from tests.plot.suites import MIB, peaks, write_runs

ORANGE, BLUE = "rgb(194, 65, 12)", "rgb(31, 99, 168)"
BASE = {"m.py::big": 100 * MIB, "m.py::small": 1 * MIB, "m.py::same": 5, "m.py::less": 8 * MIB}
HEAD = {"m.py::big": 110 * MIB, "m.py::small": 3 * MIB, "m.py::same": 5, "m.py::less": 2 * MIB}


@pytest.fixture
def draw(written):
    """Draw runs, each given by its peaks or its entries."""

    def draw_runs(*runs, metric="peak", **options):
        entries = [peaks(run) if isinstance(run, dict) else run for run in runs]
        return plot_compare(written(*entries), metric=metric, **options)

    return draw_runs


def rows(figure):
    """What each row is called, from the top, and how long its bar is."""
    (trace,) = traces_of(figure)
    axis = layout_of(figure)["yaxis"]
    assert axis["range"][0] > axis["range"][1]
    names = dict(zip(axis["tickvals"], axis["ticktext"], strict=True))
    return [(names[place], size) for place, size in zip(trace["y"], trace["x"], strict=True)]


def test_bars_are_absolute_changes_the_largest_growth_on_top(draw):
    figure, count = draw(BASE, HEAD)
    assert rows(figure) == [
        ("big", 10 * MIB),
        ("small", 2 * MIB),
        ("same", 0),
        ("less", -6 * MIB),
    ]
    assert count == 4


def test_relative_bars_are_shares_in_percent(draw):
    figure, _ = draw(BASE, HEAD, sort="relative")
    assert rows(figure) == [
        ("small", 2.0),
        ("big", pytest.approx(0.1)),
        ("same", 0),
        ("less", -0.75),
    ]
    assert layout_of(figure)["xaxis"]["tickformat"] == "~%"
    assert list(traces_of(figure)[0]["text"]) == ["+200.0%", "+10.0%", "0.0%", "-75.0%"]


def test_absolute_bars_are_in_iec_bytes(draw):
    figure, _ = draw(BASE, HEAD)
    assert layout_of(figure)["xaxis"]["ticktext"] == [
        f"{each} MiB" if each else "0 B" for each in (-8, -4, 0, 4, 8, 12)
    ]
    assert list(traces_of(figure)[0]["text"]) == ["+10.00 MiB", "+2.00 MiB", "0 B", "-6.00 MiB"]


def test_growth_from_zero_is_on_top_as_long_as_the_longest(draw):
    figure, _ = draw({"m.py::a": 0, "m.py::b": 10}, {"m.py::a": 1, "m.py::b": 30}, sort="relative")
    assert rows(figure) == [("a", 2.0), ("b", 2.0)]
    assert list(traces_of(figure)[0]["text"]) == ["+inf%", "+200.0%"]


def test_growth_is_orange_and_shrinking_blue_and_clip_bounds_both(draw):
    (trace,) = traces_of(draw(BASE, HEAD, clip=1 * MIB)[0])
    assert list(trace["marker"]["color"]) == [ORANGE, ORANGE, "rgb(222, 222, 222)", BLUE]
    with pytest.raises(SelectionError, match="`clip` must be positive, not `-1`"):
        draw(BASE, HEAD, clip=-1)


def test_colours_end_at_the_95th_percentile_by_default(draw):
    base = {f"m.py::t{i}": 1000 for i in range(100)}
    head = {f"m.py::t{i}": 1001 + i for i in range(100)}
    (trace,) = traces_of(draw(base, head)[0])
    strongest = [color == ORANGE for color in trace["marker"]["color"]]
    assert strongest == [True] * 6 + [False] * 94


def test_of_several_runs_the_last_is_compared(draw):
    figure, _ = draw(BASE, BASE, HEAD, labels=["v1", "v2", "v3"])
    assert rows(figure)[0] == ("big", 10 * MIB)
    assert layout_of(figure)["title"]["text"].endswith("v3 against v1")


def test_any_dim_makes_panels_each_with_its_own_rows(draw):
    run = [
        entry(f"m.py::f[{kind}-{n}]", params={"kind": kind, "n": n})
        for kind in "xy"
        for n in (1, 2)
    ]
    figure, count = draw(run, run, facet="kind")
    assert titles_of(figure) == ["kind=x", "kind=y"]
    assert layout_of(figure)["yaxis2"]["ticktext"] == ["f[y-1]", "f[y-2]"]
    assert count == 4


def test_what_only_one_run_has_is_counted(draw):
    figure, _ = draw(BASE, {"m.py::big": 1, "m.py::new": 2})
    text = layout_of(figure)["title"]["text"]
    assert "Only in run0, and so not drawn: 3" in text
    assert "Only in run1, and so not drawn: 1" in text


def test_other_allocators_are_not_compared_silently(draw):
    head = [*peaks({"m.py::big": 9}), entry("m.py::small", peak=[7, 7], allocators="system")]
    figure, count = draw(BASE, head)
    text = layout_of(figure)["title"]["text"]
    assert "Counted with other allocators than the baseline, and so not drawn: 1" in text
    assert count == 1


@pytest.mark.parametrize(
    ("runs", "options", "reason"),
    [
        ([BASE, HEAD], {"sort": "name"}, "`sort` is `absolute` or `relative`, not `name`"),
        ([BASE], {}, "this view compares: name a second run, or a dim as `pivot`"),
        ([BASE, HEAD], {"facet": "n"}, "no benchmark has a dim `n`; there are node.func"),
        ([BASE, HEAD], {"labels": ["a"]}, "1 labels were given for 2 runs"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, runs, options, reason):
    with pytest.raises(SelectionError, match=reason):
        draw(*runs, **options)


def test_pivot_and_where_choose_what_is_compared(draw):
    run = [
        entry(f"m.py::f[{kind}-{n}]", params={"kind": kind, "n": n}, peak=[n * size] * 2)
        for kind, size in (("v10", 300), ("v9", 100))
        for n in (1, 2)
    ]
    figure, count = draw(run, pivot="kind", where={"n": 2})
    assert rows(figure) == [("f[n=2]", 400)]
    assert count == 1


@pytest.mark.parametrize("sort", ["absolute", "relative"])
@pytest.mark.parametrize("value", [0, 4096])
def test_equal_runs_have_bars_of_no_length_and_an_axis(draw, sort, value):
    run = {"m.py::a": value, "m.py::b": value}
    figure, _ = draw(run, run, sort=sort)
    assert rows(figure) == [("a", 0), ("b", 0)]
    low, high = layout_of(figure)["xaxis"]["range"]
    assert low < 0 < high


def test_the_axis_of_many_rows_is_on_top_beside_the_largest_growth(draw):
    run = {f"m.py::t{i}": 100 + i for i in range(60)}
    assert layout_of(draw(run, run)[0])["xaxis"]["side"] == "top"
    assert layout_of(draw(BASE, HEAD)[0])["xaxis"]["side"] == "bottom"


# --- in a browser ---

BARS = ".barlayer .point path"


@pytest.fixture(scope="module")
def page(visit_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("compare")
    figure, _ = plot_compare(write_runs(folder, 50, 2), metric="peak")
    write_plot(figure, folder / "page.html")
    return visit_once(folder / "page.html")


def test_every_bar_is_drawn_with_its_name_and_its_text(page):
    expect(page.locator(BARS)).to_have_count(50)
    assert page.locator(".ytick text").all_text_contents()[0] == "test_group_by_sum[dict-1000000]"
    expect(page.locator(".barlayer .bartext")).to_have_count(50)


def test_hover_tells_id_and_change(page):
    assert hover_lines(page, page.locator(BARS).first) == [
        "test_group_by_sum[dict-1000000]",
        "39.28 MiB \N{RIGHTWARDS ARROW} 78.55 MiB, +100.0%",
    ]


def test_zoomed_ticks_are_iec_bytes(page):
    ticks = page.locator(".xtick text")
    before = ticks.all_text_contents()
    zoom(page, 0.55, 0.6, 0.1, 0.3)
    expect(ticks.first).not_to_have_text(before[0])
    assert all(text.endswith(("B", "KiB", "MiB")) for text in ticks.all_text_contents())
