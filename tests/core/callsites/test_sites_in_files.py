"""Sites in a file: read back as they were, or refused by name."""

import json
from dataclasses import replace
from typing import Any

import pytest

from benchmem_core import BlobError, MemoryResult, Site, measure_memory
from benchmem_core.callsites.sites import read_sites
from benchmem_core.captures.frames import Frame

from .site_actions import ACTIONS, small


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
