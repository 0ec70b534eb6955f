"""The long frame: one row per benchmark and run."""

import math
import sys
from concurrent.futures import ProcessPoolExecutor

import pandas as pd
import pytest
from pandas.api import types

from benchmem_io import MissingDependencyError, RunFileError, SelectionError, load_long_df
from tests.io.run_files import NO_TIME, entry, write_run

FIXED = ["snapshot", "id", "value"]
NODE = ["node.module", "node.func"]


def frame_of(tmp_path, *entries, **keywords):
    """The frame of one run."""
    return load_long_df(write_run(tmp_path / "run.json", entries), **keywords)[0]


def test_a_row_is_a_benchmark_of_a_run(tmp_path):
    first = write_run(tmp_path / "a.json", [entry("m.py::f", time=1), entry("m.py::g", time=2)])
    second = write_run(tmp_path / "b.json", [entry("m.py::f", time=3)])
    df, unit = load_long_df([first, str(second)])
    assert unit == "s"
    assert df[FIXED].to_numpy().tolist() == [
        ["a", "m.py::f", 1.0],
        ["a", "m.py::g", 2.0],
        ["b", "m.py::f", 3.0],
    ]
    assert list(df.index) == [0, 1, 2]


def test_one_path_is_as_good_as_a_list_of_one(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", params={"n": 1})])
    for runs in (path, str(path), [path], (str(path),)):
        pd.testing.assert_frame_equal(load_long_df(runs)[0], load_long_df([path])[0])


@pytest.mark.parametrize(
    ("keywords", "value", "unit"),
    [
        ({"metric": "peak"}, 10.0, "B"),
        ({"metric": "peak", "stat": "max"}, 30.0, "B"),
        ({"metric": "allocated", "stat": "mean"}, 40.0, "B"),
        ({"metric": "allocations"}, 1.0, "count"),
        ({"metric": "time", "stat": "median"}, 2.5, "s"),
    ],
)
def test_metric_and_stat_choose_the_value(tmp_path, keywords, value, unit):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", time=2, peak=[10, 30])])
    df, found = load_long_df(path, **keywords)
    assert (df["value"].tolist(), found) == ([value], unit)


def test_a_benchmark_without_the_metric_has_no_row_and_adds_no_column(tmp_path):
    timed = entry("m.py::f", peak=None, extra_info={"x": 1})
    df = frame_of(tmp_path, timed, entry("m.py::g", time=NO_TIME), metric="peak")
    assert df["id"].tolist() == ["m.py::g"]
    assert list(df.columns) == [*FIXED, *NODE]


def test_columns_are_the_fixed_ones_then_each_dim_in_the_order_of_its_appearance(tmp_path):
    df = frame_of(
        tmp_path,
        entry("m.py::f", params={"b": 1}, extra_info={"a": 2}),
        entry("m.py::g", params={"c": 3, "b": 4}),
    )
    assert list(df.columns) == [*FIXED, *NODE, "b", "a", "c"]


def test_a_dim_that_a_benchmark_lacks_is_nan_whatever_its_type(tmp_path):
    dims = {"number": 1, "decimal": 0.5, "text": "a", "flag": True}
    df = frame_of(tmp_path, entry("m.py::f"), entry("m.py::g", params=dims), entry("m.py::h"))
    for name, value in dims.items():
        assert df[name].isna().tolist() == [True, False, True]
        assert df[name][1] == value
        assert isinstance(df[name][0], float), name
        assert math.isnan(df[name][0])


def test_a_column_has_the_type_of_its_values(tmp_path):
    entries = [
        entry(f"m.py::f[{n}]", params={"n": n, "size": n / 2, "name": f"{n}", "even": n % 2 == 0})
        for n in (1, 2)
    ]
    df = frame_of(tmp_path, *entries)
    assert types.is_integer_dtype(df["n"])
    assert types.is_float_dtype(df["size"])
    assert types.is_float_dtype(df["value"])
    assert types.is_bool_dtype(df["even"])
    assert all(types.is_string_dtype(df[name]) for name in ("name", "snapshot", "id", *NODE))


def test_numbers_stay_numbers_where_one_is_missing(tmp_path):
    df = frame_of(tmp_path, entry("m.py::f", params={"n": 3}), entry("m.py::g"))
    assert types.is_float_dtype(df["n"])


def test_values_of_several_types_keep_them(tmp_path):
    values = [1, "1", True, 2.5, 10**400]
    df = frame_of(
        tmp_path, *(entry(f"m.py::f[{i}]", params={"x": x}) for i, x in enumerate(values))
    )
    assert [(type(x), x) for x in df["x"]] == [(type(x), x) for x in values]


def test_a_dim_named_like_a_fixed_column_overwrites_nothing(tmp_path):
    params = {"value": 1, "id": "own", "snapshot": True}
    df = frame_of(tmp_path, entry("m.py::f", time=0.5, params=params))
    assert list(df.columns) == [*FIXED, *NODE, "param:value", "param:id", "param:snapshot"]
    assert df.loc[0, FIXED].tolist() == ["run", "m.py::f", 0.5]
    assert df.loc[0, ["param:value", "param:id", "param:snapshot"]].tolist() == [1, "own", True]


def test_two_dims_never_share_a_column(tmp_path):
    df = frame_of(tmp_path, entry("m.py::f", params={"value": 1, "param:value": 2}))
    assert df.columns.is_unique
    assert df.loc[0, ["param:param:value", "param:value"]].tolist() == [1, 2]


def test_labels_name_the_runs(tmp_path):
    paths = [write_run(tmp_path / f"{each}.json", [entry("m.py::f")]) for each in "ab"]
    df, _ = load_long_df(paths, labels=["before", "after"])
    assert df["snapshot"].tolist() == ["before", "after"]


def test_two_files_of_one_name_are_two_series(tmp_path):
    paths = [write_run(tmp_path / each / "run.json", [entry("m.py::f")]) for each in "ab"]
    assert load_long_df(paths)[0]["snapshot"].tolist() == ["a/run", "b/run"]


def test_a_run_without_benchmarks_gives_an_empty_frame_with_the_fixed_columns(tmp_path):
    df = frame_of(tmp_path)
    assert list(df.columns) == FIXED
    assert len(df) == 0
    assert types.is_float_dtype(df["value"])


@pytest.mark.parametrize(
    ("keywords", "reason"),
    [
        ({"metric": "memory"}, "`memory` is not a metric"),
        ({"metric": "peak", "stat": "iqr"}, "`iqr` of `peak`"),
        ({"labels": ["a", "b"]}, "2 labels were given for 1 runs"),
    ],
)
def test_what_has_no_meaning_is_refused(tmp_path, keywords, reason):
    with pytest.raises(SelectionError, match=reason):
        frame_of(tmp_path, entry("m.py::f"), **keywords)


def test_no_run_at_all_is_refused():
    with pytest.raises(SelectionError, match="`runs` is empty"):
        load_long_df([])


def test_a_damaged_file_among_good_ones_is_named(tmp_path):
    good = write_run(tmp_path / "good.json", [entry("m.py::f")])
    bad = write_run(tmp_path / "bad.json", [entry("m.py::f", blob={})])
    with pytest.raises(RunFileError, match=r"bad\.json`: benchmark `'m\.py::f'`"):
        load_long_df([good, bad], metric="peak")


def test_without_pandas_the_error_is_one_line_that_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(
        MissingDependencyError, match=r"pip install 'benchmem-io\[pandas\]'"
    ) as error:
        frame_of(tmp_path, entry("m.py::f"))
    assert "\n" not in str(error.value)


def test_a_text_that_is_no_unicode_ends_in_a_frame_all_the_same(tmp_path):
    lone = "\ud800"
    path = write_run(
        tmp_path / "run.json",
        [entry(f"m.py::f[{lone}]", params={lone: lone, "n": 1}), entry("m.py::g")],
    )
    frame, _ = load_long_df(path)
    assert list(frame["id"]) == [f"m.py::f[{lone}]", "m.py::g"]
    assert frame[lone][0] == lone
    assert frame["value"].dtype == float


def test_an_executor_reads_the_same_frame(tmp_path):
    paths = [
        write_run(tmp_path / f"{n}.json", [entry("m.py::f", peak=(n, n), params={"n": n})])
        for n in range(1, 121)
    ]
    alone, unit = load_long_df(paths, metric="peak")
    with ProcessPoolExecutor(2) as executor:
        together, other_unit = load_long_df(paths, metric="peak", executor=executor)
    assert unit == other_unit == "B"
    assert together.equals(alone)


def test_an_executor_names_the_file_that_is_broken(tmp_path):
    good = write_run(tmp_path / "good.json", [entry("m.py::f")])
    bad = tmp_path / "bad.json"
    bad.write_text("[]")
    with ProcessPoolExecutor(1) as executor, pytest.raises(RunFileError, match=r"bad\.json"):
        load_long_df([good, bad], executor=executor)


def test_pivot_puts_the_values_of_a_dim_in_place_of_the_runs(tmp_path):
    entries = [
        entry(f"m.py::f[{kind}-{n}]", time=n * cost, params={"kind": kind, "n": n})
        for kind, cost in (("a", 1.0), ("b", 2.0))
        for n in (10, 100)
    ]
    df = frame_of(tmp_path, *entries, entry("m.py::g", time=5), pivot="param:kind")
    assert df[[*FIXED, "n"]].to_numpy().tolist() == [
        ["a", "m.py::f[n=10]", 10.0, 10],
        ["a", "m.py::f[n=100]", 100.0, 100],
        ["b", "m.py::f[n=10]", 20.0, 10],
        ["b", "m.py::f[n=100]", 200.0, 100],
    ]
    assert "kind" not in df


def test_pivot_along_a_dim_that_nothing_has_is_refused(tmp_path):
    with pytest.raises(SelectionError, match="no benchmark has a dim `kind`"):
        frame_of(tmp_path, entry("m.py::f", params={"n": 1}), pivot="kind")
