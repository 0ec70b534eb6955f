"""What the tests of `benchmem flamegraph` share."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmem_core.cli.main import main
from benchmem_core.profiles.store import INDEX, ProfileFolder
from tests.core.conftest import PATIENCE, script_environment

from .folders import ACTIONS, Done, assert_is_one_line, fill


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of several profiles; it stays as it is."""
    return fill(ProfileFolder(tmp_path_factory.mktemp("filled") / "profiles"), ACTIONS).path


@pytest.fixture
def several(tmp_path: Path, filled: Path) -> ProfileFolder:
    """A copy of that folder."""
    return ProfileFolder(shutil.copytree(filled, tmp_path / "several"))


@pytest.fixture
def single(several: ProfileFolder) -> ProfileFolder:
    """A folder of one profile."""
    id_ = next(iter(ACTIONS))
    document = json.loads((several.path / INDEX).read_text())
    document["profiles"] = [each for each in document["profiles"] if each["id"] == id_]
    (several.path / INDEX).write_text(json.dumps(document))
    return several


@pytest.fixture
def run(tmp_path: Path, scratch: Path) -> Any:
    """Run `benchmem flamegraph`, and expect it to succeed in silence."""
    environment = {**script_environment(scratch), "COLUMNS": "120"}

    def flamegraph(folder: ProfileFolder | Path, *arguments: str, status: int = 0) -> Done:
        path = folder.path if isinstance(folder, ProfileFolder) else folder
        done = subprocess.run(
            [sys.executable, "-m", "benchmem_core", "flamegraph", str(path), *arguments],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == status, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert bool(done.stderr) is bool(status)
        return done

    return flamegraph


@pytest.fixture
def fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    """Call the command in this process, and expect one line of an error, and no file."""

    def flamegraph(folder: ProfileFolder | Path, *arguments: str) -> str:
        path = folder.path if isinstance(folder, ProfileFolder) else folder
        before = sorted(tmp_path.rglob("*"))
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["benchmem", "flamegraph", str(path), *arguments])
        with pytest.raises(SystemExit) as caught:
            main()
        stdout, stderr = capfd.readouterr()
        assert caught.value.code == 2
        assert stdout == ""
        assert_is_one_line(stderr)
        assert sorted(tmp_path.rglob("*")) == before
        return stderr

    return flamegraph
