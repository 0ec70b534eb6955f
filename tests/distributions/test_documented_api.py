"""The documented signatures of what exists today hold, argument by argument."""

import inspect

import pytest_benchmem


def test_measure_memory_has_its_documented_signature():
    parameters = inspect.signature(pytest_benchmem.measure_memory).parameters
    keyword_only = {
        "warmup": 1,
        "isolate": False,
        "calls": 1,
        "max_time": None,
        "min_passes": 2,
        "max_passes": 10,
        "patience": 2,
        "keep_bin": None,
        "native": False,
        "setup": None,
        "allocators": "python",
        "timeout": None,
    }
    # What later releases added, keyword-only too.
    keyword_only |= {"retained": False, "sites": None}
    assert list(parameters) == ["action", "repeats", *keyword_only]
    assert parameters["repeats"].default is None
    assert {
        name: parameter.default
        for name, parameter in parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    } == keyword_only


def test_measure_peak_has_its_documented_signature():
    parameters = inspect.signature(pytest_benchmem.measure_peak).parameters
    assert list(parameters) == ["action", "repeats"]
    assert parameters["repeats"].default is None


def test_measurement_has_its_documented_fields():
    measurement = pytest_benchmem.Measurement(1, 2, 3)
    assert (measurement.peak_bytes, measurement.allocations, measurement.total_bytes) == (1, 2, 3)
    assert measurement.rss_bytes is None


def test_result_has_its_documented_attributes():
    samples = (pytest_benchmem.Measurement(9, 2, 3), pytest_benchmem.Measurement(8, 1, 4))
    result = pytest_benchmem.MemoryResult(samples)
    assert result.samples == samples
    assert result.repeats == 2
    assert result.representative == samples[1]
    assert (result.peak_bytes, result.peak_bytes_max) == (8, 9)
    assert (result.allocations, result.total_bytes, result.rss_bytes) == (1, 4, None)
    assert result.allocators == "python"
    assert result.series("peak_bytes") == [9, 8]
    assert type(result).from_blob(result.as_dict()).samples == samples


def signature(function):
    """The parameters of a function: name, whether keyword-only, default."""
    empty = inspect.Parameter.empty
    return [
        (
            parameter.name,
            parameter.kind is inspect.Parameter.KEYWORD_ONLY,
            None if parameter.default is empty else parameter.default,
        )
        for parameter in inspect.signature(function).parameters.values()
    ]


def test_the_readers_have_their_documented_signatures():
    assert signature(pytest_benchmem.from_pytest_benchmark) == [
        ("path", False, None),
        ("metric", True, "min"),
    ]
    assert signature(pytest_benchmem.memory_from_pytest_benchmark) == [
        ("path", False, None),
        ("field", True, "peak_bytes"),
        ("reduce", True, None),
    ]
    assert signature(pytest_benchmem.load_samples) == [
        ("path", False, None),
        ("metric", True, "time"),
        ("stat", True, None),
    ]
    assert signature(pytest_benchmem.load_long_df) == [
        ("runs", False, None),
        ("metric", True, "time"),
        ("stat", True, None),
        ("labels", True, None),
    ]
    assert signature(pytest_benchmem.discover_runs) == [("root", False, ".benchmarks")]


def test_a_sample_is_a_tuple_of_id_value_and_dims():
    sample = pytest_benchmem.Sample("m.py::f", 1.5, {"n": 3})
    id_, value, dims = sample
    assert (id_, value, dims) == ("m.py::f", 1.5, {"n": 3})
    assert sample._fields == ("id", "value", "dims")


def test_the_magics_load_from_the_package_that_people_install():
    import benchmem_core

    assert pytest_benchmem.load_ipython_extension is benchmem_core.load_ipython_extension
    # Nobody but `%load_ext` looks for it.
    assert "load_ipython_extension" not in pytest_benchmem.__all__
