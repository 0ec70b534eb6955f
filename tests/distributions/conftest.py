"""The wheelhouse and the environments that several modules look at, made once."""

from pathlib import Path

import pytest

from .wheelhouse import Fresh, build_once


@pytest.fixture(scope="session")
def wheelhouse(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheels of the tree."""
    return build_once(pytestconfig, tmp_path_factory)


@pytest.fixture(scope="session")
def fresh(wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory):
    """Environments with one way of use each, made once."""
    made: dict[str, Fresh] = {}

    def environment(way: str) -> Fresh:
        if way not in made:
            made[way] = Fresh(tmp_path_factory.mktemp("fresh") / "venv", wheelhouse)
            made[way].install(way)
        return made[way]

    return environment
