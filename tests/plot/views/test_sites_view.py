"""Who holds the bytes at the high-water mark, as boxes."""

import random

import pytest
from hypothesis import given, strategies as st

from benchmem_core.callsites.sites import Site
from benchmem_core.captures.frames import Frame
from benchmem_io.errors import RunFileError, SelectionError
from benchmem_plot import plot_sites
from benchmem_plot.figure.plot_figure import PlotFigure
from benchmem_plot.views.site_tree import build_benchmark_node, build_run_node, choose_site_boxes
from tests.io.run_files import entry, write_run
from tests.plot.recorded import KIB, MIB, SOME, recorded, rest, site, write
from tests.plot.site_figures import color, drawn, hovers, leaves, notes

frames = st.builds(Frame, st.sampled_from("fg"), st.sampled_from(["a.py", "b.py"]), st.just(3))
sizes = st.one_of(st.integers(0, 50), st.integers(0, 1 << 40))
site_lists = st.builds(
    lambda places, left: (
        *(Site(frame, size, 1, caller) for (frame, caller), size in places.items()),
        Site(None, left, 1),
    ),
    st.dictionaries(st.tuples(frames, st.none() | frames), sizes, max_size=8),
    sizes,
)


@pytest.fixture
def run(tmp_path):
    return write(tmp_path / "run.json", SOME)


@pytest.mark.parametrize("view", ["treemap", "icicle"])
def test_a_site_is_in_its_caller_in_its_benchmark_in_its_run(run, view):
    figure, count = plot_sites(run, view=view)
    assert count == 2
    assert isinstance(figure, PlotFigure)
    assert figure.data[0].type == view
    names = [
        (name.split(" (")[0], (parent or "").split(" (")[0]) for name, parent, _ in drawn(figure)
    ]
    assert names == [
        ("run", ""),
        ("test_load", "run"),
        ("call", "test_load"),
        ("raw_decode", "call"),
        ("call", "call"),
        ("load", "test_load"),
        ("all other sites", "test_load"),
        ("test_rows", "run"),
        ("rows", "test_rows"),
    ]


@given(st.lists(site_lists, max_size=30), st.integers(1, 60))
def test_boxes_sum_to_the_peaks_exactly(suites, most):
    peaks = sum(each.bytes for sites in suites for each in sites)
    nodes = [build_benchmark_node(f"t{i}", sites) for i, sites in enumerate(suites)]
    boxes = choose_site_boxes(build_run_node("run", nodes), most=most)
    assert boxes[0].width == peaks
    for index, box in enumerate(boxes):
        inside = [each.width for each in boxes if each.parent == index]
        assert sum(inside) == box.width or not inside
        assert box.parent is None or box.parent < index
        assert all(inside)


@given(site_lists, site_lists)
def test_a_benchmark_changed_by_the_difference_of_its_peaks(head, base):
    node = build_benchmark_node("t", head, base)
    assert node.delta == sum(each.bytes for each in head) - sum(each.bytes for each in base)
    assert sum(each.size for each in node.inside) == node.size


def test_a_single_benchmark_sums_to_its_peak(run):
    figure, count = plot_sites(run, test_id="load")
    assert count == 1
    boxes = drawn(figure)
    held = [size for (_, _, size), leaf in zip(boxes, leaves(figure), strict=True) if leaf]
    assert sum(held) == boxes[1][2] == 8 * MIB + 64 * KIB


def test_an_exact_id_is_that_benchmark_alone(tmp_path):
    run = write(tmp_path / "run.json", {name: (rest(9),) for name in ("test_a", "test_ab")})
    assert plot_sites(run, test_id="test_app.py::test_a")[1] == 1
    assert plot_sites(run, test_id="test_a")[1] == 2


def test_hover_tells_place_caller_bytes_and_share(run):
    found = hovers(plot_sites(run)[0])
    assert found["raw_decode"].split("<br>") == [
        "<b>raw_decode</b>",
        "json/decoder.py:353",
        "called by call (app.py:12)",
        "5.00 MiB, 62.0% of test_load",
    ]
    assert found["test_load"].split("<br>") == ["<b>test_load</b>", "8.06 MiB, 72.9% of all"]


def test_a_file_has_one_colour_and_what_is_of_none_is_grey(run):
    figure, _ = plot_sites(run)
    assert color(figure, "load") == color(figure, "rows")
    assert color(figure, "load") != color(figure, "raw_decode")
    assert color(figure, "all other sites") == color(figure, "test_load") == "#e3e5e8"


def test_sizes_of_two_allocator_modes_do_not_go_unsaid(tmp_path):
    run = write_run(
        tmp_path / "run.json",
        [recorded("t.py::test_a", rest(5), allocators="system"), recorded("t.py::test_b", rest(9))],
    )
    assert "sizes do not compare" in notes(plot_sites(run)[0])[0]


def test_benchmarks_without_sites_are_counted(tmp_path):
    run = write_run(
        tmp_path / "run.json",
        [
            recorded("t.py::test_a", rest(5)),
            entry("t.py::test_b"),
            entry("t.py::test_c", peak=None),
        ],
    )
    figure, count = plot_sites(run)
    assert count == 1
    assert "Without recorded sites, and so not drawn: 2" in notes(figure)[0]


@pytest.mark.parametrize("peak", [(1000,), None], ids=["memory", "time alone"])
def test_a_run_without_sites_says_how_to_record_them(tmp_path, peak):
    run = write_run(tmp_path / "run.json", [entry("t.py::test_a", peak=peak)])
    with pytest.raises(SelectionError, match="`--benchmark-memory-sites` records them"):
        plot_sites(run)


def test_an_id_that_is_not_there_is_named(run):
    with pytest.raises(SelectionError, match="no benchmark of `run` has `nowhere` in its id"):
        plot_sites(run, test_id="nowhere")


def test_an_unknown_view_is_refused(run):
    with pytest.raises(SelectionError, match="`view` is `treemap` or `icicle`, not `pie`"):
        plot_sites(run, view="pie")


def test_damaged_sites_are_refused(tmp_path):
    made = recorded("t.py::test_a", site("a.py:1", 5), rest(0))
    made["extra_info"]["benchmem_meta"]["sites"][0]["bytes"] = 4
    with pytest.raises(RunFileError, match="sums to 4 bytes"):
        plot_sites(write_run(tmp_path / "run.json", [made]))


def test_where_chooses_benchmarks(tmp_path):
    run = write_run(
        tmp_path / "run.json",
        [recorded(f"t.py::test_a[{n}]", rest(n), params={"n": n}) for n in (5, 7)],
    )
    for where in (["n=7"], {"n": 7}):
        figure, count = plot_sites(run, where=where)
        assert (count, drawn(figure)[0][2]) == (1, 7)


def test_small_sites_are_with_all_others(tmp_path):
    small = [site(f"a.py:{line}", 10) for line in range(5)]
    run = write(tmp_path / "run.json", {"test_a": (site("b.py:1", MIB), *small, rest(50))})
    figure, _ = plot_sites(run)
    assert drawn(figure)[-1] == ("all other sites", "test_a", 100)
    assert "5 of them too small to be drawn" in hovers(figure)["all other sites"]


def test_small_benchmarks_are_one_box_that_has_their_sites(tmp_path):
    small = {f"test_{n}": (site("b.py:7", 60, function="same"), rest(40)) for n in range(2000)}
    figure, count = plot_sites(write(tmp_path / "run.json", small))
    assert count == 2000
    assert drawn(figure) == [
        ("run", None, 200_000),
        ("(2,000 smaller benchmarks)", "run", 200_000),
        ("same", "(2,000 smaller benchmarks)", 120_000),
        ("all other sites", "(2,000 smaller benchmarks)", 80_000),
    ]


def many(count):
    """So many benchmarks of ten sites each, of very different sizes."""
    source = random.Random(1)
    return {
        f"test_{n}": (
            *(
                site(
                    f"lib/part{k}.py:{source.randint(1, 900)}",
                    int(1000 * source.paretovariate(0.7)),
                    caller=f"pkg/module{n % 9}.py:{k}" if k % 3 else None,
                    function=f"function_{k}",
                )
                for k in range(10)
            ),
            rest(source.randint(0, 1000)),
        )
        for n in range(count)
    }


def test_two_thousand_benchmarks_stay_few_boxes(tmp_path):
    figure, count = plot_sites(write(tmp_path / "run.json", many(2000)))
    assert count == 2000
    boxes = drawn(figure)
    assert 20 < len(boxes) <= 1200
    assert (
        sum(size for (_, _, size), leaf in zip(boxes, leaves(figure), strict=True) if leaf)
        == (boxes[0][2])
    )
