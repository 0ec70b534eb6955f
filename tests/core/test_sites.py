"""`sites=`: the call sites that own most bytes at the high-water mark."""

import functools
import json
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmem_core import ArgumentError, BlobError, MemoryResult, Site, measure_memory
from benchmem_core.frames import Frame, StackUse
from benchmem_core.sites import read_sites, sites_of
from benchmem_core.source_files import SourceFiles

from .isolated_actions import coroutine as isolated_coroutine
from .isolated_actions import hold, strings
from .properties import unhurried

HERE = Path(__file__)


@pytest.fixture(autouse=True)
def in_this_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sites are named relative to the current folder."""
    monkeypatch.chdir(HERE.parent)


def small() -> list[bytearray]:
    return [bytearray(1000) for _ in range(20)]


def large() -> object:
    return [bytearray(400_000), small()]


def temporary() -> None:
    bytearray(700_000)
    small()


def recursive(depth: int = 60) -> object:
    return [bytearray(2000), recursive(depth - 1) if depth else None]


def stdlib() -> object:
    return json.loads(json.dumps([f"a text of some length {number}" for number in range(2000)]))


def threaded() -> None:
    thread = threading.Thread(target=large)
    thread.start()
    thread.join()


async def asynchronous() -> object:
    return large()


def awaitable() -> object:
    return asynchronous()


ACTIONS: dict[str, Callable[[], object]] = {
    "nothing": bool,
    "small": small,
    "large": large,
    "temporary": temporary,
    "recursive": recursive,
    "stdlib": stdlib,
    "threaded": threaded,
    "asynchronous": asynchronous,
    "returns an awaitable": awaitable,
    "partial": functools.partial(strings, 3000),
    "generated": functools.partial(eval, "[bytearray(100) for _ in range(1000)]"),
}


def sites(action: Any, top: int = 10, **options: Any) -> tuple[Site, ...]:
    found = measure_memory(action, 1, sites=top, **options).sites
    assert found is not None
    return found


def line_of(function: Any, offset: int = 1) -> int:
    return int(function.__code__.co_firstlineno) + offset


# --- what they own ----------------------------------------------------------------------------


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
    assert found[0].frame == Frame("large", "test_sites.py", line_of(large))
    assert 400_000 <= found[0].bytes < 402_000
    sizes = [site.bytes for site in found[:-1]]
    assert sizes == sorted(sizes, reverse=True)


def test_what_was_freed_before_the_high_water_mark_owns_nothing() -> None:
    (first, *rest) = sites(temporary)
    assert first.frame == Frame("temporary", "test_sites.py", line_of(temporary))
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
        assert site.caller == Frame("stdlib", "test_sites.py", line_of(stdlib))


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


# --- beside the numbers -----------------------------------------------------------------------


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


# --- any stacks at all ------------------------------------------------------------------------

FRAMES = st.builds(
    Frame,
    st.sampled_from(["f", "g", "h"]),
    st.sampled_from(["/root/a.py", "/root/b.py", "/lib/python3.11/json/x.py", "/else/c.py", ""]),
    st.integers(0, 3),
)
STACKS = st.lists(
    st.builds(
        StackUse,
        st.lists(FRAMES, max_size=4).map(tuple),
        st.integers(0, 10_000),
        st.integers(0, 50),
    ),
    max_size=30,
)


@unhurried
@given(STACKS, st.integers(1, 8), st.integers(0, 200_000))
def test_sites_of_any_stacks_account_for_every_byte_of_the_peak(
    stacks: list[StackUse], top: int, peak: int
) -> None:
    found = sites_of(stacks, SourceFiles("/root"), top=top, peak_bytes=peak)
    sizes = [site.bytes for site in found[:-1]]
    assert sum(site.bytes for site in found) == peak
    assert len(found) <= top + 1
    assert sizes == sorted(sizes, reverse=True)
    assert all(site.bytes >= 0 and site.allocations >= 0 for site in found)
    assert [site.frame is None for site in found] == [False] * len(sizes) + [True]


@unhurried
@given(STACKS, st.integers(1, 8))
def test_sites_of_any_stacks_count_every_allocation(stacks: list[StackUse], top: int) -> None:
    found = sites_of(stacks, SourceFiles("/root"), top=top, peak_bytes=1000)
    assert sum(site.allocations for site in found) == sum(use.allocations for use in stacks)


@unhurried
@given(STACKS, st.integers(1, 8), st.randoms(use_true_random=False))
def test_the_order_of_the_stacks_does_not_matter(
    stacks: list[StackUse], top: int, random: Any
) -> None:
    files = SourceFiles("/root")
    first = sites_of(stacks, files, top=top, peak_bytes=50_000)
    random.shuffle(stacks)
    assert sites_of(stacks, files, top=top, peak_bytes=50_000) == first


def test_what_no_python_code_asked_for_is_in_the_remainder() -> None:
    stacks = [StackUse((), 900, 9), StackUse((Frame("f", "/root/a.py", 1),), 100, 1)]
    found = sites_of(stacks, SourceFiles("/root"), top=5, peak_bytes=1000)
    assert found == (Site(Frame("f", "a.py", 1), 100, 1), Site(None, 900, 9))


def test_bytes_above_the_peak_are_taken_from_the_smallest_sites() -> None:
    stacks = [StackUse((Frame("f", "/root/a.py", line),), 100 * line, 1) for line in (1, 2, 3)]
    found = sites_of(stacks, SourceFiles("/root"), top=5, peak_bytes=450)
    assert [(site.frame and site.frame.line, site.bytes) for site in found] == [
        (3, 300),
        (2, 150),
        (None, 0),
    ]


# --- on record --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["stdlib", "large", "nothing"])
def test_sites_survive_a_file(name: str) -> None:
    result = measure_memory(ACTIONS[name], 1, sites=5)
    assert read_sites(json.loads(json.dumps(result.meta()))) == result.sites


@pytest.mark.parametrize("meta", [None, {}, {"schema": 1, "allocators": "python"}])
def test_there_are_none_where_none_were_recorded(meta: Any) -> None:
    assert read_sites(meta) is None


def test_keys_that_are_not_known_are_ignored() -> None:
    site = {"function": "f", "file": "a.py", "line": 1, "bytes": 2, "allocations": 3, "new": []}
    rest = {"function": None, "file": None, "line": None, "bytes": 0, "allocations": 0}
    expected = (Site(Frame("f", "a.py", 1), 2, 3), Site(None, 0, 0))
    assert read_sites({"sites": [site, rest]}) == expected


GOOD: dict[str, Any] = {
    "function": "loads",
    "file": "json/__init__.py",
    "line": 3,
    "bytes": 10,
    "allocations": 1,
    "caller": {"function": "test", "file": "a.py", "line": 1},
}


def damaged(**changes: Any) -> list[dict[str, Any]]:
    return [GOOD, {**GOOD, **changes}]


def damaged_caller(**changes: Any) -> list[dict[str, Any]]:
    return damaged(caller={**GOOD["caller"], **changes})


NO_COUNTS = [-1, 2**63, True, 1.5, "1", None, [], {}, float("nan")]
NO_TEXTS = [1, True, [], {}]

DAMAGE = [
    *[("sites", value) for value in ("text", 3, True, {}, 1.5)],
    *[("sites[1]", [GOOD, value]) for value in ("text", 3, None, [], [GOOD])],
    *[("sites[1].bytes", damaged(bytes=value)) for value in NO_COUNTS],
    *[("sites[1].allocations", damaged(allocations=value)) for value in NO_COUNTS],
    *[("sites[1].line", damaged(line=value)) for value in NO_COUNTS],
    *[("sites[1].function", damaged(function=value)) for value in NO_TEXTS],
    *[("sites[1].file", damaged(file=value)) for value in (*NO_TEXTS, None)],
    *[("sites[1].caller", damaged(caller=value)) for value in ("text", 3, [], True)],
    *[("sites[1].caller.function", damaged_caller(function=value)) for value in (*NO_TEXTS, None)],
    *[("sites[1].caller.file", damaged_caller(file=value)) for value in (*NO_TEXTS, None)],
    *[("sites[1].caller.line", damaged_caller(line=value)) for value in NO_COUNTS],
    *[
        (f"sites[1].{name}", [GOOD, {key: GOOD[key] for key in GOOD if key != name}])
        for name in ("file", "line", "bytes", "allocations")
    ],
]


@pytest.mark.parametrize(("field", "recorded"), DAMAGE)
def test_damaged_sites_are_refused_and_the_field_is_named(field: str, recorded: Any) -> None:
    with pytest.raises(BlobError) as caught:
        read_sites({"sites": recorded})
    assert str(caught.value).startswith(f"`{field}` ")
    assert str(caught.value).isprintable()


def test_an_error_quotes_little_of_what_is_damaged() -> None:
    for value in ["x" * 10_000, [1] * 10_000, 10**5000]:
        with pytest.raises(BlobError) as caught:
            read_sites({"sites": [{**GOOD, "bytes": value}]})
        assert len(str(caught.value)) < 250


def test_sites_do_not_make_results_of_the_same_passes_different_blobs() -> None:
    result = measure_memory(small, 1, sites=3)
    plain = replace(result, sites=None)
    assert isinstance(plain, MemoryResult)
    assert plain.as_dict() == result.as_dict()
