"""`benchmem flamegraph`: which benchmark is meant."""

import re
from pathlib import Path
from typing import Any

import pytest

from benchmem_core.profiles.store import INDEX, ProfileFolder

from .folders import ACTIONS, fill, many_small


@pytest.fixture
def chosen(fail: Any) -> Any:
    """Which id the arguments choose: asked for native frames, the command says who has none."""

    def choose(folder: ProfileFolder, *arguments: str) -> str:
        found = re.search(
            "the capture of `(.*)` has no native frames", fail(folder, *arguments, "--native")
        )
        assert found
        return found[1]

    return choose


@pytest.mark.parametrize("wanted", ["tests/test_it.py::test_few_large", "few"])
def test_an_id_or_a_part_of_one_chooses_the_benchmark(
    chosen: Any, several: ProfileFolder, wanted: str
) -> None:
    assert chosen(several, wanted) == "tests/test_it.py::test_few_large"


def test_an_exact_id_is_meant_where_it_is_a_part_of_others(
    chosen: Any, several: ProfileFolder
) -> None:
    fill(several, {"test_many_small": many_small})
    assert chosen(several, "test_many_small") == "test_many_small"


def test_the_only_benchmark_needs_no_id(chosen: Any, single: ProfileFolder) -> None:
    assert chosen(single) == "tests/test_it.py::test_few_large"


def test_without_an_id_several_are_listed(fail: Any, several: ProfileFolder) -> None:
    stderr = fail(several)
    assert all(f"`{id_}`" in stderr for id_ in ACTIONS)


def test_an_ambiguous_part_lists_what_it_may_mean(fail: Any, several: ProfileFolder) -> None:
    stderr = fail(several, "many_small")
    assert "test_many_small[1]`" in stderr
    assert "test_many_small[10]`" in stderr
    assert "test_few_large" not in stderr


def test_an_unknown_id_lists_what_is_there(fail: Any, several: ProfileFolder) -> None:
    stderr = fail(several, "nonsense")
    assert "`nonsense`" in stderr
    assert all(f"`{id_}`" in stderr for id_ in ACTIONS)


@pytest.mark.parametrize(
    ("worst", "function"),
    [("peak", "few_large"), ("allocated", "often_large"), ("allocations", "many_small[1]")],
)
def test_the_worst_benchmark_is_chosen_on_request(
    chosen: Any, several: ProfileFolder, worst: str, function: str
) -> None:
    assert function in chosen(several, "--worst", worst)


def test_the_worst_and_an_id_exclude_each_other(fail: Any, several: ProfileFolder) -> None:
    assert "`--worst`" in fail(several, "few", "--worst", "peak")


@pytest.mark.parametrize("arguments", [(), ("few",), ("--worst", "peak")])
def test_a_folder_of_nothing_says_so(
    fail: Any, several: ProfileFolder, arguments: tuple[str, ...]
) -> None:
    (several.path / INDEX).write_text('{"schema": 1, "profiles": []}')
    assert "no capture" in fail(several, *arguments)


def test_an_id_that_would_confuse_a_terminal_is_escaped(fail: Any, tmp_path: Path) -> None:
    folder = fill(ProfileFolder(tmp_path / "odd"), {"a\x1b[31m\n\udc80": many_small, "b": list})
    for arguments in (["nonsense"], ["a", "--native"]):
        assert "\\x1b[31m\\n\\udc80" in fail(folder, *arguments)
