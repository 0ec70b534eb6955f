"""An IPython of its own, in which the tests of the magics run their cells."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.core.conftest import script_environment

from .shown import BUILD, LOAD, Cells, Shown


@pytest.fixture(scope="module")
def ipython(tmp_path_factory: pytest.TempPathFactory) -> Iterator["subprocess.Popen[str]"]:
    folder = tmp_path_factory.mktemp("ipython")
    variables = {**script_environment(folder), "IPYTHONDIR": str(folder)}
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("ipython_process.py"))],
        env=variables,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def cells(ipython: "subprocess.Popen[str]") -> Cells:
    """Run cells one after the other in a new session, and return what each showed."""

    def run(*sources: str) -> list[Shown]:
        assert ipython.stdin is not None
        assert ipython.stdout is not None
        ipython.stdin.write(json.dumps(sources) + "\n")
        ipython.stdin.flush()
        return [Shown(**each) for each in json.loads(ipython.stdout.readline())]

    return run


@pytest.fixture
def last(cells: Cells) -> Callable[..., Shown]:
    """Run cells that begin with the extension and a function `build`; what the last one showed."""

    def run(*sources: str) -> Shown:
        *before, shown = cells(LOAD, BUILD, *sources)
        assert [each.error for each in before] == [None] * len(before)
        return shown

    return run
