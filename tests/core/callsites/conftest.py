"""What the tests of sites share."""

import pytest

from .site_actions import HERE


@pytest.fixture(autouse=True)
def in_this_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sites are named relative to the current folder, which is that of the tests of core."""
    monkeypatch.chdir(HERE.parents[1])
