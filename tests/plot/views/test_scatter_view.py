"""`plot_scatter`: how large, how many times the baseline, and by how much in absolute terms."""

import pytest
from playwright.sync_api import expect

from benchmem_io.errors import SelectionError
from benchmem_plot import plot_scatter, write_plot
from tests.io.run_files import entry
from tests.plot.charts import hover_lines, layout_of, titles_of, traces_of, zoom
from tests.plot.suites import MIB, peaks, write_runs

BASE = {"m.py::a": 1 * MIB, "m.py::b": 2 * MIB, "m.py::c": 4 * MIB}
HEAD = {"m.py::a": 2 * MIB, "m.py::b": 1 * MIB, "m.py::c": 4 * MIB}


@pytest.fixture
def draw(written):
    """Draw runs, each given by its peaks or its entries."""

    def draw_runs(*runs, metric="peak", **options):
        entries = [peaks(run) if isinstance(run, dict) else run for run in runs]
        return plot_scatter(written(*entries), metric=metric, **options)

    return draw_runs


def test_baseline_is_along_x_and_the_multiple_along_y_both_logarithmic(draw):
    figure, count = draw(BASE, HEAD)
    (trace,) = traces_of(figure)
    assert list(trace["x"]) == [1 * MIB, 2 * MIB, 4 * MIB]
    assert list(trace["y"]) == [2.0, 0.5, 1.0]
    layout = layout_of(figure)
    assert layout["xaxis"]["type"] == layout["yaxis"]["type"] == "log"
    assert layout["xaxis"]["title"]["text"] == "Peak of run0"
    assert count == 3


def test_axes_have_units(draw):
    layout = layout_of(draw(BASE, HEAD)[0])
    assert layout["xaxis"]["ticktext"] == ["1 MiB", "2 MiB", "4 MiB"]
    multiples = [float(text[:-1]) for text in layout["yaxis"]["ticktext"]]
    assert multiples == [0.5, 0.75, 1, 1.5, 2]
    assert {text[-1] for text in layout["yaxis"]["ticktext"]} == {"\N{MULTIPLICATION SIGN}"}


def test_colour_is_the_absolute_change(draw):
    (trace,) = traces_of(draw(BASE, HEAD)[0])
    assert list(trace["marker"]["color"]) == [1 * MIB, -1 * MIB, 0]
    assert trace["marker"]["colorbar"]["ticktext"][0] == "-1.00 MiB"


def test_colours_end_at_the_95th_percentile_by_default(draw):
    base = {f"m.py::t{i}": 1000 for i in range(100)}
    head = {f"m.py::t{i}": 1001 + i for i in range(100)}
    head["m.py::t99"] = 10**9
    (trace,) = traces_of(draw(base, head)[0])
    assert (trace["marker"]["cmin"], trace["marker"]["cmax"]) == (-95, 95)
    (trace,) = traces_of(draw(base, head, clip=7.5)[0])
    assert (trace["marker"]["cmin"], trace["marker"]["cmax"]) == (-7.5, 7.5)


@pytest.mark.parametrize("clip", [0, -1.0, float("nan"), float("inf")])
def test_clip_must_be_positive(draw, clip):
    with pytest.raises(SelectionError, match="`clip` must be positive, not"):
        draw(BASE, HEAD, clip=clip)


def test_labels_name_the_runs(draw):
    layout = layout_of(draw(BASE, HEAD, labels=["v1", "v2"])[0])
    assert layout["title"]["text"].endswith("v2 against v1")
    assert layout["yaxis"]["title"]["text"] == "Multiple of v1"


def test_a_long_label_is_not_repeated_at_the_axes(draw):
    layout = layout_of(draw(BASE, HEAD, labels=["x" * 50, "v2"])[0])
    assert layout["xaxis"]["title"]["text"] == "Peak of the baseline"


def test_three_runs_animate_and_the_last_is_shown(draw):
    figure, _ = draw(BASE, HEAD, {**BASE, "m.py::a": 8 * MIB})
    assert [list(frame.data[0].y) for frame in figure.frames] == [[2, 0.5, 1], [8, 1, 1]]
    assert list(traces_of(figure)[0]["y"]) == [8, 1, 1]
    (slider,) = layout_of(figure)["sliders"]
    assert [step["label"] for step in slider["steps"]] == ["run1", "run2"]
    assert slider["active"] == 1


def test_two_runs_need_no_slider(draw):
    figure, _ = draw(BASE, HEAD)
    assert not figure.frames
    assert "sliders" not in layout_of(figure)


def test_notes_stay_when_the_slider_moves(draw):
    figure, _ = draw(BASE, {**HEAD, "m.py::new": 5}, BASE)
    for text in (layout_of(figure)["title"]["text"], figure.frames[0].layout.title.text):
        assert "Only in run1, and so not drawn: 1" in text


@pytest.mark.parametrize(
    ("facet", "titles"),
    [
        ("kind", ["kind=x", "kind=y", "kind=-"]),
        ("param:kind", ["kind=x", "kind=y", "kind=-"]),
        ("node.func", ["node.func=f", "node.func=g"]),
    ],
)
def test_any_dim_makes_panels(draw, facet, titles):
    run = [entry(f"m.py::f[{kind}]", params={"kind": kind}) for kind in "xy"] + [entry("m.py::g")]
    figure, count = draw(run, run, facet=facet)
    assert titles_of(figure) == titles
    assert sum(len(trace["x"]) for trace in traces_of(figure)) == count == 3


def test_zeros_are_counted_and_not_drawn(draw):
    figure, count = draw({**BASE, "m.py::z": 0}, {**HEAD, "m.py::z": 5})
    assert (
        "Zero, which no logarithm shows, and so not drawn: 1"
        in (layout_of(figure)["title"]["text"])
    )
    assert count == 3


def test_zeros_alone_leave_an_empty_plot(draw):
    run = [entry("m.py::z", peak=[0, 0], params={"n": 1})]
    figure, count = draw(run, run, facet="n")
    assert count == 0
    assert list(traces_of(figure)[0]["x"]) == []


def test_equal_runs_lie_on_one(draw):
    figure, _ = draw(BASE, BASE)
    (trace,) = traces_of(figure)
    assert list(trace["y"]) == [1, 1, 1]
    assert list(trace["marker"]["colorbar"]["ticktext"]) == ["-1 B", "0 B", "+1 B"]


def test_other_allocators_are_not_compared_silently(draw):
    head = [*peaks({"m.py::a": 9}), entry("m.py::b", peak=[7, 7], allocators="system")]
    figure, count = draw(BASE, head)
    text = layout_of(figure)["title"]["text"]
    assert "Counted with other allocators than the baseline, and so not drawn: 1" in text
    assert "Only in run0, and so not drawn: 1" in text
    assert count == 1


def test_allocators_matter_to_no_time(draw):
    runs = [[entry("m.py::a", allocators=mode)] for mode in ("python", "system")]
    assert draw(*runs, metric="time")[1] == 1


@pytest.mark.parametrize(
    ("runs", "reason"),
    [
        ([BASE], "this view compares: name a second run, or a dim as `pivot`"),
        ([BASE, {"m.py::x": 1}], "`run0` and `run1` have no benchmark with `peak` in common"),
        (
            [BASE, [entry("m.py::a", allocators="system")]],
            "have no benchmark counted with the same allocators in common",
        ),
    ],
)
def test_nothing_to_compare_is_refused(draw, runs, reason):
    with pytest.raises(SelectionError, match=reason):
        draw(*runs)


@pytest.mark.parametrize(
    "other",
    [{"m.py::x": 1}, [entry("m.py::a", allocators="system")], [entry("m.py::a", peak=None)]],
)
def test_a_run_that_has_nothing_to_compare_is_left_out_and_named(draw, other):
    figure, _ = draw(BASE, other, BASE)
    title = layout_of(figure)["title"]["text"]
    assert title.startswith("High-water mark of allocated memory: run2 against run0<br>")
    assert "Nothing to compare with run0, and so not drawn: run1" in title
    assert "sliders" not in layout_of(figure)


def test_pivot_compares_values_of_a_dim(draw):
    run = [
        entry(f"m.py::f[{kind}-{n}]", params={"kind": kind, "n": n}, peak=[n * size] * 2)
        for kind, size in (("v10", 300), ("v9", 100))
        for n in (1, 2)
    ]
    figure, count = draw(run, pivot="kind")
    assert list(traces_of(figure)[0]["y"]) == [3, 3]
    assert layout_of(figure)["title"]["text"].endswith("v10 against v9")
    assert count == 2


# --- in a browser ---

POINTS = ".scatterlayer .point"


@pytest.fixture(scope="module")
def page(visit_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scatter")
    figure, _ = plot_scatter(write_runs(folder, 50, 4), metric="peak", facet="kind")
    write_plot(figure, folder / "page.html")
    return visit_once(folder / "page.html")


def test_every_point_is_drawn_and_colours_are_explained(page):
    expect(page.locator(POINTS)).to_have_count(50)
    expect(page.locator(".colorbar, .cbaxis").first).to_be_visible()


def test_hover_tells_id_and_change(page):
    lines = hover_lines(page, page.locator(POINTS).first)
    assert lines[0] == "test_merge[DataFrame-100]"
    assert "\N{RIGHTWARDS ARROW}" in lines[1]


def test_slider_shows_another_run(page):
    title = page.locator(".gtitle")
    expect(title).to_contain_text("run3 against run0")
    ys = "() => document.querySelector('.chart').data.flatMap((trace) => trace.y)"
    last = page.evaluate(ys)
    # At its beginning is the first run after the baseline.
    rail = page.locator(".slider-rail-touch-rect").bounding_box()
    page.mouse.click(rail["x"] + 3, rail["y"] + rail["height"] / 2)
    expect(title).to_contain_text("run1 against run0")
    assert page.evaluate(ys) != last
    expect(page.locator(POINTS)).to_have_count(50)
    page.mouse.click(rail["x"] + rail["width"] - 3, rail["y"] + rail["height"] / 2)
    expect(title).to_contain_text("run3 against run0")
    assert page.evaluate(ys) == last


def test_zoomed_ticks_are_iec_bytes(page):
    ticks = page.locator(".x4tick text")
    before = ticks.all_text_contents()
    zoom(page, 0.4, 0.5, 0.1, 0.9)
    expect(ticks.first).not_to_have_text(before[0])
    assert all(text.endswith(("B", "KiB", "MiB")) for text in ticks.all_text_contents())
