"""`plot_sweep`: how many times the first run each later one is, as a heatmap."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from benchmem_io.errors import SelectionError
from benchmem_plot import plot_sweep, write_plot
from tests.io.run_files import entry
from tests.plot.charts import layout_of, traces_of, zoom
from tests.plot.suites import peaks, write_runs


@pytest.fixture
def draw(written):
    """Draw runs, each given by its peaks or its entries."""

    def draw_runs(*runs, metric="peak", **options):
        entries = [peaks(run) if isinstance(run, dict) else run for run in runs]
        return plot_sweep(written(*entries), metric=metric, **options)

    return draw_runs


def times(number):
    return f"{number}\N{MULTIPLICATION SIGN}"


FIRST = {"m.py::a": 1000, "m.py::b": 1000, "m.py::c": 1000}
SECOND = {"m.py::a": 2000, "m.py::b": 500, "m.py::c": 1000}
THIRD = {"m.py::a": 4000, "m.py::c": 1000}


def cells(figure):
    (trace,) = traces_of(figure)
    return {name: list(row) for name, row in zip(trace["y"], trace["z"], strict=True)}


def test_cells_are_binary_logarithms_of_the_multiple_of_the_first(draw):
    figure, count = draw(FIRST, SECOND, THIRD)
    assert cells(figure) == {"a": [0, 1, 2], "b": [0, -1, None], "c": [0, 0, 0]}
    assert list(traces_of(figure)[0]["x"]) == ["run0", "run1", "run2"]
    assert count == 3


def test_labels_name_the_columns(draw):
    figure, _ = draw(FIRST, SECOND, labels=["v1", "v2"])
    assert list(traces_of(figure)[0]["x"]) == ["v1", "v2"]
    assert layout_of(figure)["title"]["text"].endswith("times v1")


def test_the_scale_ends_at_the_95th_percentile_or_at_clip(draw):
    base = {f"m.py::t{i}": 2 for i in range(100)}
    head = dict.fromkeys(base, 4) | {"m.py::t0": 2**30}
    assert traces_of(draw(base, head)[0])[0]["zmax"] == 1
    (trace,) = traces_of(draw(base, head, clip=3)[0])
    assert (trace["zmin"], trace["zmax"]) == (-3, 3)
    assert list(trace["colorbar"]["ticktext"]) == [
        times(each) for each in (0.125, 0.354, 1, 2.83, 8)
    ]


def test_changes_are_written_where_there_is_room(draw):
    (trace,) = traces_of(draw(FIRST, SECOND, THIRD)[0])
    assert [list(row) for row in trace["text"]] == [
        ["", times(2), times(4)],
        ["", times(0.5), ""],
        [""] * 3,
    ]
    many = {f"m.py::t{i}": 2 for i in range(200)}
    assert "text" not in traces_of(draw(many, many)[0])[0]


def test_growth_from_zero_and_to_zero_have_the_strongest_colours(draw):
    figure, _ = draw(
        {"m.py::a": 0, "m.py::b": 8, "m.py::c": 0, "m.py::d": 8},
        {"m.py::a": 8, "m.py::b": 0, "m.py::c": 0, "m.py::d": 32},
    )
    assert cells(figure) == {"a": [0, 2], "b": [0, -2], "c": [0, 0], "d": [0, 2]}
    assert traces_of(figure)[0]["customdata"][0][1] == "8 B, \N{INFINITY}\N{MULTIPLICATION SIGN}"


def test_other_allocators_leave_a_gap(draw):
    second = [*peaks({"m.py::a": 500}), entry("m.py::b", peak=[5, 5], allocators="system")]
    figure, _ = draw(FIRST, second)
    assert cells(figure) == {"a": [0, -1], "b": [0, None], "c": [0, None]}
    text = layout_of(figure)["title"]["text"]
    assert "Counted with other allocators than the baseline, and so empty: 1" in text
    assert "Not measured in that run, and so empty: 1" in text


def test_a_run_without_the_metric_is_named(draw):
    figure, _ = draw(FIRST, [entry("m.py::a", peak=None)], SECOND)
    text = layout_of(figure)["title"]["text"]
    assert "Without peak, and so not drawn: run1" in text
    assert "empty" not in text


def test_one_run_is_its_own_column(draw):
    figure, count = draw(FIRST)
    (heatmap,) = figure.data
    assert count == len(FIRST)
    assert len(heatmap.x) == 1
    assert {cell for row in heatmap.z for cell in row} == {0}


def test_a_scale_beyond_all_numbers_ends_in_infinity(draw):
    figure, _ = draw(FIRST, SECOND, clip=5000)
    assert figure.data[0].colorbar.ticktext[-1] == "\N{INFINITY}\N{MULTIPLICATION SIGN}"


def test_what_the_first_lacks_is_counted(draw):
    figure, count = draw(FIRST, {**SECOND, "m.py::new": 1}, {"m.py::new": 1})
    text = layout_of(figure)["title"]["text"]
    assert "Not in run0, the baseline, and so not drawn: 1" in text
    assert count == 3


@pytest.mark.parametrize(
    ("runs", "options", "reason"),
    [
        ([[entry("m.py::a", peak=None)], FIRST], {}, "`run0`, the baseline, has no benchmark"),
        ([FIRST, SECOND], {"clip": 0}, "`clip` must be positive, not `0`"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, runs, options, reason):
    with pytest.raises(SelectionError, match=reason):
        draw(*runs, **options)


def test_pivot_has_a_column_for_each_value(draw):
    run = [
        entry(f"m.py::f[{kind}]", params={"kind": kind}, peak=[size] * 2)
        for kind, size in (("a", 100), ("b", 200), ("c", 400))
    ]
    figure, count = draw(run, pivot="kind")
    assert list(cells(figure).values()) == [[0, 1, 2]]
    assert count == 1


def test_rows_that_are_written_alike_stay_two(draw):
    ids = [f"m.py::test_{'x' * 150}{letter}{'y' * 150}" for letter in "ab"]
    figure, _ = draw({ids[0]: 1, ids[1]: 1}, {ids[0]: 2, ids[1]: 4})
    assert list(cells(figure).values()) == [[0, 1], [0, 2]]


def test_of_many_rows_those_that_moved_most_are_named(draw):
    base = {f"m.py::t{i:04}": 1000 for i in range(2000)}
    head = base | {"m.py::t0777": 4000, "m.py::t1500": 100}
    axis = layout_of(draw(base, head)[0])["yaxis"]
    assert {"t0777", "t1500"} <= set(axis["ticktext"])
    places = list(axis["tickvals"])
    assert 300 < len(places) < 600
    assert min(b - a for a, b in pairwise(places)) >= 4


# --- in a browser ---


@pytest.fixture(scope="module")
def page(visit_once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweep")
    figure, _ = plot_sweep(write_runs(folder, 50, 4), metric="peak")
    write_plot(figure, folder / "page.html")
    return visit_once(folder / "page.html")


def test_every_cell_row_and_column_is_drawn(page):
    assert (
        page.evaluate("document.querySelector('.chart').calcdata[0][0].z.map((row) => row.length)")
        == [4] * 50
    )
    expect(page.locator(".heatmaplayer image")).to_have_count(1)
    expect(page.locator(".ytick text")).to_have_count(50)
    assert page.locator(".xtick text").all_text_contents() == ["run0", "run1", "run2", "run3"]


def test_hover_tells_id_run_value_and_multiple(page):
    box = page.locator(".nsewdrag").bounding_box()
    # The second column of the fifth row.
    page.mouse.move(box["x"] + box["width"] * 0.375, box["y"] + box["height"] * 4.5 / 50)
    expect(page.locator(".hoverlayer .hovertext")).to_have_count(1)
    assert page.locator(".hoverlayer tspan.line").all_text_contents() == [
        "test_group_by_sum[dict-1000000]",
        "run1: 78.55 MiB, 2\N{MULTIPLICATION SIGN}",
    ]


def test_zoomed_rows_keep_their_names(page):
    names = page.locator(".ytick text")
    zoom(page, 0.1, 0.9, 0.21, 0.39)
    expect(names).to_have_count(10)
    assert names.all_text_contents()[0] == "test_merge[DataFrame-100]"
    page.locator(".nsewdrag").dblclick()
    expect(names).to_have_count(50)
