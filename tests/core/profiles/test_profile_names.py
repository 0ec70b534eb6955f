"""Names of captures: valid everywhere, one for each id."""

import re

from hypothesis import given

from benchmem_core.profiles.store import name_capture
from tests.core.conftest import Script
from tests.core.properties import unhurried

from .entries import IDS


@unhurried
@given(IDS)
def test_a_name_is_valid_on_every_file_system(id_: str) -> None:
    name = name_capture(id_)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*\.bin", name)
    assert len(name.encode()) <= 200


@unhurried
@given(IDS, IDS)
def test_two_ids_have_two_names_even_where_case_does_not_count(first: str, second: str) -> None:
    if first != second:
        assert name_capture(first).casefold() != name_capture(second).casefold()


def test_ids_that_differ_only_in_what_a_name_cannot_hold_have_names_of_their_own() -> None:
    ids = [
        "a[1-b]",
        "a[1.b]",
        "a[1/b]",
        "a[1\\b]",
        "A[1-b]",
        "a[1-b] ",
        "a-1-b-",
        "a[1\nb]",
        "x/" * 999,
    ]
    ids += ["x" * 10_000, "x" * 10_001, "", ".", "..", "-", "\udc80", "\udc81", "é", "e\u0301"]
    assert len({name_capture(each).casefold() for each in ids}) == len(ids)


def test_a_name_tells_whose_it_is() -> None:
    assert name_capture("tests/test_it.py::test_sum[100]").startswith(
        "tests-test_it.py-test_sum-100-"
    )


def test_an_id_has_the_same_name_in_every_run(run_script: Script) -> None:
    code = "from benchmem_core.profiles.store import name_capture; print(name_capture('a::b[é]'))"
    assert run_script(code, PYTHONHASHSEED="1").stdout.strip() == name_capture("a::b[é]")
