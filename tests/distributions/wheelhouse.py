"""The wheels of all distributions, and fresh environments that have some of them."""

import fcntl
import os
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from uv import find_uv_bin

PACKAGES = Path(__file__).parents[2] / "packages"
NAMES = sorted(path.name for path in PACKAGES.iterdir() if (path / "pyproject.toml").exists())


def build_all(folder: Path, *kinds: str) -> list[Path]:
    """Build every distribution as `hatch build --all` does, side by side.

    Args:
        folder: Where the files go.
        *kinds: `"--wheel"`, `"--sdist"`; both where none is named.
    """

    # Not in the threads: sysconfig, which it asks, is not ready for two at first.
    uv = find_uv_bin()

    def build(name: str) -> None:
        command = [uv, "build", "--quiet", *kinds]
        run([*command, "--out-dir", str(folder), str(PACKAGES / name)])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(build, NAMES))
    # The flag that keeps it away is newer than the first uv that this runs with.
    (folder / ".gitignore").unlink(missing_ok=True)
    return sorted(folder.iterdir())


def build_once(config: pytest.Config, factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of every distribution, once for all workers of a session."""
    base = factory.getbasetemp()
    folder = (base.parent if hasattr(config, "workerinput") else base) / "wheelhouse"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = Path(tempfile.mkdtemp(dir=folder.parent))
            build_all(unfinished, "--wheel")
            unfinished.rename(folder)
    return folder


def run(command: list[str], *, status: int = 0, cwd: Path | None = None) -> str:
    """Run a command outside of the environment of these tests, and return what it printed."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PYTEST", "VIRTUAL_ENV", "HATCH", "COV"))
    }
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=kept, cwd=cwd)
    assert done.returncode == status, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


class Fresh:
    """A fresh environment."""

    def __init__(self, folder: Path, wheelhouse: Path) -> None:
        self.folder = folder
        self.wheelhouse = wheelhouse
        self.python = folder / "bin" / "python"
        run([find_uv_bin(), "venv", "--quiet", "--python", sys.executable, str(folder)])

    def install(self, *requirements: str, status: int = 0) -> str:
        """Install, ours from the wheelhouse and all else from the registry."""
        command = [find_uv_bin(), "pip", "install", "--find-links", str(self.wheelhouse)]
        return run([*command, "--python", str(self.python), *requirements], status=status)

    def uninstall(self, *names: str) -> None:
        run([find_uv_bin(), "pip", "uninstall", "--python", str(self.python), *names])

    def check(self) -> str:
        """What `pip check` says."""
        return run([find_uv_bin(), "pip", "check", "--python", str(self.python)])

    def run(self, code: str) -> str:
        """Run code in a folder that has nothing importable, and return what it printed."""
        return run([str(self.python), "-I", "-c", code], cwd=self.folder)

    def command(self, *arguments: str, status: int = 0) -> str:
        """Run `benchmem`."""
        script = self.folder / "bin" / "benchmem"
        # Two distributions bring it, and an installer takes it away with either: see
        # `pytest-benchmem`'s `pyproject.toml`.
        module = [str(self.python), "-m", "benchmem_core"]
        return run([*([str(script)] if script.exists() else module), *arguments], status=status)

    def importable(self, *names: str) -> set[str]:
        """Those of some modules that can be imported."""
        code = f"from importlib.util import find_spec\nprint(*filter(find_spec, {names!r}))"
        return set(self.run(code).split())

    def commands(self) -> set[str]:
        """The commands of `benchmem`."""
        code = (
            "from importlib.metadata import entry_points\n"
            "print(*(e.name for e in entry_points(group='benchmem.commands')))"
        )
        return set(self.run(code).split())


def names_in(wheel: Path) -> set[str]:
    """The files in a wheel."""
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())
