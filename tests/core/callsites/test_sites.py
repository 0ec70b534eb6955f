"""`sites=`: the call sites that own most bytes at the high-water mark."""

import functools
import os
from pathlib import Path
from typing import Any

import pytest

from benchmem_core import ArgumentError, measure_memory
from benchmem_core.captures.frames import Frame
from tests.core.isolated_actions import coroutine as isolated_coroutine, hold

from .site_actions import (
    ACTIONS,
    large,
    recursive,
    sites,
    small,
    stdlib,
    temporary,
)


def line_of(function: Any, offset: int = 1) -> int:
    return int(function.__code__.co_firstlineno) + offset


@pytest.mark.parametrize("top", [1, 10])
@pytest.mark.parametrize("name", ACTIONS)
def test_bytes_of_sites_and_remainder_sum_to_the_peak(name: str, top: int) -> None:
    result = measure_memory(ACTIONS[name], 2, sites=top)
    assert result.sites is not None
    assert sum(site.bytes for site in result.sites) == result.peak_bytes
    assert 1 <= len(result.sites) <= top + 1


@pytest.mark.parametrize(
    "options", [{"allocators": "system"}, {"native": True}, {"calls": 3}, {"warmup": 0}], ids=str
)
def test_they_sum_to_the_peak_with_any_option(options: dict[str, Any]) -> None:
    result = measure_memory(large, 2, sites=2, **options)
    assert sum(site.bytes for site in result.sites or ()) == result.peak_bytes


@pytest.mark.parametrize(
    "action",
    [functools.partial(hold, 300_000), functools.partial(isolated_coroutine, 300_000)],
    ids=["function", "coroutine"],
)
def test_an_isolated_pass_has_sites(action: Any) -> None:
    result = measure_memory(action, 1, sites=3, isolate=True)
    assert result.sites is not None
    assert sum(site.bytes for site in result.sites) == result.peak_bytes
    assert result.sites[0].frame == Frame("hold", "isolated_actions.py", line_of(hold, 2))
    assert result.sites[0].bytes >= 300_000


@pytest.mark.parametrize("name", ["large", "asynchronous", "returns an awaitable", "threaded"])
def test_the_largest_comes_first(name: str) -> None:
    found = sites(ACTIONS[name])
    assert found[0].frame == Frame("large", "callsites/site_actions.py", line_of(large))
    assert 400_000 <= found[0].bytes < 402_000
    sizes = [site.bytes for site in found[:-1]]
    assert sizes == sorted(sizes, reverse=True)


def test_what_was_freed_before_the_high_water_mark_owns_nothing() -> None:
    (first, *rest) = sites(temporary)
    assert first.frame == Frame("temporary", "callsites/site_actions.py", line_of(temporary))
    assert not any(site.frame and site.frame.function == "small" for site in rest)


def test_the_remainder_is_the_last_and_has_no_frame() -> None:
    found = sites(large, 1)
    assert [site.frame is None for site in found] == [False, True]
    assert found[-1].bytes >= 20_000


def test_a_line_is_one_site_whoever_called_it() -> None:
    found = [site for site in sites(recursive) if site.frame]
    places = [site.place for site in found]
    assert len(set(places)) == len(places)
    assert found[0].allocations >= 60


def test_a_site_in_the_standard_library_names_the_line_of_the_project_that_called_it() -> None:
    found = [site for site in sites(stdlib) if site.frame and site.frame.file.startswith("json/")]
    assert found
    for site in found:
        assert site.caller == Frame("stdlib", "callsites/site_actions.py", line_of(stdlib))


def test_a_site_in_the_project_needs_no_caller() -> None:
    assert all(site.caller is None for site in sites(large))


def test_no_site_is_named_by_a_whole_path() -> None:
    for action in ACTIONS.values():
        for site in sites(action):
            for frame in (site.frame, site.caller):
                assert frame is None or not os.path.isabs(frame.file)


@pytest.mark.parametrize("name", ACTIONS)
def test_the_engine_is_no_site(name: str) -> None:
    assert not [site for site in sites(ACTIONS[name]) if site.frame and "benchmem" in str(site)]


@pytest.mark.parametrize("allocators", ["python", "system"])
@pytest.mark.parametrize("name", ["small", "large", "recursive", "asynchronous"])
def test_the_numbers_are_the_same_with_sites_and_without(name: str, allocators: Any) -> None:
    without = measure_memory(ACTIONS[name], 2, allocators=allocators)
    with_sites = measure_memory(ACTIONS[name], 2, allocators=allocators, sites=5)
    assert with_sites.samples == without.samples


def test_they_are_not_there_unless_asked_for() -> None:
    result = measure_memory(small, 1)
    assert result.sites is None
    assert result.meta() == {"schema": 1, "allocators": "python"}


def test_they_are_no_series() -> None:
    result = measure_memory(small, 1, sites=3)
    assert list(result.as_dict()) == ["peak_bytes", "allocations", "total_bytes"]


@pytest.mark.parametrize("warmup", [0, 2])
def test_the_action_runs_once_more_after_the_passes(warmup: int) -> None:
    calls: list[int] = []
    measure_memory(lambda: calls.append(1), 3, warmup=warmup, sites=1)
    assert len(calls) == warmup + 3 + 1


def test_setup_runs_before_the_pass_that_finds_them() -> None:
    calls: list[str] = []
    measure_memory(
        lambda: calls.append("action"), 1, warmup=0, sites=1, setup=lambda: calls.append("setup")
    )
    assert calls == ["setup", "action"] * 2


def test_a_capture_can_be_kept_of_the_same_measurement(tmp_path: Path) -> None:
    result = measure_memory(large, 1, sites=2, keep_bin=tmp_path / "kept.bin")
    assert (tmp_path / "kept.bin").stat().st_size > 0
    assert sum(site.bytes for site in result.sites or ()) == result.peak_bytes


@pytest.mark.parametrize("number", [0, -1, True, 2.0, "3"])
def test_another_number_is_refused_before_anything_runs(number: Any) -> None:
    calls: list[int] = []
    with pytest.raises(ArgumentError, match="`sites`"):
        measure_memory(lambda: calls.append(1), 1, sites=number)
    assert not calls


def test_what_the_action_raises_in_that_pass_leaves_as_it_is() -> None:
    runs = iter([None])
    with pytest.raises(StopIteration):
        measure_memory(lambda: next(runs), 1, warmup=0, sites=1)
    assert measure_memory(small, 1, sites=1).sites
