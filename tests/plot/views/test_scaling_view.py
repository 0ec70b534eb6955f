"""`plot_scaling`: which dim goes where, what the axes are, and how it is used."""

import math

import pytest

from benchmem_io.errors import SelectionError
from benchmem_plot import plot_scaling
from tests.io.run_files import entry
from tests.plot.charts import layout_of, titles_of, traces_of

SIZES = (10, 100, 1000, 10_000)


def sized(sizes=SIZES, *, peak=lambda n: 1000 * n, name="m.py::test_f", **params):
    """Benchmarks over sizes."""
    return [
        entry(
            f"{name}[{'-'.join(map(str, [n, *params.values()]))}]",
            params={"n": n, **params},
            peak=[peak(n), int(1.5 * peak(n))],
            time=n * 1e-6,
        )
        for n in sizes
    ]


@pytest.fixture
def draw(written):
    """Draw runs: the figure and the number of ids."""

    def draw_runs(*runs, metric="peak", **options):
        return plot_scaling(written(*runs), metric=metric, **options)

    return draw_runs


def kinds(*names):
    return [each for name in names for each in sized(kind=name)]


def test_the_only_number_is_x(draw):
    figure, count = draw(kinds("list", "dict"))
    assert layout_of(figure)["xaxis"]["title"]["text"] == "n"
    assert count == 8


def test_two_numbers_have_to_be_chosen_from(draw):
    entries = [each for m in (1, 2) for each in sized(m=m)]
    with pytest.raises(SelectionError, match="`n`, `m` are all numbers: choose one as `x`"):
        draw(entries)
    assert layout_of(draw(entries, x="m")[0])["xaxis"]["title"]["text"] == "m"


def test_without_a_number_nothing_scales(draw):
    entries = [entry(f"m.py::f[{kind}]", params={"kind": kind}) for kind in "ab"]
    with pytest.raises(SelectionError, match="no dim is a number, so there is nothing to scale"):
        draw(entries)


@pytest.mark.parametrize("role", ["x", "color", "facet"])
def test_a_dim_that_is_not_there_is_named(draw, role):
    with pytest.raises(SelectionError, match="no benchmark has a dim `size`; there are n, node"):
        draw(sized(), **{role: "size"})


def test_the_dim_with_fewest_values_has_the_colours_and_the_other_the_panels(draw):
    entries = [each for kind in "ab" for lib in "pqr" for each in sized(kind=kind, lib=lib)]
    figure, _ = draw(entries)
    assert layout_of(figure)["legend"]["title"]["text"] == "kind"
    assert titles_of(figure) == ["lib=p", "lib=q", "lib=r"]
    figure, _ = draw(entries, color="lib")
    assert layout_of(figure)["legend"]["title"]["text"] == "lib"
    assert titles_of(figure) == ["kind=a", "kind=b"]


def test_facet_can_be_any_dim(draw):
    entries = sized(name="m.py::test_f") + sized(name="m.py::test_g")
    assert titles_of(draw(entries, facet="node.func")[0]) == [
        "node.func=test_f",
        "node.func=test_g",
    ]


def test_several_runs_have_the_colours(draw):
    figure, count = draw(sized(), sized(), labels=["old", "new"])
    assert [trace["name"].split()[0] for trace in traces_of(figure)] == ["old", "new"]
    assert count == 4


def test_with_a_dim_in_colours_dashes_tell_runs_apart(draw):
    figure, _ = draw(kinds("a", "b"), kinds("a", "b"), color="kind")
    drawn = {trace["name"]: trace["line"] for trace in traces_of(figure)}
    assert len({line["color"] for line in drawn.values()}) == 2
    assert {name.split("  ")[0]: line["dash"] for name, line in drawn.items()} == {
        "a, run0": "solid",
        "b, run0": "solid",
        "a, run1": "dash",
        "b, run1": "dash",
    }


def test_labels_name_the_run_in_the_title(draw):
    assert layout_of(draw(sized())[0])["title"]["text"].endswith("over n, run0")
    assert layout_of(draw(sized(), labels=["v2"])[0])["title"]["text"].endswith("over n, v2")


def test_a_line_joins_what_differs_in_x_alone(draw):
    figure, _ = draw(kinds("a", "b")[::-1], color="node.func", facet="node.module")
    (trace,) = traces_of(figure)
    assert list(trace["x"]) == [*SIZES, None, *SIZES]


def test_what_lacks_x_is_left_out_and_counted(draw):
    figure, count = draw([*sized(), entry("m.py::other")])
    assert "Without n, and so left out: 1" in layout_of(figure)["title"]["text"]
    assert count == 4


def test_numbers_and_booleans_that_are_equal_have_panels_of_their_own(draw):
    entries = [each for value in (1, True) for each in sized(flag=value)]
    figure, _ = draw(entries, facet="flag")
    assert titles_of(figure) == ["flag=1", "flag=True"]
    assert len(traces_of(figure)) == 2


def test_too_many_families_have_one_colour_and_no_legend(draw):
    entries = [each for i in range(30) for each in sized(name=f"m.py::test_{i}")]
    (trace,) = traces_of(draw(entries)[0])
    assert not trace["showlegend"]
    assert trace["x"].count(None) == 29


def types_of(figure):
    layout = layout_of(figure)
    return layout["xaxis"]["type"], layout["yaxis"]["type"]


@pytest.mark.parametrize(
    ("entries", "types"),
    [
        (sized(), ("log", "log")),
        (sized([0, 1, 2]), ("linear", "linear")),
        (sized([-1, 1, 2], peak=abs), ("linear", "linear")),
        (sized(peak=lambda n: n - 10), ("log", "linear")),
    ],
    ids=["positive", "zero x", "negative x", "zero y"],
)
def test_log_auto_is_where_x_is_positive(draw, entries, types):
    assert types_of(draw(entries, x="n")[0]) == types


def test_texts_along_x_make_categories_and_no_logarithm(draw):
    figure, _ = draw([each for kind in ("b10", "b9") for each in sized([1], kind=kind)], x="kind")
    assert types_of(figure) == ("category", "linear")
    assert layout_of(figure)["xaxis"]["categoryarray"] == ["b9", "b10"]


@pytest.mark.parametrize(
    ("options", "types"),
    [
        ({"log": False}, ("linear", "linear")),
        ({"log": True}, ("log", "log")),
        ({"log_x": False}, ("linear", "log")),
        ({"log_y": False}, ("log", "linear")),
        ({"log": False, "log_y": True}, ("linear", "log")),
        ({"log_log": False}, ("linear", "linear")),
        ({"log": False, "log_log": True}, ("log", "log")),
        ({"log_log": True, "log_x": False}, ("linear", "log")),
        ({"y_zero": True}, ("log", "linear")),
        ({"y_zero": True, "log_y": True}, ("log", "log")),
    ],
    ids=str,
)
def test_logarithms_can_be_asked_for(draw, options, types):
    assert types_of(draw(sized(), **options)[0]) == types


@pytest.mark.parametrize("option", ["log", "log_x", "log_log"])
def test_a_logarithm_of_zero_is_refused(draw, option):
    with pytest.raises(SelectionError, match="axis of `n` cannot be logarithmic: it holds `0`"):
        draw(sized([0, 1, 2]), **{option: True})


def test_a_linear_axis_begins_at_zero_unless_told_otherwise(draw):
    entries = sized(peak=lambda n: 1_000_000 + n)
    assert layout_of(draw(entries, log=False)[0])["yaxis"]["range"][0] < 0
    assert layout_of(draw(entries, log=False, y_zero=False)[0])["yaxis"]["range"][0] > 900_000


def test_ticks_are_the_sizes_and_iec_bytes(draw):
    layout = layout_of(draw(sized())[0])
    assert layout["xaxis"]["ticktext"] == ["10", "100", "1,000", "10,000"]
    assert layout["yaxis"]["ticktext"] == ["16 KiB", "64 KiB", "256 KiB", "1 MiB", "4 MiB"]


def test_free_axes_are_of_each_panel(draw):
    entries = sized(kind="a") + sized([5, 50], kind="b")
    shared = layout_of(draw(entries, facet="kind")[0])
    assert (shared["xaxis2"]["matches"], shared["yaxis2"]["matches"]) == ("x", "y")
    free = layout_of(draw(entries, facet="kind", free_axes="x")[0])
    assert "matches" not in free["xaxis2"]
    assert free["yaxis2"]["matches"] == "y"
    assert free["xaxis2"]["range"] != free["xaxis"]["range"]


def test_the_band_of_memory_is_from_lowest_to_highest_pass(draw):
    (trace,) = traces_of(draw(sized())[0])
    assert trace["error_y"]["array"] == [500 * n for n in SIZES]
    assert trace["error_y"]["arrayminus"] == [0] * 4
    assert "error_y" not in traces_of(draw(sized(), band="none")[0])[0]


def test_times_have_a_band_when_asked_for(draw):
    assert "error_y" not in traces_of(draw(sized(), metric="time")[0])[0]
    (trace,) = traces_of(draw(sized(), metric="time", band="minmax")[0])
    # From the shortest round to the median.
    assert trace["error_y"]["array"] == pytest.approx([n * 0.25e-6 for n in SIZES])


@pytest.mark.parametrize("where", [["kind=a"], "kind=a", {"kind": "a"}])
def test_where_selects(draw, where):
    assert draw(kinds("a", "b"), where=where)[1] == 4


def test_pivot_compares_inside_of_a_run(draw):
    figure, count = draw(kinds("a", "b"), pivot="kind")
    assert [trace["name"].split()[0] for trace in traces_of(figure)] == ["a", "b"]
    assert count == 4


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"band": "std"}, "`band` is `auto` or `minmax` or `none`, not `std`"),
        ({"free_axes": "z"}, "`free_axes` is `x` or `y` or `both`, not `z`"),
        (
            {"metric": "rss"},
            "no benchmark has `rss`: choose another metric; there are time, peak, ",
        ),
        ({"where": ["kind=c"]}, "no benchmark has `kind=c`"),
        ({"labels": ["a", "b"]}, "2 labels were given for 1 runs"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, options, reason):
    with pytest.raises(SelectionError, match=reason):
        draw(kinds("a", "b"), **options)


def test_no_run_is_refused():
    with pytest.raises(SelectionError, match="`snapshots` is empty: give at least one run file"):
        plot_scaling([])


def test_one_path_needs_no_list(written):
    (run,) = written(sized())
    assert plot_scaling(run)[1] == plot_scaling(str(run))[1] == 4


def test_few_lines_say_how_they_grow(draw):
    (trace,) = traces_of(draw(sized())[0])
    assert trace["name"] == "test_f  O(n), n^1.00"


@pytest.mark.parametrize(
    "entries",
    [sized([7]), sized(peak=lambda _: 0), sized(peak=lambda _: 4096), sized([0])],
    ids=["a single point", "zeros", "all the same", "zero size"],
)
def test_unusual_data_has_axes_with_room_and_ticks(draw, entries):
    figure, count = draw(entries, x="n")
    assert count == len(entries)
    for axis in (layout_of(figure)["xaxis"], layout_of(figure)["yaxis"]):
        low, high = axis["range"]
        assert low < high
        assert axis["ticktext"]
    ys = [y for trace in traces_of(figure) for y in trace["y"]]
    assert all(math.isfinite(y) for y in ys)
