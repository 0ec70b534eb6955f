"""The readers of one run file: which number of which benchmark, in which unit."""

from pathlib import Path

import pytest

from benchmem_io import (
    RunFileError,
    Sample,
    SelectionError,
    from_pytest_benchmark,
    load_run,
    load_samples,
    memory_from_pytest_benchmark,
)
from tests.io.run_files import NO_TIME, entry, series, write_run

# The second pass has the lowest peak; its other numbers are neither the lowest nor the highest.
SERIES = {
    "peak_bytes": [300, 100, 200],
    "allocations": [9, 20, 31],
    "total_bytes": [5000, 6000, 4000],
    "rss_bytes": [90_000, 80_000, 70_000],
}
RECORDED = Path(__file__).parents[1] / "data" / "pytest-benchmem-0.5.5.json"


@pytest.fixture
def run_file(tmp_path):
    """One benchmark with all metrics, one with time alone, one with memory alone."""
    return write_run(
        tmp_path / "0001_first.json",
        [
            entry("m.py::all", time=0.25, blob=SERIES),
            entry("m.py::time", time=0.5, peak=None),
            entry("m.py::memory", time=NO_TIME, peak=[7]),
        ],
    )


def values(read):
    """The values by the last part of the id, and the unit."""
    _, samples, unit = read
    return {sample.id.rpartition("::")[2]: sample.value for sample in samples}, unit


def test_a_sample_is_a_tuple_of_id_value_and_dims(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f[1]", time=0.25, params={"n": 1})])
    _, (sample,), _ = from_pytest_benchmark(path)
    dims = {"node.module": "m.py", "node.func": "f", "n": 1}
    assert sample == ("m.py::f[1]", 0.25, dims) == Sample("m.py::f[1]", 0.25, dims)
    assert Sample._fields == ("id", "value", "dims")


@pytest.mark.parametrize(
    "read", [from_pytest_benchmark, memory_from_pytest_benchmark, load_samples]
)
def test_the_label_is_the_stem_whether_the_path_is_text_or_not(run_file, read):
    assert read(run_file)[0] == "0001_first"
    assert read(str(run_file)) == read(run_file)


def test_samples_are_in_the_order_of_the_file(tmp_path):
    ids = ["m.py::z", "m.py::a", "b.py::q"]
    path = write_run(tmp_path / "run.json", map(entry, ids))
    assert [sample.id for sample in load_samples(path)[1]] == ids


def test_time_is_the_shortest_round_in_seconds(run_file):
    assert values(from_pytest_benchmark(run_file)) == ({"all": 0.25, "time": 0.5}, "s")
    assert values(load_samples(run_file)) == ({"all": 0.25, "time": 0.5}, "s")


@pytest.mark.parametrize("stat", ["min", "max", "mean", "median", "stddev", "iqr"])
def test_a_statistic_of_a_time_is_the_one_that_was_recorded(tmp_path, stat):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", **{stat: 42.5})])
    assert values(from_pytest_benchmark(path, metric=stat)) == ({"f": 42.5}, "s")
    assert values(load_samples(path, metric="time", stat=stat)) == ({"f": 42.5}, "s")


@pytest.mark.parametrize(
    ("stat", "value", "unit"), [("rounds", 5, "count"), ("ops", 2, "1/s"), ("q1", 3, "s")]
)
def test_what_else_was_recorded_of_the_rounds_has_its_own_unit(tmp_path, stat, value, unit):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", **{stat: value})])
    assert values(from_pytest_benchmark(path, metric=stat)) == ({"f": value}, unit)


def test_a_benchmark_without_the_statistic_is_left_out(tmp_path):
    entries = [entry("m.py::f", iqr=None), entry("m.py::g", iqr=0.5)]
    path = write_run(tmp_path / "run.json", entries)
    assert values(load_samples(path, stat="iqr")) == ({"g": 0.5}, "s")


@pytest.mark.parametrize(
    ("field", "metric", "value", "unit"),
    [
        ("peak_bytes", "peak", 100, "B"),
        ("allocations", "allocations", 20, "count"),
        ("total_bytes", "allocated", 6000, "B"),
        ("rss_bytes", "rss", 80_000, "B"),
    ],
)
def test_the_headline_of_every_series_comes_from_the_pass_with_the_lowest_peak(
    run_file, field, metric, value, unit
):
    found, found_unit = values(memory_from_pytest_benchmark(run_file, field=field))
    assert (found["all"], found_unit) == (value, unit)
    assert values(load_samples(run_file, metric=metric)) == (found, unit)


def test_the_first_of_equal_peaks_is_the_headline(tmp_path):
    blob = {**series([5, 5]), "allocations": [2, 1]}
    path = write_run(tmp_path / "run.json", [entry("m.py::f", blob=blob)])
    assert values(load_samples(path, metric="allocations")) == ({"f": 2}, "count")


def test_peak_is_the_field_that_is_read_by_default(run_file):
    assert values(memory_from_pytest_benchmark(run_file)) == ({"all": 100, "memory": 7}, "B")


def test_reduce_gets_the_whole_series_as_floats(run_file):
    seen = []
    read = memory_from_pytest_benchmark(
        run_file, field="allocations", reduce=lambda passes: seen.append(passes) or max(passes)
    )
    assert values(read) == ({"all": 31, "memory": 1}, "count")
    assert seen == [[9.0, 20.0, 31.0], [1.0]]
    assert {type(each) for each in seen[0]} == {float}


@pytest.mark.parametrize(
    ("stat", "value"), [("min", 100), ("max", 300), ("mean", 200), ("median", 200), ("stddev", 100)]
)
def test_a_statistic_of_memory_is_taken_over_the_passes(run_file, stat, value):
    assert values(load_samples(run_file, metric="peak", stat=stat))[0]["all"] == value


def test_a_median_of_two_passes_lies_between_them(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", peak=[10, 15])])
    assert values(load_samples(path, metric="peak", stat="median")) == ({"f": 12.5}, "B")


def test_a_series_that_was_not_measured_leaves_the_benchmark_out(run_file):
    assert values(load_samples(run_file, metric="rss", stat="max")) == ({"all": 90_000}, "B")
    reduced = memory_from_pytest_benchmark(run_file, field="rss_bytes", reduce=max)
    assert values(reduced) == ({"all": 90_000}, "B")


def test_zero_is_a_value(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", time=0.0, peak=[0])])
    assert values(load_samples(path)) == ({"f": 0}, "s")
    assert values(load_samples(path, metric="peak")) == ({"f": 0}, "B")
    assert values(memory_from_pytest_benchmark(path, reduce=max)) == ({"f": 0}, "B")


def test_every_value_is_a_float(run_file):
    for metric in ("time", "peak", "allocated", "allocations", "rss"):
        assert {type(each.value) for each in load_samples(run_file, metric=metric)[1]} == {float}


def test_a_float_in_a_series_is_refused_even_if_it_is_whole(tmp_path):
    # 5.0 is what `json` makes of a number that some other tool wrote: bytes are integers.
    path = write_run(
        tmp_path / "run.json", [entry("m.py::f", blob={**series([5]), "rss_bytes": [5.0]})]
    )
    with pytest.raises(RunFileError, match=r"`rss_bytes` holds `5\.0`"):
        load_samples(path, metric="rss")
    path = write_run(tmp_path / "run.json", [entry("m.py::f", peak=[5.0])])
    with pytest.raises(RunFileError, match=r"`peak_bytes` holds `5\.0`"):
        load_samples(path, metric="peak")


def test_the_largest_number_of_bytes_is_read_and_one_more_is_refused(tmp_path):
    blob = {**series([1]), "peak_bytes": [2**63 - 1]}
    path = write_run(tmp_path / "run.json", [entry("m.py::f", blob=blob)])
    assert values(load_samples(path, metric="peak")) == ({"f": 2.0**63}, "B")
    blob["peak_bytes"] = [2**63]
    write_run(path, [entry("m.py::f", blob=blob)])
    with pytest.raises(RunFileError, match="`peak_bytes` holds `9223372036854775808`"):
        load_samples(path, metric="peak")


@pytest.mark.parametrize(
    ("read", "keywords", "reason"),
    [
        (
            from_pytest_benchmark,
            {"metric": "peak"},
            "`peak` is not a statistic of pytest-benchmark",
        ),
        (
            memory_from_pytest_benchmark,
            {"field": "peak"},
            "`peak` is not a series of a memory blob",
        ),
        (load_samples, {"metric": "memory"}, "`memory` is not a metric"),
        (load_samples, {"stat": "average"}, "`average` is not a statistic"),
        (load_samples, {"metric": "peak", "stat": "iqr"}, "memory has only a few passes"),
        (load_samples, {"metric": "two\nlines"}, r"`two\\nlines` is not a metric"),
    ],
)
def test_a_wrong_name_is_refused_in_one_line_that_lists_the_right_ones(
    run_file, read, keywords, reason
):
    with pytest.raises(SelectionError, match=reason) as caught:
        read(run_file, **keywords)
    assert "\n" not in str(caught.value)
    assert "min" in str(caught.value) or "peak" in str(caught.value)
    # A `ValueError` too, as wrong arguments are everywhere else.
    assert isinstance(caught.value, ValueError)


def test_the_run_itself_tells_what_it_carries(run_file):
    run = load_run(run_file)
    assert list(run.benchmarks) == ["m.py::all", "m.py::time", "m.py::memory"]
    assert [metric.name for metric in run.metrics()] == [
        *("time", "peak", "allocations", "allocated", "rss")
    ]
    assert run.has_memory
    assert (run.path, run.date) == (run_file, "2026-11-01T10:00:00+00:00")
    assert run.commit["branch"] == "main"
    assert run.machine["system"] == "Linux"


def test_a_run_without_memory_says_so(tmp_path):
    run = load_run(write_run(tmp_path / "run.json", [entry("m.py::f", peak=None)]))
    assert not run.has_memory
    assert [metric.name for metric in run.metrics()] == ["time"]


@pytest.mark.parametrize(
    ("fullname", "name", "shown"),
    [
        ("m.py::C::f[1]", "f[1]", "f[1]"),
        ("m.py::C::f[1]", None, "C::f[1]"),
        ("m.py", None, "m.py"),
    ],
)
def test_a_benchmark_has_a_name_also_where_none_was_recorded(tmp_path, fullname, name, shown):
    path = write_run(tmp_path / "run.json", [{**entry(fullname), "name": name}])
    assert load_run(path).benchmarks[fullname].name == shown


def test_a_file_of_pytest_benchmem_0_5_5_loads():
    label, samples, unit = memory_from_pytest_benchmark(RECORDED)
    assert (label, unit) == ("pytest-benchmem-0.5.5", "B")
    assert {sample.id.partition("::")[2]: sample.value for sample in samples} == {
        "test_make[list-100]": 864,
        "test_make[list-1000]": 8800,
        "test_make[dict-100]": 6824,
        "test_make[dict-1000]": 55336,
        "TestClass::test_method[0.5]": 500001,
        "TestClass::test_method[1.5]": 1500001,
        "test_object[odd]": 2000001,
    }
    assert samples[0].dims == {
        "node.module": "test_suite.py",
        "node.func": "test_make",
        "kind": "list",
        "n": 100,
        "variables": 200,
    }
    assert samples[4].dims == {
        "node.group": "scaled",
        "node.module": "test_suite.py",
        "node.class": "TestClass",
        "node.func": "test_method",
        "factor": 0.5,
    }
    # A parameter that JSON does not have is no dim.
    assert "shape" not in samples[6].dims


def test_a_file_of_pytest_benchmem_0_5_5_has_times_and_counted_with_the_systems_allocators():
    samples = from_pytest_benchmark(RECORDED, metric="median")[1]
    assert len(samples) == 8
    assert all(0 < sample.value < 1 for sample in samples)
    benchmarks = load_run(RECORDED).benchmarks.values()
    assert {each.allocators for each in benchmarks if each.has_memory} == {"system"}
