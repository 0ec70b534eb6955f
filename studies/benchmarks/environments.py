"""The environments and files that the benchmarks need, made on first use."""

from __future__ import annotations

import functools
import subprocess
import sys
import tarfile
from pathlib import Path

_VERSION = "0.5.5"
YARDSTICK = f"pytest-benchmem=={_VERSION}"
PYTEST = ("pytest==9.*", "pytest-benchmark==5.3.1")
PYDANTIC = "pydantic==2.13.4"
# What the benchmarks in pydantic's source distribution import.
PYDANTIC_TESTS = (PYDANTIC, "dirty-equals", "faker", "jsonschema", "email-validator")


class Environments:
    """Interpreters with what a measurement needs: this one, and fresh ones under a folder."""

    def __init__(self, folder: Path) -> None:
        """Make nothing yet.

        Args:
            folder: Where environments and unpacked sources go.
        """
        self.folder = folder
        self.ours = sys.executable

    @functools.cached_property
    def yardstick(self) -> str:
        """An interpreter with the yardstick, numpy, pandas and the same pytest as here."""
        return self._make("yardstick", YARDSTICK, "numpy", "pandas", *PYTEST)

    @functools.cached_property
    def sweep_ours(self) -> str:
        """An interpreter with what sweeps, from wheels of this checkout, as people install it."""
        packages = Path(__file__).parents[2] / "packages"
        wheels = self.folder / "wheels"
        for name in ("benchmem-core", "benchmem-io", "benchmem-pytest", "benchmem-sweep"):
            _run("uv", "build", "--quiet", "--wheel", "-o", str(wheels), str(packages / name))
        return self._make("sweep-ours", "distributed", *map(str, wheels.glob("*.whl")))

    @functools.cached_property
    def plots_yardstick(self) -> str:
        """An interpreter with the yardstick and what it draws with."""
        return self._make("plots-yardstick", f"pytest-benchmem[plot]=={_VERSION}", *PYTEST)

    @functools.cached_property
    def pydantic_ours(self) -> str:
        """An interpreter with pydantic and this checkout."""
        packages = Path(__file__).parents[2] / "packages"
        members = [
            argument
            for name in ("benchmem-core", "benchmem-io", "benchmem-pytest")
            for argument in ("-e", str(packages / name))
        ]
        return self._make("pydantic-ours", *PYDANTIC_TESTS, *PYTEST, *members)

    @functools.cached_property
    def pydantic_yardstick(self) -> str:
        """An interpreter with pydantic and the yardstick."""
        return self._make("pydantic-yardstick", *PYDANTIC_TESTS, *PYTEST, YARDSTICK)

    @functools.cached_property
    def pydantic_source(self) -> Path:
        """The unpacked source distribution of pydantic, which holds its benchmarks."""
        target = self.folder / "pydantic"
        # Its build backend is asked for metadata before the file is handed over.
        backend = self._make(
            "backend", "pip", "hatchling", "hatch-fancy-pypi-readme", "typing-extensions"
        )
        download = [
            backend,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
        ]
        _run(*download, "--no-binary", "pydantic", "--dest", str(target), PYDANTIC)
        (archive,) = target.glob("*.tar.gz")
        with tarfile.open(archive) as opened:
            opened.extractall(target, filter="data")
        return archive.with_name(archive.name.removesuffix(".tar.gz"))

    def _make(self, name: str, *requirements: str) -> str:
        python = self.folder / name / "bin" / "python"
        _run("uv", "venv", "--quiet", "--python", sys.executable, str(self.folder / name))
        _run("uv", "pip", "install", "--quiet", "--python", str(python), *requirements)
        return str(python)


def _run(*command: str) -> None:
    subprocess.run(command, check=True)
