"""Sites of any stacks: every byte of the peak is accounted for."""

from typing import Any

from hypothesis import given, strategies as st

from benchmem_core import Site
from benchmem_core.callsites.sites import find_sites
from benchmem_core.callsites.source_files import SourceFiles
from benchmem_core.captures.frames import Frame, StackUse
from tests.core.properties import unhurried

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
    found = find_sites(stacks, SourceFiles("/root"), top=top, peak_bytes=peak)
    sizes = [site.bytes for site in found[:-1]]
    assert sum(site.bytes for site in found) == peak
    assert len(found) <= top + 1
    assert sizes == sorted(sizes, reverse=True)
    assert all(site.bytes >= 0 and site.allocations >= 0 for site in found)
    assert [site.frame is None for site in found] == [False] * len(sizes) + [True]


@unhurried
@given(STACKS, st.integers(1, 8))
def test_sites_of_any_stacks_count_every_allocation(stacks: list[StackUse], top: int) -> None:
    found = find_sites(stacks, SourceFiles("/root"), top=top, peak_bytes=1000)
    assert sum(site.allocations for site in found) == sum(use.allocations for use in stacks)


@unhurried
@given(STACKS, st.integers(1, 8), st.randoms(use_true_random=False))
def test_the_order_of_the_stacks_does_not_matter(
    stacks: list[StackUse], top: int, random: Any
) -> None:
    files = SourceFiles("/root")
    first = find_sites(stacks, files, top=top, peak_bytes=50_000)
    random.shuffle(stacks)
    assert find_sites(stacks, files, top=top, peak_bytes=50_000) == first


def test_what_no_python_code_asked_for_is_in_the_remainder() -> None:
    stacks = [StackUse((), 900, 9), StackUse((Frame("f", "/root/a.py", 1),), 100, 1)]
    found = find_sites(stacks, SourceFiles("/root"), top=5, peak_bytes=1000)
    assert found == (Site(Frame("f", "a.py", 1), 100, 1), Site(None, 900, 9))


def test_bytes_above_the_peak_are_taken_from_the_smallest_sites() -> None:
    stacks = [StackUse((Frame("f", "/root/a.py", line),), 100 * line, 1) for line in (1, 2, 3)]
    found = find_sites(stacks, SourceFiles("/root"), top=5, peak_bytes=450)
    assert [(site.frame and site.frame.line, site.bytes) for site in found] == [
        (3, 300),
        (2, 150),
        (None, 0),
    ]
