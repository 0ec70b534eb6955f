"""`plot_scaling` on odd data: what cannot be compared or drawn is said."""

import pytest

from benchmem_io.errors import SelectionError
from benchmem_plot import plot_scaling
from tests.io.run_files import entry, write_run
from tests.plot.charts import layout_of, titles_of, traces_of


def sized(sizes=(10, 100, 1000, 10_000), **params):
    """Benchmarks over sizes."""
    return [
        entry(
            f"m.py::test_f[{'-'.join(map(str, [n, *params.values()]))}]",
            params={"n": n, **params},
            peak=[1000 * n, 1000 * n],
        )
        for n in sizes
    ]


@pytest.fixture
def draw(written):
    """Draw runs: the figure and the number of ids."""

    def draw_runs(*runs, metric="peak", **options):
        return plot_scaling(written(*runs), metric=metric, **options)

    return draw_runs


def test_the_dim_that_is_compared_makes_no_panels_and_is_not_along_x(draw):
    entries = [each for m in (1, 2) for each in sized(m=m)]
    figure, count = draw(entries, pivot="m")
    assert layout_of(figure)["xaxis"]["title"]["text"] == "n"
    assert titles_of(figure) == []
    assert [trace["name"].split()[0] for trace in traces_of(figure)] == ["1", "2"]
    assert count == 4


def test_memory_of_two_allocator_modes_is_not_compared_silently(draw):
    other = [
        entry(each["fullname"], params=each["params"], allocators="system") for each in sized()
    ]
    said = "Counted with different allocators, which do not compare: 4 python, 4 system"
    assert said in layout_of(draw(sized(), other)[0])["title"]["text"]
    assert said not in layout_of(draw(sized(), other, metric="time")[0])["title"]["text"]


def test_a_run_without_the_metric_is_named(draw):
    times = [entry(each["fullname"], params=each["params"], peak=None) for each in sized()]
    figure, _ = draw(sized(), times)
    assert "Without peak, and so not drawn: run1" in layout_of(figure)["title"]["text"]


def test_an_integer_that_no_axis_can_show_is_refused_with_its_id(draw):
    entries = [entry(f"m.py::f[{i}]", params={"n": 10**i}) for i in (1, 400)]
    with pytest.raises(SelectionError, match=r"`n` is too large a number for an axis in `m.py::f"):
        draw(entries)
    # It is a name like any other where it is no place along an axis.
    figure, _ = draw(sized([1, 10], m=10**400) + sized([1, 10], m=2), x="n")
    assert len(traces_of(figure)) == 2


def test_a_folder_without_benchmarks_says_so(draw):
    with pytest.raises(SelectionError, match="no run has a benchmark in it"):
        draw([])


def test_one_size_is_drawn_where_it_is(draw):
    figure, count = draw([entry("m.py::f[7]", params={"n": 7}, peak=[70])], metric="peak")
    assert count == 1
    assert [(list(trace.x), list(trace.y)) for trace in figure.data] == [([7], [70])]
    both = [entry(f"m.py::f[{kind}]", params={"kind": kind, "n": 1}) for kind in "ab"]
    assert [list(trace.x) for trace in draw(both)[0].data] == [[1], [1]]


def test_one_value_of_two_numbers_is_a_question(draw):
    with pytest.raises(SelectionError, match="`m`, `n` are all numbers: choose one as `x`"):
        draw([entry("m.py::f", params={"n": 7, "m": 8})])


def test_the_title_names_the_runs(tmp_path):
    runs = [write_run(tmp_path / f"{name}.json", sized()) for name in "abcde"]
    for given, shown in ((None, "a, b"), (["old", "new <b>"], "old, new &lt;b&gt;")):
        figure, _ = plot_scaling(runs[:2], labels=given)
        assert figure.layout.title.text == f"Time of one call over n, {shown}"
    assert plot_scaling(runs)[0].layout.title.text == "Time of one call over n, a, b, c, 2 more"
    figure, _ = plot_scaling(runs[:2], labels=["p", "q"])
    assert [trace.name.split()[0] for trace in figure.data] == ["p", "q"]
