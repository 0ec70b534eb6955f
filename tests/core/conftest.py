"""What the tests of the engine share: scripts in processes of their own, and small disks."""

import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import benchmem_core

HERE = Path(__file__).parent
SOURCE = Path(benchmem_core.__file__).parents[1]
PATIENCE = 100
"""Seconds until a script counts as hanging; nothing here is expected to take long."""

Script = Callable[..., "subprocess.CompletedProcess[str]"]
SmallDisk = Callable[..., Path]


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """An empty folder that scripts have for a temporary directory."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def environment(scratch: Path) -> dict[str, str]:
    """What scripts run with: the engine, the helper modules of these tests, and `scratch`."""
    return script_environment(scratch)


@pytest.fixture
def run_script(tmp_path: Path, environment: dict[str, str]) -> Script:
    """Run Python code in a process of its own, from a file, and expect it to succeed."""

    def run(
        code: str, *arguments: str, status: int = 0, **variables: str
    ) -> "subprocess.CompletedProcess[str]":
        return run_code(
            code, *arguments, folder=tmp_path, status=status, env=environment | variables
        )

    return run


@pytest.fixture
def temporary_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the temporary directory of this process."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Mount a memory file system of a few bytes, with more mount options as needed."""
    mounted: list[Path] = []

    def mount(size: str, *options: str) -> Path:
        folder = tmp_path / f"disk{len(mounted)}"
        folder.mkdir()
        given = ",".join([f"size={size}", *options])
        command = ["mount", "-t", "tmpfs", "-o", given, "tmpfs", str(folder)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            pytest.skip("there is no `mount` here")
        if done.returncode:
            pytest.skip(f"mounting is not permitted here: {done.stderr.splitlines()[0]}")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        # Lazily: it goes even if a child that hangs still holds a file open.
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def script_environment(scratch: Path) -> dict[str, str]:
    """The variables with which a script finds the engine, the helpers here, and `scratch`."""
    path = [str(SOURCE), str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])]
    variables = {"PYTHONPATH": os.pathsep.join(path), "TMPDIR": str(scratch)}
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **variables}


def run_code(
    code: str, *arguments: str, folder: Path, env: dict[str, str], status: int = 0
) -> "subprocess.CompletedProcess[str]":
    """Run Python code from a file in `folder`, and fail if its exit status is another."""
    script = folder / "script.py"
    script.write_text(textwrap.dedent(code))
    done = subprocess.run(
        [sys.executable, str(script), *arguments],
        env=env,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == status, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done
