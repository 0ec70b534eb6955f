"""What the tests of profile folders share."""

from pathlib import Path

import pytest

from benchmem_core.profiles.store import ProfileFolder


@pytest.fixture
def folder(tmp_path: Path) -> ProfileFolder:
    folder = ProfileFolder(tmp_path / "profiles")
    folder.prepare()
    return folder
