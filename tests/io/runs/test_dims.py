"""Dims: what a result varies over."""

import pytest

from benchmem_io import load_samples
from tests.io.run_files import entry, write_run


def dims_of(tmp_path, **keywords):
    """The dims of a benchmark, without those of its node id."""
    path = write_run(tmp_path / "run.json", [entry("m.py::f", **keywords)])
    (sample,) = load_samples(path)[1]
    return {name: value for name, value in sample.dims.items() if not name.startswith("node.")}


@pytest.mark.parametrize(
    ("fullname", "dims"),
    [
        ("tests/m.py::f", ("tests/m.py", None, "f")),
        ("m.py::f[10-a]", ("m.py", None, "f")),
        ("m.py::C::f", ("m.py", "C", "f")),
        ("m.py::C::D::f[1]", ("m.py", "C::D", "f")),
        # Parameters may hold what looks like a part of the id.
        ("m.py::f[a::b]", ("m.py", None, "f")),
        ("m.py::C::f[x[0]::y]", ("m.py", "C", "f")),
        ("a[b]/m.py::f[1]", ("a[b]/m.py", None, "f")),
        ("no id at all", ("no id at all", None, "")),
    ],
)
def test_the_node_id_tells_module_class_and_function(tmp_path, fullname, dims):
    path = write_run(tmp_path / "run.json", [entry(fullname)])
    found = load_samples(path)[1][0].dims
    assert tuple(found.get(f"node.{part}") for part in ("module", "class", "func")) == dims


def test_the_group_is_a_dim_where_there_is_one(tmp_path):
    entries = [entry("m.py::f", group="fast"), entry("m.py::g")]
    grouped, other = load_samples(write_run(tmp_path / "run.json", entries))[1]
    assert grouped.dims["node.group"] == "fast"
    assert "node.group" not in other.dims


@pytest.mark.parametrize("place", ["params", "extra_info"])
def test_a_scalar_is_a_dim_with_its_value_and_type(tmp_path, place):
    scalars = dict(enumerate([True, False, 0, -3, 2.5, 1.0, "", "text", 10**20, float("inf")]))
    scalars = {f"x{number}": value for number, value in scalars.items()}
    found = dims_of(tmp_path, **{place: scalars})
    assert found == scalars
    assert list(map(type, found.values())) == list(map(type, scalars.values()))


@pytest.mark.parametrize(
    "value", [None, [1], {"a": 1}, float("nan"), "UNSERIALIZABLE[<object at 0x7f00>]"]
)
def test_what_is_no_scalar_is_no_dim(tmp_path, value):
    recorded = {"params": {"x": value, "y": 1}, "extra_info": {"z": value}}
    assert dims_of(tmp_path, **recorded) == {"y": 1}


def test_extra_info_wins_over_params(tmp_path):
    dims = dims_of(tmp_path, params={"x": 1, "y": 2}, extra_info={"x": "own"})
    assert dims == {"x": "own", "y": 2}


def test_an_extra_info_that_is_no_dim_does_not_hide_the_parameter(tmp_path):
    dims = dims_of(tmp_path, params={"x": 1}, extra_info={"x": float("nan")})
    assert dims == {"x": 1}


@pytest.mark.parametrize("place", ["params", "extra_info"])
def test_what_a_test_recorded_wins_over_the_node_id(tmp_path, place):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", **{place: {"node.func": "own"}})])
    assert load_samples(path)[1][0].dims["node.func"] == "own"


def test_neither_the_blob_nor_what_travels_beside_it_is_a_dim(tmp_path):
    assert dims_of(tmp_path, peak=[1], allocators="python") == {}
    # Also where it is damaged, and would pass for a value.
    assert dims_of(tmp_path, blob="text") == {}


def test_dims_of_one_benchmark_are_its_own(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f[1]"), entry("m.py::f[2]")])
    first, second = load_samples(path)[1]
    first.dims["added"] = 1
    assert "added" not in second.dims
    assert "added" not in load_samples(path)[1][0].dims


def test_a_parameter_called_like_the_blob_is_a_dim(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", params={"benchmem": 3})])
    assert load_samples(path)[1][0].dims["benchmem"] == 3
