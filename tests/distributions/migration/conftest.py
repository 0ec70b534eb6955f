"""Two environments side by side: pytest-benchmem 0.5.5 as it is, and ours where it was."""

import json
from pathlib import Path

import pytest

from tests.distributions.wheelhouse import Fresh

from .suites import INI, OVER, SUITE
from .terminal import bash

EARLIER = "pytest-benchmem[plot]==0.5.5"


@pytest.fixture(scope="session")
def earlier(wheelhouse, tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """The registry's release."""
    environment = Fresh(tmp_path_factory.mktemp("earlier") / "venv", wheelhouse)
    environment.install(EARLIER)
    return environment


@pytest.fixture(scope="session")
def ours(wheelhouse, tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """Ours, installed over it."""
    environment = Fresh(tmp_path_factory.mktemp("ours") / "venv", wheelhouse)
    environment.install(EARLIER)
    environment.install("--upgrade", "pytest-benchmem[plot,sweep]")
    return environment


@pytest.fixture(scope="session")
def recorded(earlier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what 0.5.5 leaves behind: run files, a saved run, captures."""
    folder = tmp_path_factory.mktemp("recorded")
    write_suite(folder)
    command = "pytest -q --benchmark-memory --benchmark-json"
    bash(earlier, f"{command}=base.json --benchmark-save=base", cwd=folder)
    bash(earlier, "pytest -q --benchmark-json=mixed.json", cwd=folder)
    bash(earlier, "pytest -q -k blob --benchmark-memory-profile=profiles", cwd=folder)
    write_suite(folder, growth=3)
    bash(earlier, f"{command}=grown.json", cwd=folder)
    return folder


def write_suite(folder: Path, *, growth: int = 1) -> None:
    """Write the suite and its settings."""
    (folder / "pytest.ini").write_text(INI)
    (folder / "over.py").write_text(OVER)
    (folder / "test_suite.py").write_text(SUITE.replace("GROWTH = 1", f"GROWTH = {growth}"))


def entries(path: Path) -> dict[str, dict]:
    """The benchmarks of a run file by id."""
    document = json.loads(path.read_text())
    return {entry["fullname"]: entry for entry in document["benchmarks"]}
