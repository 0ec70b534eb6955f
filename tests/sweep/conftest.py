"""What the tests of sweeps share: a temporary directory that stays empty, and real commands."""

import os
import tempfile

import pytest

from tests.distributions.wheelhouse import build_once

from .installed import install
from .stalling import Stalling


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder for temporary files of whatever a test starts; empty at its end."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert os.listdir(folder) == []


@pytest.fixture(scope="session")
def installed_python(pytestconfig, tmp_path_factory):
    """The interpreter of an environment that the harness is installed in from wheels."""
    wheelhouse = build_once(pytestconfig, tmp_path_factory)
    return install(wheelhouse, tmp_path_factory.mktemp("installed") / "environment")


@pytest.fixture
def stalling(tmp_path, temporary):
    """Real commands that stand still in one stage."""
    folder = tmp_path / "stalling"
    folder.mkdir()
    commands = Stalling(folder, temporary)
    yield commands
    commands.close()
