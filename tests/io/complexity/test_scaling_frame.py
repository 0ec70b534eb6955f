"""The frame of growth: a row for each family of benchmarks."""

import math

import pandas as pd
import pytest
from pandas.api import types

from benchmem_io import fit_scaling
from tests.io.run_files import NO_TIME, entry, write_run

from .families import SIZES, family, frame_of

COLUMNS = [
    *("snapshot", "family", "complexity", "exponent", "exponent_low", "exponent_high"),
    *("residual", "sizes", "reason"),
]


FAR_APART = "the largest must be 10 times the smallest"


def rows_of(df, *columns):
    return df[list(columns)].to_numpy().tolist()


def test_a_row_says_how_the_peak_of_a_family_grows(tmp_path):
    df = frame_of(tmp_path, *family(cost=lambda n: 500 + 8 * n))
    assert list(df.columns) == COLUMNS
    assert rows_of(df, "snapshot", "family", "complexity", "sizes", "reason") == [
        ["run", "m.py::f", "O(n)", 5, None]
    ]
    row = df.loc[0]
    assert row["exponent"] == pytest.approx(1, abs=0.001)
    assert row["exponent_low"] < 1 < row["exponent_high"]
    assert row["residual"] < 1e-3


def test_each_function_and_each_value_of_another_parameter_is_a_family(tmp_path):
    df = frame_of(
        tmp_path,
        *family("m.py::f", kind="list"),
        *family("m.py::f", lambda n: n * n, kind="table"),
        *family("m.py::C::f", lambda n: 4096),
        *family("other.py::f", lambda n: n**3),
    )
    assert rows_of(df, "family", "complexity") == [
        ["m.py::C::f", "O(1)"],
        ["m.py::f[kind=list]", "O(n)"],
        ["m.py::f[kind=table]", "O(n^2)"],
        ["other.py::f", "O(n^3)"],
    ]


def test_families_are_in_natural_order(tmp_path):
    df = frame_of(tmp_path, *(each for k in (10, 9, 100) for each in family(kind=f"k{k}")), x="n")
    assert df["family"].tolist() == [f"m.py::f[kind=k{k}]" for k in (9, 10, 100)]


def test_each_run_has_rows_of_its_own(tmp_path):
    before = write_run(tmp_path / "a.json", family())
    after = write_run(tmp_path / "b.json", family(cost=lambda n: n * n))
    assert rows_of(fit_scaling([before, str(after)]), "snapshot", "complexity") == [
        ["a", "O(n)"],
        ["b", "O(n^2)"],
    ]
    assert fit_scaling([before, after], labels=["old", "new"])["snapshot"].tolist() == [
        "old",
        "new",
    ]


def test_one_path_is_as_good_as_a_list_of_one(tmp_path):
    path = write_run(tmp_path / "run.json", family())
    for runs in (path, str(path), [path], (str(path),)):
        pd.testing.assert_frame_equal(fit_scaling(runs), fit_scaling([path]))


def test_columns_have_types_that_can_be_computed_with(tmp_path):
    df = frame_of(tmp_path, *family(), *family("m.py::short", sizes=[1, 2]))
    numbers = ("exponent", "exponent_low", "exponent_high", "residual")
    assert all(types.is_float_dtype(df[name]) for name in numbers)
    assert types.is_integer_dtype(df["sizes"])
    assert all(types.is_string_dtype(df[name]) for name in ("snapshot", "family"))
    assert list(df.index) == [0, 1]


def test_an_interval_without_an_upper_end_is_infinite(tmp_path):
    df = frame_of(
        tmp_path,
        *(
            entry(f"m.py::f[{n}]", peak=[p], params={"n": n})
            for n, p in ((10, 1000), (100, 1000), (1000, 1004), (10_000, 1060))
        ),
    )
    assert df["exponent_high"].tolist() == [math.inf]


def test_a_family_that_cannot_be_fitted_has_a_reason_in_place_of_numbers(tmp_path):
    df = frame_of(
        tmp_path,
        *family("m.py::a_short", sizes=[1000, 2000]),
        *family("m.py::b_close", sizes=[1000, 1100, 1200, 1300]),
        *family("m.py::c_zero", lambda n: n - 1000),
        *family("m.py::d_size", sizes=[0, 10, 100, 1000], cost=lambda n: n + 1),
        *family("m.py::e_huge", sizes=[1, 10, 100, 10**400], cost=lambda n: 8),
        *family("m.py::f_good"),
    )
    assert rows_of(df, "sizes", "reason") == [
        [2, "only 2 sizes: at least 4 are needed"],
        [
            4,
            "sizes from 1000 to 1300 are too close together: " + FAR_APART,
        ],
        [5, "a value is `0` beside others: only numbers above zero can be fitted"],
        [4, "a size is `0`: only numbers above zero can be fitted"],
        [4, "a size is out of range: it must be between 1e-30 and 1e+30"],
        [5, None],
    ]
    refused = df[df["reason"].notna()]
    assert refused["complexity"].tolist() == [None] * 5
    assert refused[["exponent", "exponent_low", "exponent_high", "residual"]].isna().all(axis=None)


def test_a_metric_that_is_zero_everywhere_is_constant(tmp_path):
    df = frame_of(tmp_path, *family(cost=lambda n: 0))
    assert rows_of(df, "complexity", "exponent", "reason") == [["O(1)", 0.0, None]]


@pytest.mark.parametrize(
    ("metric", "complexity"),
    [("peak", "O(n)"), ("allocated", "O(n)"), ("allocations", "O(1)"), ("time", "O(n^2)")],
)
def test_the_metric_is_chosen(tmp_path, metric, complexity):
    entries = [
        entry(f"m.py::f[{n}]", time=n * n * 1e-9, peak=[8 * n], params={"n": n}) for n in SIZES
    ]
    assert frame_of(tmp_path, *entries, metric=metric)["complexity"].tolist() == [complexity]
    path = tmp_path / "run.json"
    assert fit_scaling(path, metric, "n")["complexity"].tolist() == [complexity]


def test_of_several_passes_the_lowest_peak_counts(tmp_path):
    entries = [
        entry(f"m.py::f[{n}]", peak=[n * n, 8 * n, 9 * n * n], params={"n": n}) for n in SIZES
    ]
    assert frame_of(tmp_path, *entries)["complexity"].tolist() == ["O(n)"]


def test_the_size_may_be_what_a_test_recorded(tmp_path):
    entries = [
        entry(f"m.py::f[{name}]", peak=[8 * n], params={"name": name}, extra_info={"rows": n})
        for name, n in zip("abcde", SIZES, strict=True)
    ]
    assert rows_of(frame_of(tmp_path, *entries), "family", "complexity") == [["m.py::f", "O(n)"]]


@pytest.mark.parametrize("x", ["rows", "param:rows"])
def test_a_size_that_differs_from_function_to_function_still_joins_them(tmp_path, x):
    entries = [
        entry(
            f"m.py::{name}[{n}]",
            peak=[8 * n],
            params={"n": n},
            extra_info={"rows": factor * n},
        )
        for name, factor in (("f", 2), ("g", 3))
        for n in SIZES
    ]
    df = frame_of(tmp_path, *entries, x=x)
    assert rows_of(df, "family", "sizes") == [["m.py::f", 5], ["m.py::g", 5]]


def test_a_parameter_that_changes_with_the_size_makes_no_families(tmp_path):
    entries = [
        entry(f"m.py::f[{n}-{n * n}]", peak=[8 * n], params={"n": n, "expected": n * n})
        for n in SIZES
    ]
    df = frame_of(tmp_path, *entries, x="n")
    assert rows_of(df, "family", "sizes", "complexity") == [["m.py::f", 5, "O(n)"]]


def test_sizes_may_be_decimals(tmp_path):
    df = frame_of(tmp_path, *family(sizes=[0.1, 0.2, 0.5, 1.0], cost=lambda n: int(80 * n)))
    assert df["complexity"].tolist() == ["O(n)"]


def test_the_only_number_that_varies_is_the_size_by_default(tmp_path):
    df = frame_of(tmp_path, *family(kind="a", seed=1, flag=True), *family(kind="b", seed=1))
    assert df["sizes"].tolist() == [5, 5]


def test_benchmarks_without_the_size_or_the_metric_are_left_out(tmp_path):
    df = frame_of(
        tmp_path,
        *family(),
        entry("m.py::g"),
        entry("m.py::h[text]", params={"n": "text"}),
        entry("m.py::h[True]", params={"n": True}),
        entry("m.py::f[50000]", peak=None, params={"n": 50_000}),
        x="n",
    )
    assert rows_of(df, "family", "sizes") == [["m.py::f", 5]]


def test_where_keeps_the_benchmarks_that_are_asked_for(tmp_path):
    entries = [*family(kind="a"), *family(kind="b")]
    df = frame_of(tmp_path, *entries, where=["kind=b", "n=1000", "n=2000"])
    assert rows_of(df, "family", "sizes") == [["m.py::f[kind=b]", 2]]


def test_a_run_that_was_not_timed_is_fitted_by_memory(tmp_path):
    entries = [entry(f"m.py::f[{n}]", time=NO_TIME, peak=[8 * n], params={"n": n}) for n in SIZES]
    assert frame_of(tmp_path, *entries)["complexity"].tolist() == ["O(n)"]


def test_an_id_with_half_a_character_is_a_family_too(tmp_path):
    df = frame_of(tmp_path, *family("m.py::f\ud800"))
    assert df["family"].tolist() == ["m.py::f\ud800"]
