"""Folders of profiles, and what the tests put into them."""

import contextlib
import re
from collections.abc import Iterator

import pytest
from hypothesis import strategies as st

from benchmem_core import Measurement, MemoryResult, ProfileError
from benchmem_core.profiles.store import ProfileFolder

RESULT = MemoryResult((Measurement(3000, 20, 50_000), Measurement(2000, 10, 40_000)))
RUN = {"datetime": "2026-01-02T03:04:05", "python": "3.13.0", "commit": "abc", "root": "/root"}


# JSON makes one character of two surrogates that follow each other as in UTF-16.
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
IDS = st.text(st.characters(exclude_categories=[])).filter(lambda text: not _PAIR.search(text))


def add(folder: ProfileFolder, *ids: str, result: MemoryResult = RESULT) -> None:
    for each in ids:
        folder.add(each, result, native=False, run=RUN)


@contextlib.contextmanager
def error(folder: ProfileFolder) -> Iterator[None]:
    """Expect an error of one line that names the folder."""
    with pytest.raises(ProfileError) as caught:
        yield
    assert f"`{folder.path}" in str(caught.value)
    assert str(caught.value).isprintable()
