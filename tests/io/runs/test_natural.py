"""Natural order: numbers in a text count as numbers."""

from itertools import pairwise

import pytest

from benchmem_io.runs.dims import natural_key


@pytest.mark.parametrize(
    "ordered",
    [
        ["f[1]", "f[2]", "f[10]", "f[1000]", "f[10000]"],
        ["f[1-10]", "f[1-20]", "f[10-1]"],
        ["a2b", "a10a", "b1"],
        ["f", "f[1]", "f[a]", "g"],
        ["9" * 4000, "1" + "0" * 4000],
        ["x0", "x00", "x01", "x1", "x2"],
        ["", "0", "a", "٣"],
    ],
)
def test_texts_are_sorted_as_people_count(ordered):
    assert all(a < b for a, b in pairwise(map(natural_key, ordered)))
