"""What a run file must hold, and what is said of one that does not."""

import json

import pytest

from benchmem_core import BenchmemError
from benchmem_io import RunFileError, load_run, load_samples, memory_from_pytest_benchmark
from tests.io.run_files import NO_TIME, entry, series, write_run

# Since Python 3.14 the limit is the size of the stack, not a number of calls.
DEEP = b"[" * 1_000_000 + b"]" * 1_000_000


def read_all(path, **reading):
    """Read everything of a file."""
    load_run(path)
    for metric in ("time", "peak", "allocations", "allocated", "rss"):
        load_samples(path, metric=metric, **reading)


def refusal(path, **reading):
    """Read everything of a file; return the error, which must be one line that names it."""
    with pytest.raises(RunFileError) as caught:
        read_all(path, **reading)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    assert len(message) < len(str(path)) + 300
    return message


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b'{"benchmarks": [{"fullname": "a", "st', "it is not JSON"),
        (b"\x00\x01", "it is not JSON"),
        (b"\xff\xfe\xfd", "not text in UTF-8"),
        (b"[]", "it holds `[]`"),
        (b"7", "it holds `7`"),
        (b"null", "it holds `None`"),
        (b'"text"', "it holds `'text'`"),
        (b"{}", "it has no list `benchmarks`"),
        (b'{"benchmarks": null}', "it has no list `benchmarks`"),
        (b'{"benchmarks": {}}', "it has no list `benchmarks`"),
        (DEEP, "nested too deep"),
        (b'{"benchmarks": ' + DEEP + b"}", "nested too deep"),
        (b'{"benchmarks": [7]}', "benchmark number 1: Expected `object`"),
        (b"1" * 5_000, "it is not JSON"),
    ],
)
def test_a_file_that_is_no_run_file_is_refused_in_one_line(tmp_path, content, reason):
    path = tmp_path / "run.json"
    path.write_bytes(content)
    assert reason in refusal(path)


def test_a_nested_value_that_nobody_reads_is_no_obstacle(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f")], machine_info={"cpu": [[[[1]]]]})
    assert list(load_run(path).benchmarks) == ["m.py::f"]


def test_a_value_nested_too_deep_in_an_entry_is_refused(tmp_path):
    path = tmp_path / "run.json"
    deep = DEEP.decode()
    path.write_text(f'{{"benchmarks": [{{"fullname": "m.py::f", "extra_info": {{"x": {deep}}}}}]}}')
    assert "nested too deep" in refusal(path)


@pytest.mark.parametrize("path", ["missing.json", "a\0b.json", "x" * 300 + ".json"])
def test_a_file_that_cannot_be_opened_is_named(tmp_path, path):
    with pytest.raises(RunFileError, match="cannot be read") as caught:
        load_run(tmp_path / path)
    assert "\n" not in str(caught.value)


def test_a_folder_is_no_run_file(tmp_path):
    with pytest.raises(RunFileError, match="cannot be read"):
        load_run(tmp_path)


def test_an_entry_without_an_id_is_refused_by_its_number(tmp_path):
    broken = entry("m.py::g")
    del broken["fullname"]
    path = write_run(tmp_path / "run.json", [entry("m.py::f"), broken])
    assert "benchmark number 2: " in (message := refusal(path))
    assert "`fullname`" in message


def test_an_entry_without_numbers_is_refused(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", time=NO_TIME, peak=None)])
    assert "benchmark `'m.py::f'`: field `stats` is missing" in refusal(path)


def test_an_entry_with_memory_alone_is_read(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", time=NO_TIME)])
    assert load_samples(path, metric="time")[1] == []
    assert [sample.value for sample in load_samples(path, metric="peak")[1]] == [1000.0]


@pytest.mark.parametrize(
    ("field", "value"),
    [("min", "fast"), ("median", [1]), ("iqr", True), ("min", {}), ("max", "1" * 100)],
)
def test_a_statistic_that_is_no_number_is_refused_with_its_field(tmp_path, field, value):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", **{field: value})])
    message = refusal(path)
    assert "benchmark `'m.py::f'`" in message
    assert f"field `stats.{field}`" in message


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_time_that_is_not_finite_is_refused_when_it_is_read(tmp_path, value):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", min=value)])
    assert "field `stats.min` holds" in refusal(path)
    assert load_samples(path, metric="time", stat="median")[1][0].value > 0


def test_a_number_that_no_float_holds_is_refused(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", min=10**400)])
    assert "benchmark `'m.py::f'`" in refusal(path)


def test_nan_in_extra_info_loads_and_is_no_dim(tmp_path):
    path = write_run(
        tmp_path / "run.json", [entry("m.py::f", extra_info={"x": float("nan"), "y": 1})]
    )
    (sample,) = load_samples(path)[1]
    assert "x" not in sample.dims
    assert sample.dims["y"] == 1


def test_a_huge_integer_in_extra_info_is_a_dim_like_any(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", extra_info={"x": 10**400})])
    assert load_samples(path)[1][0].dims["x"] == 10**400


@pytest.mark.parametrize(
    ("blob", "reason"),
    [
        ({**series([1, 2]), "allocations": [1]}, "the series differ in length"),
        ({**series([1]), "peak_bytes": 7}, "`peak_bytes` must be a list"),
        ({**series([1]), "peak_bytes": "many"}, "`peak_bytes` must be a list"),
        ({**series([1]), "peak_bytes": []}, "`peak_bytes` must be a list"),
        (series([]), "`peak_bytes` must be a list"),
        ({**series([1]), "total_bytes": None}, "`total_bytes` must be a list"),
        ({**series([1]), "peak_bytes": [-1]}, "`peak_bytes` holds `-1`"),
        ({**series([1]), "peak_bytes": [1.5]}, "`peak_bytes` holds `1.5`"),
        ({**series([1]), "peak_bytes": [True]}, "`peak_bytes` holds `True`"),
        ({**series([1]), "peak_bytes": [float("nan")]}, "`peak_bytes` holds `nan`"),
        ({**series([1]), "peak_bytes": [float("inf")]}, "`peak_bytes` holds `inf`"),
        ({**series([1]), "peak_bytes": ["1"]}, "`peak_bytes` holds `'1'`"),
        ({**series([1]), "peak_bytes": [10**400]}, "`peak_bytes` holds `1000"),
        ({**series([1]), "rss_bytes": [None]}, "`rss_bytes` holds `None`"),
        ({"peak_bytes": [1]}, "the series `allocations` is missing"),
        ([1], "the blob must be a mapping"),
        ("text", "the blob must be a mapping"),
        (7, "the blob must be a mapping"),
    ],
)
def test_a_damaged_blob_is_refused_with_file_id_and_field(tmp_path, blob, reason):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", blob=blob)])
    message = refusal(path)
    assert "benchmark `'m.py::f'`" in message
    assert reason in message


def test_a_damaged_blob_does_not_keep_anybody_from_the_times(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", blob={})])
    assert load_samples(path, metric="time")[1][0].value == 1e-3


def test_an_allocator_mode_that_does_not_exist_is_refused(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", allocators="malloc")])
    with pytest.raises(BenchmemError, match="`allocators` must be 'python' or 'system'"):
        _ = load_run(path).benchmarks["m.py::f"].allocators


def test_without_meta_the_allocators_were_the_systems(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", allocators=None)])
    assert load_run(path).benchmarks["m.py::f"].allocators == "system"


def test_keys_that_are_not_known_are_left_alone(tmp_path):
    blob = {**series([5, 5]), "tomorrow": ["what", "ever"]}
    path = write_run(tmp_path / "run.json", [{**entry("m.py::f", blob=blob), "new": 1}], later={})
    assert memory_from_pytest_benchmark(path)[1][0].value == 5


def test_the_raw_timings_are_not_looked_at(tmp_path):
    # As long as they are JSON, whatever stands there is skipped.
    path = write_run(tmp_path / "run.json", [entry("m.py::f", data=["no", "times", {}])])
    assert load_samples(path)[1][0].value == 1e-3


def test_a_byte_order_mark_is_no_obstacle(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f")])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(load_run(path).benchmarks) == 1


def test_what_says_where_a_run_was_made_may_be_anything(tmp_path):
    path = write_run(
        tmp_path / "run.json", [entry("m.py::f")], machine_info=[1], commit_info="x", datetime=7
    )
    run = load_run(path)
    assert (run.machine, run.commit, run.date) == ({}, {}, "")


def test_a_long_id_is_cut_in_an_error(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::" + "f" * 10_000, blob={})])
    refusal(path)


def test_a_run_without_benchmarks_is_a_run(tmp_path):
    path = write_run(tmp_path / "run.json", [])
    assert load_samples(path) == ("run", [], "s")


def test_a_file_of_the_version_before_loads(tmp_path):
    # Its blobs have no meta, and stand beside statistics as pytest-benchmark writes them.
    path = tmp_path / "old.json"
    document = {
        "benchmarks": [
            {
                "fullname": "test_s.py::test_make[list-100]",
                "name": "test_make[list-100]",
                "group": None,
                "params": {"kind": "list", "n": 100},
                "extra_info": {
                    "variables": 200,
                    "benchmem": {
                        "peak_bytes": [864, 864],
                        "allocations": [2, 2],
                        "total_bytes": [900, 900],
                    },
                },
                "stats": {"min": 5.07e-06, "data": [1.0]},
            }
        ]
    }
    path.write_text(json.dumps(document))
    (sample,) = memory_from_pytest_benchmark(path)[1]
    assert sample.value == 864
    assert sample.dims["kind"] == "list"
    assert sample.dims["variables"] == 200


def test_a_negative_time_is_refused(tmp_path):
    path = write_run(tmp_path / "run.json", [entry("m.py::f", min=-1.0)])
    assert "field `stats.min` holds `-1.0`" in refusal(path)
