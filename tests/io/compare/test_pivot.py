"""A pivot: the values of one dim, inside one run, become series that are compared."""

import pytest

from benchmem_io import SelectionError, load_run
from benchmem_io.compare.comparison import pivot_runs
from tests.io.run_files import entry, write_run


@pytest.fixture
def pivoted(tmp_path):
    """Pivot a run: the ids of the benchmarks by label and by the id that they share."""

    def pivot(entries, dim, labels=None):
        run = load_run(write_run(tmp_path / "run.json", entries))
        comparison = pivot_runs([run], dim, labels)
        return {
            series.label: {id_: each.id for id_, each in series.benchmarks.items()}
            for series in comparison.series
        }

    return pivot


def test_ids_that_differ_in_the_dim_alone_fold_into_one(pivoted):
    entries = [
        entry(f"m.py::C::f[{kind}-{n}]", params={"kind": kind, "n": n})
        for kind in ("list", "dict")
        for n in (1, 10)
    ]
    assert pivoted(entries, "kind") == {
        "list": {
            "m.py::C::f[n=1]": "m.py::C::f[list-1]",
            "m.py::C::f[n=10]": "m.py::C::f[list-10]",
        },
        "dict": {
            "m.py::C::f[n=1]": "m.py::C::f[dict-1]",
            "m.py::C::f[n=10]": "m.py::C::f[dict-10]",
        },
    }


def test_the_first_value_in_natural_order_is_the_baseline(pivoted):
    entries = [entry(f"m.py::f[{n}]", params={"n": n}) for n in (10, 1, 5)]
    assert list(pivoted(entries, "n")) == ["1", "5", "10"]


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([0.1, 0.30000000000000004, 1e-9], ["0.1", "0.30000000000000004", "1e-09"]),
        (["a-b", "a", "b"], ["a-b", "a", "b"]),
        (["x[0]", "y,z=1", "::"], ["x[0]", "y,z=1", "::"]),
        (["", " "], ["", " "]),
        ([True, False], ["True", "False"]),
        # Equal or written alike, and yet of two types.
        ([1, 1.0, True], ["1", "1.0", "True"]),
        ([1, "1"], ["1", "'1'"]),
    ],
)
def test_pairs_are_made_by_the_recorded_value(pivoted, values, labels):
    entries = [
        entry(f"m.py::f[{value}-{size}]x{index}", params={"x": value, "size": size})
        for index, value in enumerate(values)
        for size in (0.5, 1.5)
    ]
    found = pivoted(entries, "x")
    assert sorted(found) == sorted(labels)
    for index, (value, label) in enumerate(zip(values, labels, strict=True)):
        assert found[label] == {
            f"m.py::f[size={size}]": f"m.py::f[{value}-{size}]x{index}" for size in (0.5, 1.5)
        }


def test_custom_ids_hinder_nothing(pivoted):
    entries = [
        entry("m.py::f[slow-big]", params={"engine": "a", "n": 100}),
        entry("m.py::f[odd name]", params={"engine": "b", "n": 100}),
        entry("m.py::f[small]", params={"n": 1, "engine": "a"}),
        entry("m.py::f[b-1]", params={"n": 1, "engine": "b"}),
    ]
    assert pivoted(entries, "engine") == {
        "a": {"m.py::f[n=100]": "m.py::f[slow-big]", "m.py::f[n=1]": "m.py::f[small]"},
        "b": {"m.py::f[n=100]": "m.py::f[odd name]", "m.py::f[n=1]": "m.py::f[b-1]"},
    }


def test_what_exists_for_one_value_only_stays_in_its_series(pivoted):
    entries = [
        entry("m.py::f[a-1]", params={"k": "a", "n": 1}),
        entry("m.py::f[b-2]", params={"k": "b", "n": 2}),
        entry("m.py::other"),
    ]
    assert pivoted(entries, "k") == {
        "a": {"m.py::f[n=1]": "m.py::f[a-1]"},
        "b": {"m.py::f[n=2]": "m.py::f[b-2]"},
    }


def test_classes_and_modules_are_kept_apart(pivoted):
    ids = ("m.py::f", "m.py::C::f", "o.py::f")
    entries = [entry(f"{id_}[{n}]", params={"n": n}) for id_ in ids for n in (1, 2)]
    assert pivoted(entries, "n") == {str(n): {id_: f"{id_}[{n}]" for id_ in ids} for n in (1, 2)}


@pytest.mark.parametrize(
    ("dim", "ids", "shared"),
    [
        ("node.func", ("m.py::f", "m.py::g"), "m.py::*"),
        ("node.class", ("m.py::A::f", "m.py::B::f"), "m.py::*::f"),
        ("node.module", ("a.py::f", "b.py::f"), "*::f"),
    ],
)
def test_a_part_of_the_node_id_can_be_the_dim(pivoted, dim, ids, shared):
    found = pivoted([entry(id_) for id_ in ids], dim)
    assert [list(each.items()) for each in found.values()] == [[(shared, id_)] for id_ in ids]


def test_a_value_from_extra_info_folds_the_parameter_that_says_the_same(pivoted):
    entries = [
        entry(f"m.py::f[{lib}-{n}]", params={"lib": lib, "n": n}, extra_info={"version": version})
        for lib, version in (("old", 1), ("new", 2))
        for n in (1, 10)
    ]
    assert pivoted(entries, "version") == {
        str(version): {f"m.py::f[n={n}]": f"m.py::f[{lib}-{n}]" for n in (1, 10)}
        for lib, version in (("old", 1), ("new", 2))
    }


def test_param_before_the_name_is_understood(pivoted):
    entries = [entry(f"m.py::f[{n}]", params={"n": n}) for n in (1, 2)]
    assert pivoted(entries, "param:n") == pivoted(entries, "n")


def test_labels_name_the_values(pivoted):
    entries = [entry(f"m.py::f[{n}]", params={"n": n}) for n in (1, 2)]
    assert list(pivoted(entries, "n", ["one", "two"])) == ["one", "two"]


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (["one"], "1 labels were given for 2 values of `n`"),
        (["x", "x"], "two values of `n` are labelled `x`"),
    ],
)
def test_labels_that_do_not_fit_are_refused(pivoted, labels, reason):
    entries = [entry(f"m.py::f[{n}]", params={"n": n}) for n in (1, 2)]
    with pytest.raises(SelectionError, match=reason):
        pivoted(entries, "n", labels)


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([entry("m.py::f", params={"m": 1})], "no benchmark has a dim `n`; there are m, node"),
        ([entry("m.py::f", params={"n": 1})], "`n` has only one value"),
        (
            [entry(f"m.py::f[{x}]", params={"n": 1}) for x in "ab"],
            r"`m.py::f\[a\]` and `m.py::f\[b\]` have the same `n` and nothing else",
        ),
    ],
)
def test_a_pivot_that_pairs_nothing_is_refused(pivoted, entries, reason):
    with pytest.raises(SelectionError, match=reason):
        pivoted(entries, "n")
