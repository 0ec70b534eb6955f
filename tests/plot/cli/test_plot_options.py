"""The options of `benchmem plot`: each reaches its view, and none is ignored by another."""

import json
import re
from typing import get_args

import click
import pytest
from click.testing import CliRunner

from benchmem_core.cli.main import benchmem
from benchmem_plot.cli.plot import plot
from benchmem_plot.cli.views import PlotView, find_views_with
from benchmem_plot.data.roles import FreeAxes
from benchmem_plot.export.pages import THEMES
from benchmem_plot.views.compare import SortMode
from benchmem_plot.views.history_lines import RunOrder
from benchmem_plot.views.scaling import Band
from tests.io.run_files import write_run
from tests.plot.suites import KINDS, SIZES, peaks, write_runs

CELLS = len(KINDS) * len(SIZES)
"""Of one function."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    write_runs(folder, 6 * CELLS, 3)
    return folder


@pytest.fixture
def command(folder, tmp_path, monkeypatch):
    """Run `benchmem plot` of so many runs, and return what it printed."""
    monkeypatch.chdir(tmp_path)

    def run(count, *arguments):
        runs = (str(folder / f"run{index}.json") for index in range(count))
        return CliRunner().invoke(benchmem, ["plot", *runs, *arguments])

    return run


@pytest.fixture
def figure(command, tmp_path):
    """Draw, and return the figure in the page."""

    def run(count, *arguments):
        result = command(count, *arguments)
        assert result.exit_code == 0, result.output
        page = (tmp_path / "benchmem-plot.html").read_text(encoding="utf-8")
        data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
        return data["figures"][0]

    return run


def texts(layout):
    return [each["text"] for each in layout["annotations"]]


SCALING = ("--view", "scaling")


@pytest.mark.parametrize(
    ("arguments", "x", "y"),
    [
        ((), "log", "log"),
        (("--linear",), "linear", "linear"),
        (("--log-log",), "log", "log"),
        (("--linear-x",), "linear", "log"),
        (("--linear-y",), "log", "linear"),
        (("--linear", "--log-y"), "linear", "log"),
        (("--linear", "--log-x"), "log", "linear"),
        (("--y-zero",), "log", "linear"),
        (("--no-y-zero",), "log", "log"),
    ],
)
def test_axes_of_scaling(figure, arguments, x, y):
    layout = figure(1, *arguments)["layout"]
    assert (layout["xaxis"]["type"], layout["yaxis"]["type"]) == (x, y)


@pytest.mark.parametrize(("option", "begins_at_zero"), [("--y-zero", True), ("--no-y-zero", False)])
def test_linear_axis_begins_where_it_is_told(figure, tmp_path, option, begins_at_zero):
    sizes = {f"m.py::f[{n}]": 1000 + n for n in (1, 2, 3)}
    params = {id_: {"n": size - 1000} for id_, size in sizes.items()}
    write_run(tmp_path / "run.json", peaks(sizes, params))
    layout = figure(0, "run.json", "--columns", "peak", "--linear", option)["layout"]
    assert (layout["yaxis"]["range"][0] <= 0) is begins_at_zero


def test_dims_of_scaling(figure):
    layout = figure(1, "--x", "kind", "--color", "node.func", "--facet", "n")["layout"]
    assert layout["xaxis5"]["title"]["text"] == "kind"
    assert texts(layout) == [f"n={n}" for n in SIZES]


def test_color_of_scaling(figure):
    names = {trace["name"] for trace in figure(1, "--color", "node.func")["data"]}
    assert "test_read_csv" in names


@pytest.mark.parametrize(("free", "matching"), [(None, "xy"), ("x", "y"), ("y", "x"), ("both", "")])
@pytest.mark.parametrize("runs", [1, 2], ids=["scaling", "scatter"])
def test_free_axes_of_panels(figure, runs, free, matching):
    arguments = ("--free-axes", free) if free else ()
    layout = figure(runs, "--facet", "kind", *arguments)["layout"]
    found = "".join(axis for axis in "xy" if "matches" in layout[f"{axis}axis2"])
    assert found == matching


@pytest.mark.parametrize(("free", "matching"), [(None, "x"), ("x", ""), ("y", "x"), ("both", "")])
def test_free_axes_of_compare(figure, free, matching):
    arguments = ("--free-axes", free) if free else ()
    layout = figure(2, "--view", "compare", "--facet", "kind", *arguments)["layout"]
    # The rows of a panel are its own in any case.
    found = "".join(axis for axis in "xy" if "matches" in layout[f"{axis}axis2"])
    assert found == matching
    if not matching:
        assert layout["xaxis"]["range"] != layout["xaxis2"]["range"]
        assert layout["xaxis"]["showticklabels"]


def test_not_to_open_the_plot_may_be_said(figure):
    assert figure(2, "--no-open")["data"]


@pytest.mark.parametrize(("band", "drawn"), [("auto", False), ("minmax", True), ("none", False)])
def test_band_of_scaling(figure, band, drawn):
    traces = figure(1, "--columns", "time", "--band", band)["data"]
    assert all(("error_y" in trace) is drawn for trace in traces)


def test_several_runs_of_scaling_are_drawn_together(figure):
    names = {trace["name"] for trace in figure(2, *SCALING, "-l", "old", "-l", "new")["data"]}
    assert names == {"old", "new"}


def test_where_leaves_benchmarks_out(command):
    result = command(1, "--where", "kind=list", "--where", "kind=dict", "--where", "n=100")
    assert result.output.endswith(" 12 ids\n")
    assert command(1, "--where", "kind=list").output.endswith(f" {CELLS * 6 // 4} ids\n")


def test_facet_of_scatter_and_compare(figure):
    panels = sorted(f"kind={kind}" for kind in KINDS)
    for view in ("scatter", "compare"):
        layout = figure(2, "--view", view, "--facet", "kind")["layout"]
        assert sorted(texts(layout)) == panels


def test_clip_of_every_view_of_changes(figure):
    assert figure(2, "--clip", "3")["data"][0]["marker"]["cmax"] == 3
    assert figure(3, "--clip", "2")["data"][0]["zmax"] == 2


@pytest.mark.parametrize(("sort", "title"), [("absolute", "Change"), ("relative", "%")])
def test_sort_of_compare(figure, sort, title):
    layout = figure(2, "--view", "compare", "--sort", sort)["layout"]
    assert title in json.dumps(layout["xaxis"])


def test_pivot_of_every_view(figure):
    for view in ("scaling", "scatter", "compare", "sweep"):
        title = figure(1, "--view", view, "--pivot", "kind")["layout"]["title"]["text"]
        assert title


def test_order_of_history(figure):
    names = ("-l", "c", "-l", "b", "-l", "a")
    drawn = figure(3, "--view", "history", "--order", "given", *names)
    assert drawn["layout"]["xaxis"]["categoryarray"] == ["c", "b", "a"]


def test_history_shows_the_peak_by_default(figure):
    assert figure(3, "--view", "history")["layout"]["yaxis"]["title"]["text"] == "Peak"


@pytest.mark.parametrize(("option", "type_"), [("--log-y", "log"), ("--linear-y", "linear")])
def test_axis_of_history(figure, option, type_):
    layout = figure(3, "--view", "history", option)["layout"]
    assert layout["yaxis"]["type"] == type_


def test_band_of_history(figure):
    def bands(band):
        one = ("--where", "node.func=test_sort", "--where", "n=100", "--where", "kind=list")
        drawn = figure(3, "--view", "history", "--band", band, *one)
        return sum(trace.get("fill") == "toself" for trace in drawn["data"])

    assert bands("none") == 0 < bands("auto") == bands("minmax")


def refusal(result):
    assert result.exit_code == 2
    return str(result.exception if not result.output else result.output)


@pytest.mark.parametrize(
    ("count", "arguments", "says"),
    [
        (1, ["--sort", "absolute"], "view `scaling`, the default for one run, does not"),
        (1, ["--pivot", "kind", "--band", "none"], "`scatter`, the default with `--pivot`,"),
        (2, ["--linear"], "`scatter`, the default for 2 runs, does not take `--linear`:"),
        (3, ["--x", "n"], "`sweep`, the default for 3 runs, does not take `--x`:"),
        (3, ["--color", "n"], "choose `--view scaling`"),
        (3, ["--facet", "n"], "choose `--view scaling` or `--view scatter` or `--view compare`"),
        (2, ["--view", "compare", "--no-y-zero"], "`compare` does not take `--no-y-zero`:"),
        (2, ["--view", "sweep", "--linear-y"], "or choose `--view scaling` or `--view history`"),
        (3, ["--view", "history", "--clip", "2"], "`history` does not take `--clip`:"),
        (3, ["--view", "history", "--pivot", "n"], "`history` does not take `--pivot`:"),
        (3, ["--order", "given"], "or choose `--view history`"),
        (1, ["--y-zero", "--log-y"], "`--y-zero` needs a linear axis, but `--log-y` asks for"),
        (1, ["--y-zero", "--log-log"], "`--y-zero` needs a linear axis, but `--log-log` asks for"),
        (1, ["--columns", "time,peak"], "a plot shows one metric, and `time,peak` names 2"),
        (1, ["--columns", "weight"], "`weight` is not a metric"),
        (1, ["--view", "compare"], "this view compares: name a second run"),
        (2, ["--pivot", "kind"], " has the same `kind` in two runs: choose with `--where`"),
        (2, ["--clip", "-1"], "`clip` must be positive"),
        (1, ["--x", "nothing"], "no benchmark has a dim `nothing`"),
        (1, ["--x", "kind", "--log-x"], "the axis of `kind` cannot be logarithmic"),
        (2, ["--label", "one"], "1 labels were given for 2 runs"),
        (
            0,
            ["no-such-run", "-o", "plot.json"],
            "`plot.json` has an unknown suffix: ",
        ),
        (0, ["no-such-run", "-o", "plot"], "`plot` has an unknown suffix"),
        (0, ["no-such-run", "-o", ""], "`.` has an unknown suffix"),
        (
            1,
            ["-o", "nowhere/plot.html"],
            "the folder `nowhere` does not exist: make it,",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(command, tmp_path, count, arguments, says):
    assert says in refusal(command(count, *arguments))
    assert not list(tmp_path.iterdir())


def test_every_option_belongs_to_some_view():
    shared = {"runs", "view", "output", "theme", "open_"}
    names = {parameter.name for parameter in plot.params}
    assert shared < names
    assert all(find_views_with(name) for name in names - shared)


def test_what_every_view_takes():
    everywhere = frozenset.intersection(
        *(PlotView(name).options for name in find_views_with("metric"))
    )
    assert everywhere >= {"metric", "where", "labels"}


def test_choices_are_those_of_the_views():
    choices = {
        parameter.name: tuple(parameter.type.choices)
        for parameter in plot.params
        if isinstance(parameter.type, click.Choice)
    }
    assert choices["band"] == get_args(Band)
    assert choices["free_axes"] == get_args(FreeAxes)
    assert choices["sort"] == get_args(SortMode)
    assert choices["order"] == get_args(RunOrder)
    assert choices["theme"] == THEMES
    assert choices["view"] == tuple(find_views_with("where"))
