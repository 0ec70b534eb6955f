"""The registry of metrics: the one table of what can be measured."""

import dataclasses
from typing import get_args

import pytest

from benchmem_core import Measurement
from benchmem_core.metrics import (
    MEMORY_METRICS,
    METRICS,
    OPTIONAL_SERIES_FIELDS,
    SERIES_FIELDS,
    KnownMetric,
)


def test_the_metrics_have_these_names() -> None:
    assert set(METRICS) == {"time", "peak", "allocated", "allocations", "rss", "retained"}


def test_the_type_of_a_metric_lists_the_registry() -> None:
    assert sorted(get_args(KnownMetric)) == sorted(METRICS)


def test_a_metric_is_registered_under_its_own_name() -> None:
    assert all(spec.name == name for name, spec in METRICS.items())


def test_no_two_metrics_share_a_series_or_a_title() -> None:
    fields = [spec.field for spec in METRICS.values()]
    titles = [spec.title for spec in METRICS.values()]
    assert len(set(fields)) == len(fields)
    assert len(set(titles)) == len(titles)


def test_every_memory_metric_reads_a_number_of_a_pass() -> None:
    numbers = {field.name for field in dataclasses.fields(Measurement)}
    assert {spec.field for spec in MEMORY_METRICS} == numbers


def test_only_time_is_no_memory_metric() -> None:
    assert set(METRICS.values()) - set(MEMORY_METRICS) == {METRICS["time"]}


def test_the_blob_has_these_series() -> None:
    assert SERIES_FIELDS == ("peak_bytes", "allocations", "total_bytes")
    assert OPTIONAL_SERIES_FIELDS == ("rss_bytes", "retained_bytes")


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("time", "s"),
        ("peak", "B"),
        ("allocated", "B"),
        ("allocations", "count"),
        ("rss", "B"),
        ("retained", "B"),
    ],
)
def test_a_metric_has_a_unit(name: str, unit: str) -> None:
    assert METRICS[name].unit == unit


def test_the_registry_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        METRICS["time"] = METRICS["peak"]  # type: ignore[index]
