"""The wheelhouse and the environments that several modules look at, made once."""

import sys
from pathlib import Path

import pytest

from benchmem_core.metrics import METRICS
from tests.io.run_files import entry, write_run

from .added_metrics import CPU, EXAMPLE, install
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


@pytest.fixture
def add(tmp_path, monkeypatch):
    """Install a distribution for this test only."""
    folder = tmp_path / "installed"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(METRICS, "_added", None)
    monkeypatch.setattr(METRICS, "_broken", {})

    def install_one(name, code, **metrics):
        install(folder, name, code, **metrics)
        monkeypatch.delitem(sys.modules, name.replace("-", "_"), raising=False)

    yield install_one
    for path in folder.glob("*.py"):
        sys.modules.pop(path.stem, None)


@pytest.fixture
def runs(add, tmp_path, monkeypatch):
    """Two run files with series of added metrics: `first.json` and `second.json`."""
    add("acme-metrics", EXAMPLE, cache_hits="CACHE_HITS")
    add("cpu-metric", CPU, cpu="CPU")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name, hits, cpu in (("first", 100, 10**9), ("second", 60, 2 * 10**9)):
        blob = {field: [1000, 1000] for field in ("peak_bytes", "allocations", "total_bytes")}
        blob |= {"cache_hits": [hits - 10, hits], "cpu_ns": [cpu, cpu + 10**6]}
        write_run(tmp_path / f"{name}.json", [entry("m.py::a[n]", blob=blob, params={"n": 1})])
    return ["first.json", "second.json"]
