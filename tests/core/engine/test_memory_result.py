"""What a result derives from its passes, and the blob that it travels as."""

import dataclasses
import json
import math
from typing import Any

import pytest
from hypothesis import given, strategies as st

from benchmem_core import ArgumentError, BenchmemError, BlobError, Measurement, MemoryResult
from tests.core.properties import unhurried

CORE = ["peak_bytes", "allocations", "total_bytes"]
SERIES = [*CORE, "rss_bytes"]

# As pytest-benchmem 0.5.5 writes it.
OLD_BLOB = {
    "peak_bytes": [8800, 8800, 8800],
    "allocations": [20, 20, 20],
    "total_bytes": [67328, 67328, 67328],
}

NOISY = MemoryResult(
    (
        Measurement(300, 5, 900, 3000),
        Measurement(100, 7, 800, 1000),
        Measurement(100, 6, 700, 2000),
        Measurement(200, 4, 600, 500),
    )
)

numbers = st.integers(0, 2**63 - 1)


@st.composite
def results(draw: st.DrawFn) -> MemoryResult:
    rss = numbers if draw(st.booleans()) else st.none()
    sample = st.builds(Measurement, numbers, numbers, numbers, rss)
    samples = draw(st.lists(sample, min_size=1, max_size=12))
    return MemoryResult(tuple(samples), draw(st.sampled_from(["python", "system"])))


# --- one pass ---------------------------------------------------------------------------------


def test_a_measurement_needs_no_rss() -> None:
    assert Measurement(3, 2, 1) == Measurement(
        peak_bytes=3, allocations=2, total_bytes=1, rss_bytes=None
    )


def test_a_measurement_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Measurement(3, 2, 1).peak_bytes = 4  # type: ignore[misc]


# --- several ----------------------------------------------------------------------------------


def test_the_headline_is_the_first_pass_with_the_lowest_peak() -> None:
    assert NOISY.representative is NOISY.samples[1]
    headline = (NOISY.peak_bytes, NOISY.allocations, NOISY.total_bytes, NOISY.rss_bytes)
    assert headline == (100, 7, 800, 1000)


def test_the_worst_peak_is_kept_too() -> None:
    assert NOISY.peak_bytes_max == 300


def test_repeats_is_the_number_of_passes() -> None:
    assert NOISY.repeats == 4


def test_a_series_has_one_number_per_pass_in_order() -> None:
    assert NOISY.series("allocations") == [5, 7, 6, 4]
    assert NOISY.series("rss_bytes") == [3000, 1000, 2000, 500]


@pytest.mark.parametrize("field", ["peak", "time", "samples", "repeats", ""])
def test_an_unknown_series_is_refused_with_the_known_ones(field: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        NOISY.series(field)
    assert all(name in str(caught.value) for name in [f"`{field}`", *SERIES])


def test_a_series_that_was_not_measured_says_how_to_measure_it() -> None:
    with pytest.raises(ArgumentError, match=r"`rss_bytes` was not measured.*`isolate=True`"):
        MemoryResult((Measurement(3, 2, 1),)).series("rss_bytes")


def test_a_result_without_passes_is_refused() -> None:
    with pytest.raises(ArgumentError, match="at least one pass"):
        MemoryResult(())


def test_python_allocators_are_the_default() -> None:
    assert MemoryResult((Measurement(3, 2, 1),)).allocators == "python"


# --- to a blob and back -----------------------------------------------------------------------


def test_the_blob_holds_the_series_and_nothing_else() -> None:
    samples = (Measurement(3, 2, 9), Measurement(4, 2, 9))
    assert MemoryResult(samples).as_dict() == {
        "peak_bytes": [3, 4],
        "allocations": [2, 2],
        "total_bytes": [9, 9],
    }


def test_rss_is_in_the_blob_where_every_pass_has_it() -> None:
    assert NOISY.as_dict()["rss_bytes"] == [3000, 1000, 2000, 500]
    mixed = MemoryResult((Measurement(3, 2, 9, 100), Measurement(4, 2, 9)))
    assert list(mixed.as_dict()) == CORE


@pytest.mark.parametrize("mode", ["python", "system"])
def test_what_travels_beside_the_blob_is_the_schema_and_the_mode(mode: Any) -> None:
    result = MemoryResult((Measurement(3, 2, 1),), mode)
    assert result.meta() == {"schema": 1, "allocators": mode}


@unhurried
@given(results())
def test_a_result_survives_the_way_through_json(result: MemoryResult) -> None:
    blob, meta = json.loads(json.dumps([result.as_dict(), result.meta()]))
    assert MemoryResult.from_blob(blob, meta=meta) == result


@unhurried
@given(results())
def test_the_headline_and_the_worst_peak_bound_every_pass(result: MemoryResult) -> None:
    peaks = result.series("peak_bytes")
    assert (result.peak_bytes, result.peak_bytes_max) == (min(peaks), max(peaks))
    assert result.representative in result.samples


def test_an_old_blob_loads() -> None:
    result = MemoryResult.from_blob(OLD_BLOB)
    assert result.samples == (Measurement(8800, 20, 67328),) * 3


def test_an_old_blob_was_measured_with_system_allocators() -> None:
    assert MemoryResult.from_blob(OLD_BLOB).allocators == "system"


def test_what_stands_beside_a_blob_need_not_name_the_mode() -> None:
    assert MemoryResult.from_blob(OLD_BLOB, meta={"schema": 1}).allocators == "system"


def test_keys_of_newer_versions_are_ignored() -> None:
    blob = {**OLD_BLOB, "sites": {"a": 1}, "later_bytes": [1]}
    meta = {"schema": 2, "allocators": "python", "later": []}
    result = MemoryResult.from_blob(blob, meta=meta)
    assert result == MemoryResult((Measurement(8800, 20, 67328),) * 3, "python")


def test_a_subclass_rebuilds_itself() -> None:
    class OwnResult(MemoryResult):
        pass

    assert type(OwnResult.from_blob(OLD_BLOB)) is OwnResult


# --- bad blobs --------------------------------------------------------------------------------


def refusal(blob: Any, meta: Any = None) -> str:
    with pytest.raises(BlobError) as caught:
        MemoryResult.from_blob(blob, meta=meta)
    assert isinstance(caught.value, BenchmemError)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 500
    return message


@pytest.mark.parametrize("field", CORE)
def test_a_missing_series_is_refused_by_name(field: str) -> None:
    blob = {key: value for key, value in OLD_BLOB.items() if key != field}
    assert f"`{field}` is missing" in refusal(blob)


@pytest.mark.parametrize("field", SERIES)
def test_a_ragged_series_is_refused_by_name(field: str) -> None:
    assert f"`{field}` has 2" in refusal({**OLD_BLOB, field: [1, 2]})


@pytest.mark.parametrize("field", SERIES)
@pytest.mark.parametrize(
    "series", [[], None, 3, True, "123", "", {"0": 1}, {1, 2, 3}, 2.5], ids=repr
)
def test_a_series_that_is_no_list_of_numbers_is_refused_by_name(field: str, series: object) -> None:
    assert f"`{field}`" in refusal({**OLD_BLOB, field: series})


@pytest.mark.parametrize("field", SERIES)
@pytest.mark.parametrize(
    "value",
    [-1, math.nan, math.inf, -math.inf, True, False, "8800", "", None, [1], 1.5],
    ids=repr,
)
@pytest.mark.parametrize("place", [0, 2])
def test_a_value_that_is_no_count_is_refused_by_name(field: str, value: object, place: int) -> None:
    series: list[object] = [1, 2, 3]
    series[place] = value
    message = refusal({**OLD_BLOB, field: series})
    assert f"`{field}`" in message
    assert repr(value) in message


def test_all_series_may_not_be_empty() -> None:
    assert "`peak_bytes`" in refusal({field: [] for field in CORE})


@pytest.mark.parametrize("blob", [None, [], [1, 2], "text", 3], ids=repr)
def test_a_blob_that_is_no_mapping_is_refused(blob: object) -> None:
    assert "mapping" in refusal(blob)


@pytest.mark.parametrize("mode", ["Python", "", None, 1, True, ["python"]], ids=repr)
def test_an_unknown_allocator_mode_is_refused(mode: object) -> None:
    assert repr(mode) in refusal(OLD_BLOB, {"schema": 1, "allocators": mode})


@pytest.mark.parametrize("meta", ["text", 3, []], ids=repr)
def test_what_stands_beside_a_blob_must_be_a_mapping(meta: object) -> None:
    assert repr(meta) in refusal(OLD_BLOB, meta)


def test_a_long_bad_value_is_not_shown_whole() -> None:
    refusal({**OLD_BLOB, "peak_bytes": ["x" * 100_000] * 3})
    refusal({**OLD_BLOB, "peak_bytes": "x" * 100_000})


@unhurried
@given(
    st.dictionaries(
        st.sampled_from(SERIES),
        st.lists(st.integers() | st.floats() | st.booleans() | st.none() | st.text(), max_size=3)
        | st.none()
        | st.text(),
    )
)
def test_a_blob_loads_whole_or_is_refused(blob: dict[str, Any]) -> None:
    try:
        result = MemoryResult.from_blob(blob)
    except BlobError:
        return
    assert result.as_dict() == blob
