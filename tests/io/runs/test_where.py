"""`--where`: which benchmarks are looked at."""

import pytest

from benchmem_io import SelectionError, load_run
from benchmem_io.runs.selection import matches, parse_where, select
from tests.io.run_files import entry, write_run


def run_of(tmp_path, *dims, name="run"):
    """A run with a benchmark for each mapping of dims."""
    entries = [entry(f"m.py::f[{index}]", params=each) for index, each in enumerate(dims)]
    return load_run(write_run(tmp_path / f"{name}.json", entries))


@pytest.mark.parametrize(
    ("conditions", "wanted"),
    [
        ([], {}),
        (["n=1"], {"n": ["1"]}),
        (["n=1", "n=2", "k=a"], {"n": ["1", "2"], "k": ["a"]}),
        (["n=a=b"], {"n": ["a=b"]}),
        (["n="], {"n": [""]}),
        (["param:n=1"], {"n": ["1"]}),
        (["node.func=f"], {"node.func": ["f"]}),
        ("n=1", {"n": ["1"]}),
        ({"n": 1, "k": "a=b"}, {"n": ["1"], "k": ["a=b"]}),
        (
            {"param:n": [1, 2.5], "on": (True,), "k": ["a,b"]},
            {"n": ["1", "2.5"], "on": ["True"], "k": ["a,b"]},
        ),
    ],
)
def test_a_condition_is_a_dim_and_a_value(conditions, wanted):
    assert parse_where(conditions) == wanted


@pytest.mark.parametrize("condition", ["", "n", "=1", " =1", "two\nlines"])
def test_a_condition_without_dim_or_sign_is_refused_in_one_line(condition):
    with pytest.raises(SelectionError, match="is not a condition: write `DIM=VALUE`") as caught:
        parse_where([condition])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "texts", "others"),
    [
        (1000, ["1000", "1000.0", "1e3"], ["1", "10000", "", "nan", "a"]),
        (0.1, ["0.1", "0.10", "1e-1", ".1"], ["0.11", "inf"]),
        (-2, ["-2", "-2.0"], ["2"]),
        (10**400, [str(10**400)], ["1e400", "inf"]),
        (float("inf"), ["inf"], ["1e308"]),
        ("1000", ["1000"], ["1000.0", "1e3"]),
        ("a-b", ["a-b"], ["a", "A-B"]),
        ("", [""], ["0"]),
        (True, ["True", "true"], ["1", "yes"]),
        (False, ["False", "false"], ["0", ""]),
    ],
)
def test_a_value_matches_by_text_or_by_number(value, texts, others):
    assert [text for text in [*texts, *others] if matches({"x": value}, {"x": [text]})] == texts


def test_dims_are_joined_by_and_values_of_one_dim_by_or(tmp_path):
    run = run_of(tmp_path, *({"n": n, "k": k} for n in (1, 2, 3) for k in "ab"))
    (kept,) = select([run], parse_where(["n=1", "n=3", "k=b"]))
    assert [list(each.dims.values())[-2:] for each in kept.benchmarks.values()] == [
        *([1, "b"], [3, "b"])
    ]


def test_a_run_that_has_no_such_benchmark_stays_as_an_empty_one(tmp_path):
    first, second = run_of(tmp_path, {"n": 1}), run_of(tmp_path, {"n": 2}, name="second")
    kept = select([first, second], {"n": ["2"]})
    assert [len(run.benchmarks) for run in kept] == [0, 1]
    assert [run.path for run in kept] == [first.path, second.path]
    assert [(run.date, run.commit, run.machine) for run in kept] == [
        (run.date, run.commit, run.machine) for run in (first, second)
    ]


def test_without_conditions_everything_stays(tmp_path):
    runs = [run_of(tmp_path, {"n": 1})]
    assert select(runs, {}) == runs


def test_a_dim_that_nobody_has_is_refused_with_those_that_there_are(tmp_path):
    run = run_of(tmp_path, {"n": 1})
    with pytest.raises(SelectionError, match=r"no benchmark has a dim `m`; there are n, node\."):
        select([run], {"m": ["1"]})


def test_a_value_that_nobody_has_is_refused(tmp_path):
    run = run_of(tmp_path, {"n": 1, "k": "a"}, {"n": 2, "k": "b"})
    with pytest.raises(SelectionError, match=r"no benchmark has `n=1\|3, k=b`"):
        select([run], parse_where(["n=1", "n=3", "k=b"]))
