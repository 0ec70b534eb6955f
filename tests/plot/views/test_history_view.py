"""`plot_history`: a metric over runs, a line for each id, its spread, its steps."""

import pytest
from playwright.sync_api import expect

from benchmem_io.errors import SelectionError
from benchmem_plot import plot_history, write_plot
from tests.io.run_files import entry, write_run
from tests.plot.charts import hover_lines, layout_of, legend, traces_of, zoom
from tests.plot.suites import peaks, write_runs

FLAT = {"m.py::a": 1000, "m.py::b": 2000}
GROWN = {"m.py::a": 1000, "m.py::b": 3000}


@pytest.fixture
def draw(written):
    """Draw runs, each given by its peaks or its entries."""

    def draw_runs(*runs, **options):
        entries = [peaks(run) if isinstance(run, dict) else run for run in runs]
        return plot_history(written(*entries), **options)

    return draw_runs


def lines_of(figure):
    """The lines by what the legend calls them."""
    return {
        trace["name"]: list(trace["y"])
        for trace in traces_of(figure)
        if trace["mode"] == "lines+markers"
    }


def marks_of(figure):
    """Where steps are marked: the run and the symbol."""
    return [
        mark
        for trace in traces_of(figure)
        if trace["mode"] == "markers"
        for mark in zip(trace["x"], trace["marker"]["symbol"], strict=True)
    ]


def test_each_id_has_a_line(draw):
    figure, count = draw(FLAT, GROWN, GROWN)
    assert lines_of(figure) == {"a": [1000] * 3, "b": [2000, 3000, 3000]}
    assert count == 2


def test_steps_are_marked_where_they_begin(draw):
    figure, _ = draw(FLAT, FLAT, GROWN, GROWN, GROWN, FLAT, FLAT)
    assert marks_of(figure) == [("run2", "triangle-up"), ("run5", "triangle-down")]
    texts = [
        t for trace in traces_of(figure) if trace["mode"] == "markers" for t in trace["hovertext"]
    ]
    assert texts == ["b<br>run2: <b>+50.0%</b>, 2.93 KiB", "b<br>run5: <b>-33.3%</b>, 1.95 KiB"]


def test_the_band_is_from_the_lowest_to_the_highest_pass(draw):
    runs = [{"m.py::a": [low, high]} for low, high in ((10, 12), (11, 14))]
    (band, _) = traces_of(draw(*runs)[0])
    assert list(band["y"]) == [12, 14, 11, 10]
    assert list(band["x"]) == ["run0", "run1", "run1", "run0"]
    assert len(traces_of(draw(*runs, band=False)[0])) == 1


def test_a_run_without_a_benchmark_leaves_a_gap(draw):
    figure, _ = draw(FLAT, {"m.py::a": 1000}, FLAT)
    assert lines_of(figure)["b"] == [2000, None, 2000]
    band = next(t for t in traces_of(figure) if t["legendgroup"] == "m.py::b")
    assert list(band["x"]) == ["run0", "run0", None, "run2", "run2"]


def dated(folder, name, day, commit_day):
    return write_run(
        folder / f"{name}.json",
        peaks({"m.py::a": 1000}),
        datetime=f"2026-11-{day:02}T10:00:00",
        commit_info={"id": "a", "time": f"2026-10-{commit_day:02}T10:00:00+02:00"},
    )


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("time", ["first", "second", "third"]),
        ("commit", ["third", "first", "second"]),
        ("given", ["second", "third", "first"]),
    ],
)
def test_runs_are_in_the_order_that_was_asked_for(tmp_path, order, names):
    files = [
        dated(tmp_path, name, day, commit_day)
        for name, day, commit_day in (("second", 2, 9), ("third", 3, 1), ("first", 1, 5))
    ]
    figure, _ = plot_history(files, order=order)
    assert list(layout_of(figure)["xaxis"]["categoryarray"]) == names
    assert list(traces_of(figure)[-1]["x"]) == names


def test_labels_stay_with_their_runs(tmp_path):
    files = [dated(tmp_path, "late", 2, 2), dated(tmp_path, "early", 1, 1)]
    figure, _ = plot_history(files, labels=["L", "E"])
    assert list(layout_of(figure)["xaxis"]["categoryarray"]) == ["E", "L"]


@pytest.mark.parametrize(("order", "what"), [("time", "run"), ("commit", "commit")])
def test_runs_without_a_date_have_to_be_ordered_as_given(tmp_path, order, what):
    run = write_run(tmp_path / "r.json", peaks(FLAT), datetime="", commit_info={})
    reason = f"r.json` has no date of its {what} to sort by: choose the order `given`"
    with pytest.raises(SelectionError, match=reason):
        plot_history([run], order=order)
    assert plot_history([run], order="given")[1] == 2


def test_other_allocators_than_the_newest_are_left_out(draw):
    old = [entry("m.py::a", peak=[5, 5], allocators="system")]
    figure, _ = draw(old, {"m.py::a": 1000}, {"m.py::a": 1000})
    assert lines_of(figure) == {"a": [None, 1000, 1000]}
    assert marks_of(figure) == []
    text = layout_of(figure)["title"]["text"]
    assert "Counted with other allocators than in the newest run, and so not drawn: 1" in text


@pytest.mark.parametrize(
    ("run", "options", "kind"),
    [
        ({"m.py::a": 10, "m.py::b": 101}, {}, "log"),
        ({"m.py::a": 10, "m.py::b": 100}, {}, "linear"),
        ({"m.py::a": 0, "m.py::b": 1000}, {}, "linear"),
        ({"m.py::a": 10, "m.py::b": 1000}, {"log": False}, "linear"),
        ({"m.py::a": 10, "m.py::b": 10}, {"log": True}, "log"),
    ],
)
def test_the_axis_is_logarithmic_over_a_decade(draw, run, options, kind):
    assert layout_of(draw(run, run, **options)[0])["yaxis"]["type"] == kind


def test_a_logarithm_of_zero_is_refused(draw):
    with pytest.raises(SelectionError, match="axis of `peak` cannot be logarithmic: it holds `0`"):
        draw({"m.py::a": 0}, log=True)


def test_with_many_lines_those_that_moved_have_colours_and_the_others_are_grey(draw):
    base = {f"m.py::t{i}": 1000 for i in range(20)}
    figure, count = draw(base, base, base | {"m.py::t3": 2000}, base | {"m.py::t3": 2000})
    assert [trace["name"] for trace in traces_of(figure) if trace["showlegend"]] == [
        "19 others",
        "t3",
    ]
    assert count == 20


def test_steps_of_grey_lines_are_marked_too_and_go_with_them(draw):
    base = {f"m.py::t{i}": 1000 for i in range(20)}
    head = {f"m.py::t{i}": 2000 + 100 * i for i in range(20)}
    traces = traces_of(draw(base, base, head, head)[0])
    marks = [trace for trace in traces if trace["mode"] == "markers"]
    assert sorted(len(trace["x"]) for trace in marks) == [1] * 7 + [13]
    assert max(marks, key=lambda trace: len(trace["x"]))["legendgroup"] == "others"


def test_a_run_between_gaps_stays_in_sight_among_many_lines(draw):
    base = {f"m.py::t{i:03}": 1000 for i in range(150)}
    (trace,) = traces_of(draw(base, base, base)[0])
    assert trace["mode"] == "lines"
    partly = {id_: size for id_, size in base.items() if id_ != "m.py::t007"}
    (trace,) = traces_of(draw(partly, base, partly)[0])
    assert trace["mode"] == "lines+markers"


@pytest.mark.parametrize("value", [0, 1, 4096])
def test_constant_series_have_no_steps(draw, value):
    figure, _ = draw(*[{"m.py::a": value}] * 5)
    assert marks_of(figure) == []
    low, high = layout_of(figure)["yaxis"]["range"]
    assert low < value < high


def test_a_single_run_is_points(draw):
    figure, count = draw(FLAT)
    assert lines_of(figure) == {"a": [1000], "b": [2000]}
    assert count == 2


def test_times_have_a_history_too(draw):
    figure, _ = draw([entry("m.py::a", time=0.5)], [entry("m.py::a", time=0.25)], metric="time")
    assert lines_of(figure) == {"a": [0.5, 0.25]}


def test_an_id_that_is_no_text_is_drawn(draw, tmp_path, visit):
    figure, _ = draw(*[{"m.py::a[\ud800]": 1000, "m.py::b": 2000}] * 3)
    write_plot(figure, tmp_path / "page.html")
    names = visit(tmp_path / "page.html").locator(".legend .legendtext").all_text_contents()
    assert names == ["a[\\ud800]", "b"]


def test_a_run_without_the_metric_is_named(draw):
    figure, _ = draw(FLAT, [entry("m.py::a", peak=None)], FLAT)
    assert "Without peak, and so not drawn: run1" in layout_of(figure)["title"]["text"]


def test_an_unknown_order_is_refused(draw):
    with pytest.raises(SelectionError, match="`order` is `time` or `commit` or `given`, not `x`"):
        draw(FLAT, order="x")


# --- in a browser ---

LINES = ".scatterlayer .trace .lines path.js-line"


@pytest.fixture(scope="module")
def page(visit_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("history")
    figure, _ = plot_history(write_runs(folder, 5, 6))
    write_plot(figure, folder / "page.html")
    return visit_once(folder / "page.html")


def test_every_line_is_drawn_and_steps_are_marked(page):
    # Five lines of six points, and two steps.
    expect(page.locator(".scatterlayer .point")).to_have_count(32)
    expect(page.locator(".legend .traces")).to_have_count(5)
    assert page.locator(".xtick text").all_text_contents() == [f"run{i}" for i in range(6)]


def test_hover_tells_id_run_and_value(page):
    lines = hover_lines(page, page.locator(".scatterlayer .point").first)
    assert lines == ["test_sort[100]", "run0: 48.42 KiB"]


def test_a_click_on_the_legend_hides_a_line_with_its_band_and_its_steps(page):
    points = page.locator(".scatterlayer .point")
    legend(page, "test_sort[1000000]").click()
    expect(points).to_have_count(32 - 7)
    expect(page.locator(".scatterlayer .fills path")).to_have_count(4)
    legend(page, "test_sort[1000000]").click()
    expect(points).to_have_count(32)


def test_zoomed_ticks_are_iec_bytes(page):
    ticks = page.locator(".ytick text")
    before = ticks.all_text_contents()
    zoom(page, 0.1, 0.9, 0.05, 0.2)
    expect(ticks.first).not_to_have_text(before[0])
    assert all(text.endswith(("B", "KiB", "MiB")) for text in ticks.all_text_contents())
