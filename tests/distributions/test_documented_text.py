"""The text that documents the Python API, against the installed wheels and against this tree."""

import inspect
import json
import re

import pytest

from . import describing
from .documented_text import TEXT, Documented, read_text

pytestmark = pytest.mark.skipif(
    not TEXT.exists(), reason=f"the text of the documented API is not at ../{TEXT.parent.name}"
)
NAMES = list(read_text(TEXT.read_text(encoding="utf-8"))) if TEXT.exists() else []
PLACES = ["the tree", "the wheels"]


def label(documented: object) -> str:
    # Where there is no text, pytest before 8.4 asks for the name of what is not there.
    if not isinstance(documented, Documented):
        return ""
    return ".".join(filter(None, (documented.module, documented.owner, documented.name)))


def signed(documented: Documented) -> list[list[str | None]]:
    """The parameters that the text shows."""
    scope: dict[str, object] = {}
    # Types are left alone: the text imports none.
    source = f"from __future__ import annotations\ndef shown({documented.signature}): ..."
    exec(source, scope)
    return describing.parameters_of(scope["shown"])


@pytest.fixture(scope="module")
def described(request):
    """What each documented name is, by place and label."""
    asked = {label(each): (each.module, each.owner, each.name) for each in NAMES}

    def in_the_tree():
        return {name: describing.describe(*path) for name, path in asked.items()}

    def in_the_wheels():
        code = (
            f"{inspect.getsource(describing)}\nimport json\n"
            f"print(json.dumps({{n: describe(*path) for n, path in {asked!r}.items()}}))"
        )
        return json.loads(request.getfixturevalue("fresh")("pytest-benchmem[all]").run(code))

    makers = {"the tree": in_the_tree, "the wheels": in_the_wheels}
    made: dict[str, dict[str, list]] = {}

    def where(place: str) -> dict[str, list]:
        if place not in made:
            made[place] = makers[place]()
        return made[place]

    return where


def test_the_text_is_read_whole():
    text = TEXT.read_text(encoding="utf-8")
    # Besides the names: the title and the four sections.
    assert len(NAMES) == text.count("¶") - 5
    assert sum(each.signature is not None for each in NAMES) == text.count("\n) -> ")
    assert {each.module for each in NAMES} == {
        *("pytest_benchmem", "pytest_benchmem.plotting", "pytest_benchmem.sweep"),
    }


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("documented", NAMES, ids=label)
def test_a_documented_name_is_what_the_text_says(described, place, documented):
    kind, _ = described(place)[label(documented)]
    assert kind == documented.kind


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "documented", [each for each in NAMES if each.signature is not None], ids=label
)
def test_a_documented_signature_holds(described, place, documented):
    shown = signed(documented)
    _, parameters = described(place)[label(documented)]
    # What later releases added comes by name only, and can be left out.
    added = [each for each in parameters if each[0] not in {name for name, _, _ in shown}]
    assert [each for each in parameters if each not in added] == shown
    assert {kind for _, kind, _ in added} <= {"KEYWORD_ONLY"}
    assert all(default is not None for _, _, default in added)


@pytest.mark.parametrize("place", PLACES)
def test_what_the_text_calls_without_arguments_needs_none(described, place):
    for name in ("pytest_benchmem.MemoryResult.as_dict", "pytest_benchmem.discover_runs"):
        _, parameters = described(place)[name]
        needed = [each for each, _, default in parameters if default is None]
        assert needed == (["self"] if name.endswith("as_dict") else [])


def test_every_attribute_that_the_text_names_is_there():
    from pytest_benchmem import Measurement, MemoryResult
    from pytest_benchmem.sweep import Venv

    values = {
        "MemoryResult": MemoryResult((Measurement(1, 2, 3),)),
        "Venv": Venv("1.0", "python", {}, None),
    }
    named = {
        "MemoryResult": {
            attribute
            for each in NAMES
            if "MemoryResult" in (each.name, each.owner)
            for attribute in re.findall(r":attr:(\w+)", each.prose)
        },
        "Venv": {
            attribute for each in NAMES for attribute in re.findall(r"\bvenv\.(\w+)", each.prose)
        },
    }
    assert named["MemoryResult"] >= {"samples", "allocations", "total_bytes"}
    assert named["Venv"] == {"python", "cwd"}
    for owner, attributes in named.items():
        assert {name for name in attributes if not hasattr(values[owner], name)} == set(), owner
