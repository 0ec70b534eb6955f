"""The frame of growth: what has no meaning is refused."""

import sys

import pytest

import benchmem_io
from benchmem_io import MissingDependencyError, RunFileError, SelectionError, fit_scaling
from tests.io.run_files import NO_TIME, entry, write_run

from .families import SIZES, family, frame_of


@pytest.mark.parametrize(
    ("keywords", "reason"),
    [
        ({"metric": "memory"}, "`memory` is not a metric; the metrics are time, peak,"),
        ({"metric": "rss"}, "no benchmark has `rss`: choose another metric"),
        ({"x": "m"}, "no benchmark has a dim `m`; there are a, kind, n, node.func, node.module"),
        ({"x": "kind"}, "`kind` is not a number: a cost is fitted over a numeric dim"),
        ({"x": "node.func"}, "`node.func` is not a number: a cost is fitted over a numeric dim"),
        ({"x": "a", "metric": "time"}, "no benchmark with `time` has a dim `a`: choose another"),
        ({"where": ["n=7"]}, "no benchmark has `n=7`"),
        ({"where": ["n"]}, "`n` is not a condition"),
        ({"labels": ["a", "b"]}, "2 labels were given for 1 runs"),
    ],
)
def test_what_has_no_meaning_is_refused(tmp_path, keywords, reason):
    untimed = entry("m.py::g", time=NO_TIME, params={"a": 1})
    with pytest.raises(SelectionError) as caught:
        frame_of(tmp_path, *family(kind="list"), untimed, **keywords)
    assert str(caught.value).startswith(reason)
    assert str(caught.value).isprintable()


def test_two_numbers_that_vary_need_a_choice(tmp_path):
    entries = [each for m in (1, 2) for each in family(m=m)]
    with pytest.raises(SelectionError) as caught:
        frame_of(tmp_path, *entries)
    assert str(caught.value) == ("`m`, `n` are all numbers with several values: choose one as `x`")
    assert frame_of(tmp_path, *entries, x="n")["family"].tolist() == [
        "m.py::f[m=1]",
        "m.py::f[m=2]",
    ]


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([entry("m.py::f")], id="no parameter"),
        pytest.param([entry("m.py::f[1]", params={"n": 1})], id="one value"),
        pytest.param(
            [entry(f"m.py::f[{x}]", params={"x": x}) for x in (True, False)], id="booleans"
        ),
        pytest.param([entry(f"m.py::f[{x}]", params={"x": x}) for x in (1, "a")], id="texts"),
    ],
)
def test_without_a_number_that_varies_there_is_nothing_to_fit_over(tmp_path, entries):
    with pytest.raises(SelectionError, match="parametrize the benchmarks by a size"):
        frame_of(tmp_path, *entries)


def test_a_run_without_benchmarks_has_no_metric(tmp_path):
    with pytest.raises(SelectionError, match="no benchmark has `peak`: choose another metric"):
        frame_of(tmp_path)


def test_no_runs_are_refused():
    with pytest.raises(SelectionError, match="`runs` is empty"):
        fit_scaling([])


def test_a_damaged_file_is_named(tmp_path):
    path = tmp_path / "run.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(RunFileError, match=r"run\.json"):
        fit_scaling(path)


def test_without_pandas_the_error_names_the_extra(tmp_path, monkeypatch):
    path = write_run(tmp_path / "run.json", family())
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingDependencyError) as caught:
        fit_scaling(path)
    assert str(caught.value) == ("`fit_scaling` needs pandas: `pip install 'benchmem-io[pandas]'`")


def test_a_single_cost_can_be_fitted_without_pandas(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert benchmem_io.fit_complexity(SIZES, SIZES).complexity == "O(n)"
