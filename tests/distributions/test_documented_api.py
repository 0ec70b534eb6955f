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
