"""What is told of the sites of two runs."""

import re

import pytest
from hypothesis import given, strategies as st

from benchmem_core.callsites.sites import Site, format_sites, read_sites
from benchmem_core.captures.frames import Frame
from benchmem_core.errors import BlobError
from benchmem_io.callsites.changes import site_changes, site_lines

KIB, MIB = 1 << 10, 1 << 20
FRAMES = st.builds(
    Frame, st.sampled_from("fgh"), st.sampled_from(["a.py", "b.py"]), st.integers(0, 30)
)
SITES = st.lists(
    st.builds(
        Site,
        st.none() | FRAMES,
        st.one_of(st.integers(0, 5000), st.integers(0, 1 << 50)),
        st.integers(0, 100),
        st.none() | FRAMES,
    ),
    max_size=25,
)


def site(line, size, *, function="f", file="a.py", caller=None):
    return Site(Frame(function, file, line), size, 1, caller)


def rest(size):
    return Site(None, size, 1)


def told(base, head):
    return [str(change) for change in site_changes(base, head)]


def total(sites):
    return sum(each.bytes for each in sites)


@given(base=SITES, head=SITES)
def test_changes_sum_to_the_difference_of_the_peaks(base, head):
    changes = site_changes(base, head)
    assert sum(change.delta for change in changes) == total(head) - total(base)


@given(base=SITES, head=SITES)
def test_the_largest_change_is_first_and_all_others_are_last(base, head):
    changes = site_changes(base, head)
    assert None not in [change.frame for change in changes[:-1]]
    sizes = [abs(change.delta) for change in changes if change.frame is not None]
    assert sizes == sorted(sizes, reverse=True)


@given(base=SITES, head=SITES)
def test_no_line_that_is_told_has_not_changed(base, head):
    for change in site_changes(base, head):
        assert change.delta
        assert change.kind != "same"


@given(base=SITES, head=SITES)
def test_every_change_is_one_line_of_text(base, head):
    for line in site_lines(base, head, ("base", "head")):
        assert len(line.splitlines()) == 1


@given(sites=SITES)
def test_a_run_beside_itself_has_no_change(sites):
    assert site_changes(sites, sites) == []


@given(sizes=st.lists(st.integers(1, 1 << 40), max_size=10), shift=st.integers(1, 200))
def test_a_site_that_merely_moved_is_not_told(sizes, shift):
    base = [site(10 + 3 * i, size) for i, size in enumerate(sizes)]
    head = [site(10 + 3 * i + shift, size) for i, size in enumerate(sizes)]
    assert site_changes([*base, rest(9)], [*head, rest(9)]) == []


@pytest.mark.parametrize("count", [5, 30])
def test_alike_sites_that_merely_moved_by_a_line_are_not_told(count):
    base = [site(10 + i, MIB) for i in range(count)]
    head = [site(11 + i, MIB) for i in range(count)]
    assert told([*base, rest(0)], [*head, rest(0)]) == []


def test_a_caller_that_merely_moved_is_not_told():
    def numpy(line):
        caller = Frame("load", "app.py", line)
        return site(325, MIB, function="full", file="numpy/_core/numeric.py", caller=caller)

    assert told([numpy(10), rest(0)], [numpy(14), rest(0)]) == []


def test_what_grew_and_what_shrank_is_told_from_what_to_what():
    base = [site(10, 4 * MIB), site(20, 3 * MIB), rest(KIB)]
    head = [site(12, 6 * MIB), site(22, 2 * MIB), rest(KIB)]
    assert told(base, head) == [
        "+2.00 MiB  grew: f (a.py:12), 4.00 MiB -> 6.00 MiB",
        "-1.00 MiB  shrank: f (a.py:22), 3.00 MiB -> 2.00 MiB",
    ]


def test_what_appeared_and_what_vanished_is_told():
    base = [site(10, 4 * MIB), site(1, 2 * MIB, function="old"), rest(0)]
    head = [site(10, 4 * MIB), site(1, 3 * MIB, function="new"), rest(0)]
    assert told(base, head) == [
        "+3.00 MiB  appeared: new (a.py:1)",
        "-2.00 MiB  vanished: old (a.py:1)",
    ]


def test_a_vanished_line_whose_number_another_has_is_named_by_its_own():
    base = [site(10, 4 * MIB), site(11, 9 * KIB), rest(0)]
    head = [site(11, 4 * MIB), rest(0)]
    assert told(base, head) == ["-9.00 KiB  vanished: f (a.py:11)"]


def test_a_site_of_a_library_is_told_with_its_caller():
    caller = Frame("load", "app.py", 7)
    head = [site(325, MIB, function="full", file="numpy/_core/numeric.py", caller=caller), rest(0)]
    assert told([rest(0)], head) == [
        "+1.00 MiB  appeared: full (numpy/_core/numeric.py:325), called by load (app.py:7)"
    ]


def test_one_library_line_that_two_lines_call_is_two_sites():
    def full(line, size):
        return site(325, size, file="numpy.py", caller=Frame("load", "app.py", line))

    base = [full(7, 2 * MIB), full(9, MIB), rest(0)]
    head = [full(7, 2 * MIB), full(9, 5 * MIB), rest(0)]
    assert told(base, head) == [
        "+4.00 MiB  grew: f (numpy.py:325), called by load (app.py:9), 1.00 MiB -> 5.00 MiB"
    ]


def test_a_site_that_was_just_under_the_recorded_ones_did_not_appear():
    # Of ten or so that are recorded, the last has 10 KiB, so that the next has at most as much.
    base = [site(10, MIB), site(20, 10 * KIB), rest(200 * KIB)]
    head = [site(10, MIB), site(1, 10 * KIB, function="g"), rest(200 * KIB)]
    assert told(base, head) == []


def test_a_site_that_can_have_been_under_the_recorded_ones_says_so():
    base = [site(10, MIB), site(20, 10 * KIB), rest(200 * KIB)]
    head = [site(10, MIB), site(1, 30 * KIB, function="g"), rest(190 * KIB)]
    assert told(base, head) == [
        "+30.00 KiB  appeared: g (a.py:1), before at most 10.00 KiB",
        "-20.00 KiB  all other sites",
    ]


def test_a_remainder_bounds_what_can_have_been_hidden():
    base = [site(10, MIB), rest(5 * KIB)]
    head = [site(10, MIB), site(1, 30 * KIB, function="g"), rest(0)]
    assert told(base, head) == [
        "+30.00 KiB  appeared: g (a.py:1), before at most 5.00 KiB",
        "-5.00 KiB  all other sites",
    ]


def test_changes_too_small_for_the_peak_are_told_together():
    base = [site(10, 100 * MIB), site(20, KIB), site(30, KIB), rest(0)]
    head = [site(10, 100 * MIB), site(20, 2 * KIB), site(30, 3 * KIB), rest(0)]
    assert told(base, head) == ["+3.00 KiB  all other sites"]


def test_lines_are_aligned_at_the_sign_of_their_change():
    base = [site(10, 4 * MIB), site(20, 30 * KIB), rest(0)]
    head = [site(10, 104 * MIB), site(20, 200 * KIB), rest(0)]
    lines = site_lines(base, head, ("base", "head"))
    assert len(lines) == 2
    assert len({re.search("grew", line).start() for line in lines}) == 1


def test_runs_that_are_alike_say_so():
    sites = [site(10, MIB), rest(0)]
    assert site_lines(sites, sites, ("a", "b")) == ["no site at the high-water mark changed"]
    assert site_lines([], [], ("a", "b")) == ["no site at the high-water mark changed"]


@pytest.mark.parametrize(("base", "head", "label"), [(None, [], "a"), ([], None, "b")])
def test_a_run_without_sites_is_named_with_what_records_them(base, head, label):
    assert site_lines(base, head, ("a", "b")) == [
        f"no sites are recorded in `{label}`: `--benchmark-memory-sites` records them"
    ]


def test_recorded_sites_are_listed_with_their_share():
    lines = format_sites([site(10, 3 * MIB), site(20, MIB // 2), rest(MIB // 2)])
    assert lines == [
        "  3.00 MiB   75%  f (a.py:10)",
        "512.00 KiB   12%  f (a.py:20)",
        "512.00 KiB   12%  all other sites",
    ]


def test_an_empty_peak_has_no_shares():
    assert format_sites([rest(0)]) == ["0 B    0%  all other sites"]
    assert format_sites([]) == []


@given(sites=SITES)
def test_recorded_sites_are_read_back_as_they_were(sites):
    # As they are recorded: each once, and what is left as the last.
    listed = {each.place: each for each in sites if each.frame is not None}.values()
    sites = (*listed, rest(7))
    found = read_sites({"sites": [each.as_dict() for each in sites]})
    assert found == sites


GOOD = {"function": "f", "file": "a.py", "line": 3, "bytes": 10, "allocations": 1}
DAMAGED = {
    "no list": ({}, "`sites` must be"),
    "a text": ("abc", "`sites` must be"),
    "no mapping": ([7], "`sites[0]` must be"),
    "nothing": ([None], "`sites[0]` must be"),
    "no bytes": ([{k: v for k, v in GOOD.items() if k != "bytes"}], "`sites[0].bytes`"),
    "bytes below zero": ([{**GOOD, "bytes": -1}], "`sites[0].bytes`"),
    "bytes in a text": ([{**GOOD, "bytes": "10"}], "`sites[0].bytes`"),
    "bytes that are true": ([{**GOOD, "bytes": True}], "`sites[0].bytes`"),
    "a part of a byte": ([{**GOOD, "bytes": 1.5}], "`sites[0].bytes`"),
    "a line in a text": ([GOOD, {**GOOD, "line": "3"}], "`sites[1].line`"),
    "a line below zero": ([{**GOOD, "line": -3}], "`sites[0].line`"),
    "no file": ([{**GOOD, "file": None}], "`sites[0].file`"),
    "a function that is a number": ([{**GOOD, "function": 3}], "`sites[0].function`"),
    "a caller that is a text": ([{**GOOD, "caller": "g"}], "`sites[0].caller`"),
    "half a caller": ([{**GOOD, "caller": {"function": "g"}}], "`sites[0].caller.file`"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_sites_are_refused_by_the_name_of_the_field(case):
    recorded, message = DAMAGED[case]
    with pytest.raises(BlobError, match=re.escape(message)) as error:
        read_sites({"sites": recorded})
    assert "\n" not in str(error.value)


@given(recorded=st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from([*GOOD, "caller"]), inner, max_size=6),
    max_leaves=20,
))  # fmt: skip
def test_whatever_was_recorded_is_read_or_refused(recorded):
    try:
        found = read_sites({"sites": recorded})
    except BlobError as refused:
        lines = str(refused).splitlines()
    else:
        lines = [] if found is None else site_lines(found, (), ("a", "b"))[:1]
    assert len(lines) <= 1


def test_no_record_is_no_sites():
    assert read_sites(None) is None
    assert read_sites({}) is None
